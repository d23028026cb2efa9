import { clientError, isErrorData } from './errors.ts'

/** Signing in and out; between them it holds the token. An API key is good without. */
export interface Session {
  readonly token: string | undefined
  headers(): Record<string, string>
  /** What a socket shows when it connects. */
  params(): Record<string, string>
  begin(email: string, password: string): Promise<void>
  end(): Promise<void>
}

interface SessionOptions {
  apiKey?: string | undefined
  token?: string | undefined
  fetch?: typeof fetch | undefined
}

export function createSession(base: string, options: SessionOptions): Session {
  const { apiKey } = options
  let token = options.token
  const headers = (): Record<string, string> =>
    apiKey ? { 'x-api-key': apiKey } : token ? { authorization: `Bearer ${token}` } : {}

  async function post(path: string, body: object, more = {}): Promise<Response> {
    const answer = await (options.fetch ?? fetch)(`${base}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify(body),
    })
    const said: unknown = await answer.json().catch(() => undefined)
    if (answer.ok) return answer
    if (isErrorData(said) && 'message' in said) throw clientError(String(said.message), said)
    throw new Error(`${base} answered with the status ${answer.status}.`)
  }

  return {
    get token() {
      return token
    },
    headers,
    params: (): Record<string, string> => (apiKey ? { apiKey } : token ? { token } : {}),

    async begin(email, password) {
      const answer = await post('sign-in/email', { email, password })
      // A page is given none: its browser has a cookie, which nobody can take from the page.
      token = answer.headers.get('set-auth-token') ?? undefined
    },

    async end() {
      const ended = headers()
      token = undefined
      await post('sign-out', {}, ended)
    },
  }
}
