import { getCalendar, getQueue, listQueues, listViews, removeView, saveView } from '@belfry/engine/cases'
import { configureQueue, listQueueSettings, takeNext } from '@belfry/engine/together'
import {
  CalendarInput,
  ConfigureQueueInput,
  NextInput,
  QueueInput,
  QueueLiveInput,
  SaveViewInput,
  ViewsInput,
  plainText,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { following, router, signedIn } from '../trpc.ts'

export const queuesRouter = router({
  list: signedIn.query(({ ctx }) => listQueues(ctx.db, ctx.actor)),

  get: signedIn.input(QueueInput).query(({ ctx, input }) => getQueue(ctx.db, ctx.actor, input)),

  calendar: signedIn.input(CalendarInput).query(({ ctx, input }) => getCalendar(ctx.db, ctx.actor, input)),

  views: signedIn.input(ViewsInput).query(({ ctx, input }) => listViews(ctx.db, ctx.actor, input.workflow)),

  saveView: signedIn
    .input(SaveViewInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => saveView(tx, ctx.actor, input))),

  removeView: signedIn
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.transaction((tx) => removeView(tx, ctx.actor, input.id))),

  /** Takes the case that matters most of those that wait for the caller; null where none is left. */
  next: signedIn
    .input(NextInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => takeNext(tx, ctx.actor, input))),

  settings: signedIn.query(({ ctx }) => listQueueSettings(ctx.db, ctx.actor)),

  configure: signedIn
    .input(ConfigureQueueInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => configureQueue(tx, ctx.actor, input))),

  viewers: following
    .input(z.object({ workflow: plainText().max(60) }))
    .subscription(({ ctx, input, signal }) => ctx.live.queueViewers(ctx.actor, input.workflow, signal)),

  live: following
    .input(QueueLiveInput)
    .subscription(({ ctx, input, signal }) => ctx.live.queue(ctx.actor, input, signal)),

  counts: following.subscription(({ ctx, signal }) => ctx.live.queueCounts(ctx.actor, signal)),
})
