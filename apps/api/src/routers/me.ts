import {
  changePassword,
  endSession,
  getMe,
  listMyGrants,
  listSessions,
  updateMe,
} from '@belfry/engine/access'
import { ChangePasswordInput, UpdateMeInput } from '@belfry/shared/wire'
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

  changePassword: signedIn
    .input(ChangePasswordInput)
    .mutation(({ ctx, input }) =>
      ctx.passwords(ctx.actor.id, () =>
        ctx.done((tx) => changePassword(tx, ctx.actor, ctx.sessionId, input)),
      ),
    ),
})
