import { DomainError } from '@belfry/shared'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono/tiny'
import type { Config } from '../config.ts'
import type { Context, Services } from '../context.ts'
import { type Identify, identifyCaller } from '../identify.ts'
import { appRouter } from '../root.ts'
import { CallSocket } from '../socket/http-socket.ts'
import type { Sockets } from '../socket/sockets.ts'
import { retryAfter } from './answer.ts'
import { bodyUpTo } from './body-limit.ts'
import { credentialsIn } from './credentials.ts'
import type { Env, HttpContext } from './env.ts'
import { isForged } from './same-site.ts'
import { streamRoutes } from './streams.ts'

const BODY_LIMIT_KIB = 256
export const CALLS_PER_BATCH = 30

/** Queries and mutations over HTTP, one or many at a time. */
export function trpcRoutes(
  services: Services,
  sockets: Sockets,
  identify: Identify,
  { PUBLIC_URL }: Config,
): Hono<Env> {
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    const { headers, method } = c.env.incoming
    if ((method !== 'GET' || headers.origin !== undefined) && isForged(headers, PUBLIC_URL)) {
      services.watch.turnedAway(c.get('origin'), '/trpc', 'not_permitted')
      throw new DomainError('not_permitted')
    }
    // Forms can send other types from anywhere, and tRPC would read them.
    if (method === 'POST' && !/^application\/json\b/i.test(headers['content-type'] ?? ''))
      throw new DomainError('invalid_input')
    await next()
  })

  app.use(bodyUpTo(BODY_LIMIT_KIB))

  app.route('/', streamRoutes(sockets, identify))

  async function seat(c: HttpContext, call: CallSocket): Promise<Context> {
    const { session, refusal } = await identify.session(credentialsIn(c.env.incoming.headers))
    if (!session) throw new DomainError(refusal ?? 'not_signed_in')
    const visitor = { session, origin: c.get('origin'), locale: c.get('locale'), transport: 'sse' as const }
    return sockets.seat(call, visitor)
  }

  app.all('*', async (c) => {
    const credentials = credentialsIn(c.env.incoming.headers)
    const { caller, setCookie } = await identifyCaller(identify, credentials, { slide: true })
    if (credentials.apiKey && !caller.actor)
      services.watch.turnedAway(c.get('origin'), 'API key', 'invalid_key')
    if (caller.actor) {
      c.set('personId', caller.actor.id)
      c.set('locale', caller.actor.locale)
    }
    const context: Context = {
      ...services,
      ...caller,
      ...c.get('origin'),
      locale: c.get('locale'),
      connection: undefined,
    }
    const call = isSubscription(c) && caller.actor ? new CallSocket(c.env.outgoing) : undefined
    const answer = await fetchRequestHandler({
      endpoint: '/trpc',
      req: call ? new Request(c.req.url, { headers: c.req.raw.headers, signal: call.signal }) : c.req.raw,
      router: appRouter,
      maxBatchSize: CALLS_PER_BATCH,
      createContext: async () => (call ? seat(c, call) : context),
      onError: ({ error }) => services.watch.stray(error),
      responseMeta: ({ errors }) => {
        const wait = errors.map((error) => retryAfter(error.cause)).find(Boolean)
        return wait ? { headers: new Headers({ 'retry-after': wait }) } : {}
      },
    })
    if (call && !answer.body) call.close()
    if (setCookie) answer.headers.append('set-cookie', setCookie)
    return answer
  })
  return app
}

/** What tRPC's link for server-sent events asks for. */
const isSubscription = (c: HttpContext): boolean =>
  c.req.method === 'GET' && (c.req.header('accept') ?? '').includes('text/event-stream')
