import {
  countInbox,
  listInbox,
  mark,
  notificationStats,
  pin,
  undo,
  unreadCount,
  why,
  whyNot,
} from '@belfry/engine/notify'
import {
  CountNotificationsInput,
  ListNotificationsInput,
  MarkInput,
  NotificationStatsInput,
  PinInput,
  WhyInput,
  WhyNotInput,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { following, router, signedIn } from '../trpc.ts'

/** The position of the last event the client has, `epoch.rev`; tRPC's client sends it by itself when it resumes. */
const LiveInput = z.object({ lastEventId: z.string().max(100).nullish() }).nullish()

export const notificationsRouter = router({
  list: signedIn.input(ListNotificationsInput).query(({ ctx, input }) => listInbox(ctx.db, ctx.actor, input)),

  count: signedIn
    .input(CountNotificationsInput)
    .query(({ ctx, input }) => countInbox(ctx.db, ctx.actor, input)),

  unread: signedIn.query(({ ctx }) => unreadCount(ctx.db, ctx.actor)),

  mark: signedIn.input(MarkInput).mutation(({ ctx, input }) => mark(ctx.db, ctx.actor, input)),

  undo: signedIn
    .input(z.object({ undoToken: z.uuid() }))
    .mutation(({ ctx, input }) => undo(ctx.db, ctx.actor, input.undoToken)),

  pin: signedIn
    .input(PinInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => pin(tx, ctx.actor, input))),

  why: signedIn.input(WhyInput).query(({ ctx, input }) => why(ctx.db, ctx.actor, input.id)),

  whyNot: signedIn.input(WhyNotInput).query(({ ctx, input }) => whyNot(ctx.db, ctx.actor, input)),

  stats: signedIn
    .input(NotificationStatsInput)
    .query(({ ctx, input }) => notificationStats(ctx.db, ctx.actor, input)),

  live: following
    .input(LiveInput)
    .subscription(({ ctx, input, signal }) =>
      ctx.live.inbox(ctx.actor, input?.lastEventId ?? null, signal, ctx.connection),
    ),
})
