import { listThrottledSenders, settleThrottled } from '@belfry/engine/notify'
import { closeConnection, health, listConnections, setFlag, viewFlags } from '@belfry/engine/system'
import { IdPageInput, SetFlagInput, SettleThrottledInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { following, router, signedIn } from '../trpc.ts'

export const systemRouter = router({
  health: signedIn.query(({ ctx }) => health(ctx.db, ctx.actor, ctx.live.status())),

  connections: signedIn
    .input(IdPageInput)
    .query(({ ctx, input }) => listConnections(ctx.db, ctx.actor, input)),

  closeConnection: signedIn
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.done((tx) => closeConnection(tx, ctx.actor, input.id))),

  flags: signedIn.query(({ ctx }) => viewFlags(ctx.db, ctx.actor, ctx.flags.configured)),

  setFlag: signedIn
    .input(SetFlagInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => setFlag(tx, ctx.actor, input, ctx.flags.configured))),

  throttled: signedIn.query(({ ctx }) => listThrottledSenders(ctx.db, ctx.actor)),

  settleThrottled: signedIn
    .input(SettleThrottledInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => settleThrottled(tx, ctx.actor, input))),

  live: following.subscription(({ ctx, signal }) => ctx.live.health(ctx.actor, signal)),
})
