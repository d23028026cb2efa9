import { demoPassword } from '@belfry/engine/demo'
import {
  type APIRequestContext,
  type Browser,
  type BrowserContext,
  type Page,
  request,
} from 'playwright-core'

export interface PersonOptions {
  /** Where the first window opens. */
  path?: string
  /** A phone with a small screen and a finger, instead of a desk with a mouse. */
  phone?: boolean
  /** Another address of the same installation. */
  url?: string
  /** A browser that has push, too, which takes longer. */
  whole?: boolean
}

/** Asks the API as the pages do: over HTTP, with a cookie. */
export interface Asking {
  query<Answer>(procedure: string, input?: unknown): Promise<Answer>
  mutate<Answer>(procedure: string, input?: unknown): Promise<Answer>
}

/** Somebody who has signed in, but has no window. */
export interface Caller extends Asking {
  leave(): Promise<void>
}

/** Somebody with a browser of his own. */
export interface Person extends Asking {
  context: BrowserContext
  /** The first window. */
  page: Page
  /** Opens another window of the same browser, in front. Browsers slow down what lies behind: work in the front one. */
  window(path: string): Promise<Page>
  /** What has gone wrong in the windows so far. */
  troubles(): string[]
  /** Takes for expected what a test provokes on purpose. */
  forgive(...expected: RegExp[]): void
}

export async function enter(
  browser: Browser,
  url: string,
  login: string | null,
  options: PersonOptions = {},
): Promise<Person> {
  const origin = options.url ?? url
  const context = await browser.newContext({
    baseURL: origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    colorScheme: 'light',
    reducedMotion: 'reduce',
    ...(options.phone ? phone : desk),
  })
  context.setDefaultTimeout(40_000)
  const { troubles, forgive } = await watch(context)

  if (login) await signIn(context.request, origin, login)
  const window = async (path: string) => {
    const page = await context.newPage()
    await page.goto(path)
    return page
  }
  return {
    context,
    page: await window(options.path ?? '/'),
    window,
    ...asking(context.request, origin),
    troubles,
    forgive,
  }
}

export async function call(url: string, login: string): Promise<Caller> {
  const context = await request.newContext({ baseURL: url })
  await signIn(context, url, login)
  return { ...asking(context, url), leave: () => context.dispose() }
}

async function signIn(by: APIRequestContext, origin: string, login: string) {
  const answer = await by.post('/api/auth/sign-in/email', {
    data: { email: `${login}@belfry.test`, password: demoPassword },
    headers: { origin },
  })
  if (!answer.ok()) throw new Error(`${login} could not sign in: ${answer.status()}`)
}

const asking = (by: APIRequestContext, origin: string): Asking => ({
  async query(procedure, input) {
    const search = new URLSearchParams({ input: JSON.stringify({ json: input ?? null }) })
    return answerOf(await by.get(`/trpc/${procedure}?${search}`, { headers: { origin } }))
  },
  async mutate(procedure, input) {
    const data = { json: input ?? null }
    return answerOf(await by.post(`/trpc/${procedure}`, { data, headers: { origin } }))
  },
})

const desk = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 390, height: 800 }, isMobile: true, hasTouch: true, deviceScaleFactor: 1 }

interface Answer {
  json(): Promise<unknown>
}

async function answerOf<T>(answer: Answer): Promise<T> {
  const { result, error } = (await answer.json()) as {
    result?: { data: { json: T } }
    error?: { json: { message: string } }
  }
  if (!result) throw new Error(error?.json.message)
  return result.data.json
}

/** Listens in every window for what nobody looks at: errors in the console, exceptions, and a hurt security policy. */
async function watch(context: BrowserContext): Promise<Pick<Person, 'troubles' | 'forgive'>> {
  const noted: string[] = []
  const forgiven: RegExp[] = []
  context.on('console', (message) => {
    const { url } = message.location()
    if (message.type() === 'error') noted.push(`${message.page()?.url()}: ${message.text()} (${url})`)
  })
  context.on('weberror', (thrown) => noted.push(`${thrown.page()?.url()}: ${thrown.error().stack}`))
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`The security policy forbids ${event.blockedURI} (${event.violatedDirective}).`),
    )
  })
  return {
    troubles: () => noted.filter((trouble) => !forgiven.some((expected) => expected.test(trouble))),
    forgive: (...expected) => void forgiven.push(...expected),
  }
}
