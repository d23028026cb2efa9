import {
  cancel,
  getAnnouncement,
  listAnnouncements,
  listChoices,
  preview,
  readAsRecipient,
  repeat,
  saveDraft,
  schedule,
  searchCases,
  searchPeople,
  send,
  update,
} from '@belfry/engine/announcements'
import {
  AddressableInput,
  ListAnnouncementsInput,
  OneAnnouncement,
  PreviewAnnouncementInput,
  SaveAnnouncementInput,
  ScheduleAnnouncementInput,
  SendAnnouncementInput,
  UpdateAnnouncementInput,
} from '@belfry/shared/wire'
import { following, router, signedIn } from '../trpc.ts'

export const announcementsRouter = router({
  list: signedIn
    .input(ListAnnouncementsInput)
    .query(({ ctx, input }) => listAnnouncements(ctx.db, ctx.actor, input)),

  get: signedIn
    .input(OneAnnouncement)
    .query(({ ctx, input }) => getAnnouncement(ctx.db, ctx.actor, input.id)),

  /** One that was sent to the caller, by the id of its notification. */
  read: signedIn
    .input(OneAnnouncement)
    .query(({ ctx, input }) => readAsRecipient(ctx.db, ctx.actor, input.id)),

  preview: signedIn
    .input(PreviewAnnouncementInput)
    .query(({ ctx, input }) => preview(ctx.db, ctx.actor, input)),

  choices: signedIn.query(({ ctx }) => listChoices(ctx.db, ctx.actor)),

  people: signedIn
    .input(AddressableInput)
    .query(({ ctx, input }) => searchPeople(ctx.db, ctx.actor, input.search)),

  cases: signedIn
    .input(AddressableInput)
    .query(({ ctx, input }) => searchCases(ctx.db, ctx.actor, input.search)),

  save: signedIn
    .input(SaveAnnouncementInput)
    .mutation(({ ctx, input }) =>
      ctx.once('announcements.save', input, (tx) => saveDraft(tx, ctx.actor, input)),
    ),

  send: signedIn
    .input(SendAnnouncementInput)
    .mutation(({ ctx, input }) => ctx.once('announcements.send', input, (tx) => send(tx, ctx.actor, input))),

  schedule: signedIn
    .input(ScheduleAnnouncementInput)
    .mutation(({ ctx, input }) =>
      ctx.once('announcements.schedule', input, (tx) => schedule(tx, ctx.actor, input)),
    ),

  update: signedIn
    .input(UpdateAnnouncementInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => update(tx, ctx.actor, input))),

  cancel: signedIn
    .input(OneAnnouncement)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => cancel(tx, ctx.actor, input.id))),

  repeat: signedIn
    .input(OneAnnouncement)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => repeat(tx, ctx.actor, input.id))),

  live: following
    .input(OneAnnouncement)
    .subscription(({ ctx, input, signal }) => ctx.live.announcement(ctx.actor, input.id, signal)),
})
