import { endOfPush, listDevices, sayLooking, subscribePush } from '@belfry/engine/push'
import { SubscribePushInput, UnsubscribePushInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

/** One's own browsers, which tell while Belfry is closed. */
export const pushRouter = router({
  key: signedIn.query(({ ctx }) => ({ publicKey: ctx.push.publicKey })),

  list: signedIn.query(({ ctx }) => listDevices(ctx.db, ctx.actor, ctx.sessionId)),

  subscribe: signedIn
    .input(SubscribePushInput)
    .mutation(({ ctx: { actor, sessionId, userAgent, push, done }, input }) =>
      done((tx) => subscribePush(tx, actor, { id: sessionId, userAgent, hosts: push.hosts }, input)),
    ),

  unsubscribe: signedIn
    .input(UnsubscribePushInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => endOfPush(tx, ctx.actor, input))),

  /** Whoever looks at Belfry is told there and nowhere else. False: nobody needs to know. */
  look: signedIn
    .input(z.object({ looks: z.boolean() }))
    .mutation(({ ctx, input }) => sayLooking(ctx.db, ctx.actor, ctx.sessionId, input.looks)),
})
