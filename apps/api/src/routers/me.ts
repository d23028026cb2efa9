import {
  askAddress,
  changePassword,
  endSession,
  getMe,
  listMyGrants,
  listSessions,
  updateMe,
} from '@belfry/engine/access'
import { ChangeAddressInput, ChangePasswordInput, UpdateMeInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

export const meRouter = router({
  get: signedIn.query(({ ctx }) => getMe(ctx.db, ctx.actor)),

  update: signedIn
    .input(UpdateMeInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => updateMe(tx, ctx.actor, input))),

  grants: signedIn.query(({ ctx }) => listMyGrants(ctx.db, ctx.actor)),

  sessions: signedIn.query(({ ctx }) => listSessions(ctx.db, ctx.actor, ctx.sessionId)),

  endSession: signedIn
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.done((tx) => endSession(tx, ctx.actor, input.id))),

  /** Mails a link to the new address; nothing changes before that was used. */
  changeAddress: signedIn.input(ChangeAddressInput).mutation(async ({ ctx, input }) => {
    await ctx.mails(ctx.actor.id, ctx.ip ?? 'unknown')
    return ctx.passwords(ctx.actor.id, () => ctx.done((tx) => askAddress(tx, ctx.actor, input)))
  }),

  changePassword: signedIn
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) =>
      ctx.passwords(ctx.actor.id, () =>
        ctx.done((tx) => changePassword(tx, ctx.actor, ctx.sessionId, input)),
      ),
    ),
})
