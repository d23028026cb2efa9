import {
  getPreferences,
  muteCase,
  previewPreferences,
  setPreferences,
  unmuteCase,
} from '@belfry/engine/preferences'
import { MuteInput, PreviewPreferencesInput, SetPreferencesInput } from '@belfry/shared/wire'
import { router, signedIn } from '../trpc.ts'

export const preferencesRouter = router({
  get: signedIn.query(({ ctx }) => getPreferences(ctx.db, ctx.actor)),

  preview: signedIn
    .input(PreviewPreferencesInput)
    .query(({ ctx, input }) => previewPreferences(ctx.db, ctx.actor, input)),

  set: signedIn
    .input(SetPreferencesInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => setPreferences(tx, ctx.actor, input))),

  mute: signedIn
    .input(MuteInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => muteCase(tx, ctx.actor, input.caseId))),

  unmute: signedIn
    .input(MuteInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => unmuteCase(tx, ctx.actor, input.caseId))),
})
