import {
  changeProvider,
  getDelivery,
  getMail,
  listDeliveries,
  listMailProviders,
  listMailbox,
  listSuppressions,
  mailStats,
  retry,
  suppressAddress,
  unsuppressAddress,
} from '@belfry/engine/mail'
import {
  DeliveriesInput,
  ListSuppressionsInput,
  MailStatsInput,
  MailboxInput,
  ProviderInput,
  RetryInput,
  SampleInput,
  SendTestInput,
  SuppressInput,
  UnsuppressInput,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { listMailTemplates, previewMail, sendSample } from '../mail-templates.ts'
import { following, router, signedIn } from '../trpc.ts'

const Id = z.object({ id: z.uuid() })

export const mailRouter = router({
  deliveries: signedIn
    .input(DeliveriesInput)
    .query(({ ctx, input }) => listDeliveries(ctx.db, ctx.actor, input)),

  delivery: signedIn.input(Id).query(({ ctx, input }) => getDelivery(ctx.db, ctx.actor, input.id)),

  stats: signedIn.input(MailStatsInput).query(({ ctx, input }) => mailStats(ctx.db, ctx.actor, input)),

  providers: signedIn.query(({ ctx }) => listMailProviders(ctx.db, ctx.actor)),

  retry: signedIn
    .input(RetryInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => retry(tx, ctx.actor, input))),

  rest: signedIn
    .input(ProviderInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => changeProvider(tx, ctx.actor, 'rest', input))),

  resume: signedIn
    .input(ProviderInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => changeProvider(tx, ctx.actor, 'resume', input))),

  mailbox: signedIn.input(MailboxInput).query(({ ctx, input }) => listMailbox(ctx.db, ctx.actor, input)),

  message: signedIn.input(Id).query(({ ctx, input }) => getMail(ctx.db, ctx.actor, input.id)),

  live: following.subscription(({ ctx, signal }) => ctx.live.mail(ctx.actor, signal)),

  suppressions: signedIn
    .input(ListSuppressionsInput)
    .query(({ ctx, input }) => listSuppressions(ctx.db, ctx.actor, input)),

  suppress: signedIn
    .input(SuppressInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => suppressAddress(tx, ctx.actor, input))),

  unsuppress: signedIn
    .input(UnsuppressInput)
    .mutation(({ ctx, input }) => ctx.done((tx) => unsuppressAddress(tx, ctx.actor, input))),

  templates: signedIn.query(({ ctx }) => listMailTemplates(ctx.actor)),

  preview: signedIn.input(SampleInput).query(({ ctx, input }) => previewMail(ctx.actor, input, ctx.brand)),

  /** To oneself, by the way of all mails. */
  sendTest: signedIn
    .input(SendTestInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => sendSample(tx, ctx.actor, input))),
})
