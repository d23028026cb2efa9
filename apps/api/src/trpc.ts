import type { Tx } from '@belfry/db'
import { once } from '@belfry/engine/once'
import { DomainError, defaultLocale, newId } from '@belfry/shared'
import { serverTransformer } from '@belfry/shared/wire/transformer'
import { TRPCError, type TRPCRouterBuilder, initTRPC } from '@trpc/server'
import type { Context } from './context.ts'
import { explain, shapeOf } from './errors.ts'
import type { PublicRoot } from './public.ts'
import { onTrail } from './trail.ts'

const t = initTRPC.context<Context>().create({
  transformer: serverTransformer,
  isDev: false,
  // For programs that bring tRPC's own link for server-sent events, with one request for each subscription.
  sse: {
    enabled: true,
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 25_000 },
  },
  errorFormatter: ({ error, ctx, input }) =>
    shapeOf(error, { locale: ctx?.locale ?? defaultLocale, requestId: ctx?.requestId, input }),
})

/** Declared without the context; see `PublicRoot`. */
export const router: TRPCRouterBuilder<PublicRoot> = t.router as never

/** Measures every call and gives it its number. */
const watched = t.procedure.use(async ({ ctx, path, type, getRawInput, next }) => {
  const { watch, locale, ip, userAgent } = ctx
  const requestId = ctx.requestId ?? newId()
  const actor = ctx.actor && { ...ctx.actor, origin: { requestId, ip, userAgent } }
  const start = performance.now()
  const result = await next({ ctx: { actor } })
  const call = { path, type, actor, ms: performance.now() - start }
  if (result.ok) watch.done(call)
  else {
    const input = await getRawInput().catch(() => undefined)
    watch.failed(call, explain(result.error, { locale, requestId, input }), result.error)
  }
  return result
})

/** Procedures that end sessions or change what somebody may do. */
const CHANGES_ACCESS = /^(me|access)\./

/** Every procedure: only for people and programs who are signed in. */
export const signedIn = watched.use(async ({ ctx, path, type, getRawInput, next }) => {
  const { db, actor, sessionId } = ctx
  if (!actor || !sessionId) throw new DomainError(ctx.refusal ?? 'not_signed_in')
  if (type === 'mutation') await ctx.writes(actor.id)

  const call = { db, actor, path, isMutation: type === 'mutation', input: getRawInput }
  const result = await onTrail(call, (transaction) =>
    next({
      ctx: {
        actor,
        sessionId,
        transaction,
        /** For verbs that have nothing to say: `null` on the wire, since `undefined` is not JSON. */
        done: async (work: (tx: Tx) => Promise<unknown>): Promise<null> => {
          await transaction(work)
          return null
        },
        /** The same idempotency key and input get the same answer, and the verb runs once. */
        once: <T>(
          name: string,
          input: { idempotencyKey?: string | undefined },
          verb: (tx: Tx) => Promise<T>,
        ) => transaction((tx) => once(tx, actor, name, input, () => verb(tx))),
      },
    }),
  )
  if (type === 'mutation' && CHANGES_ACCESS.test(path)) ctx.sessions.forgetAll()
  return result
})

/** Every subscription: it takes one of the places of its connection for as long as it runs. */
export const following = signedIn.use(async ({ ctx, signal, next }) => {
  const { connection } = ctx
  if (!connection || !signal) throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' })
  connection.enter()
  // tRPC aborts the signal when the client stops it, when the socket closes and when the events end in an error.
  const leave = () => connection.leave()
  signal.addEventListener('abort', leave, { once: true })
  const result = await next()
  if (!result.ok) {
    signal.removeEventListener('abort', leave)
    leave()
  }
  return result
})
