import { givenPassword } from '@belfry/testing/given'
import { type TRPCClient, TRPCClientError, createTRPCClient, httpBatchLink } from '@trpc/client'
import superjson from 'superjson'
import type { AppRouter, ErrorData } from '../src/client.ts'

export interface Caller {
  trpc: TRPCClient<AppRouter>
  headers: Record<string, string>
}

export interface Answer {
  status: number
  headers: Headers
  body: Record<string, unknown>
}

/** Signs in as a browser does (`page`) or as a program, and returns the whole answer. */
export async function signIn(
  url: string,
  login: string,
  { password = givenPassword, headers = {} }: { password?: string; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const email = login.includes('@') ? login : `${login.toLowerCase()}@belfry.test`
  return post(`${url}/api/auth/sign-in/email`, { email, password }, headers)
}

export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return { status: answer.status, headers: answer.headers, body: await asJson(answer) }
}

const asJson = async (answer: Response) => (await answer.json().catch(() => ({}))) as Record<string, unknown>

/** Somebody at a browser, on a page of the API's own origin. */
export async function person(url: string, login: string, options?: { password?: string }): Promise<Caller> {
  const { headers, status } = await signIn(url, login, { ...options, headers: { origin: url } })
  if (status !== 200) throw new Error(`${login} could not sign in: ${status}`)
  return caller(url, { cookie: cookieOf(headers), origin: url })
}

/** A program with somebody's rights. */
export async function program(url: string, login: string): Promise<Caller & { token: string }> {
  const { headers } = await signIn(url, login)
  const token = headers.get('set-auth-token')!
  return { ...caller(url, { authorization: `Bearer ${token}` }), token }
}

export const nobody = (url: string): Caller => caller(url, {})

export const caller = (url: string, headers: Record<string, string>): Caller => ({
  headers,
  trpc: createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, transformer: superjson, headers })],
  }),
})

export const cookieOf = (headers: Headers): string =>
  headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')

/** The error a call ends with, as the caller sees it. */
export async function errorOf(call: Promise<unknown>): Promise<ErrorData & { message: string }> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof TRPCClientError)) throw new Error(`That is no refusal: ${String(error)}`)
  return { ...(error.data as ErrorData), message: error.message }
}
