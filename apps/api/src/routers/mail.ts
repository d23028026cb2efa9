import {
  getMail,
  listDeliveries,
  listMailbox,
  listSuppressions,
  suppressAddress,
  unsuppressAddress,
} from '@belfry/engine/mail'
import {
  ListSuppressionsInput,
  MailboxInput,
  PageInput,
  SampleInput,
  SuppressInput,
  UnsuppressInput,
} from '@belfry/shared/wire'
import { z } from 'zod'
import { listMailTemplates, previewMail, sendSample } from '../mail-templates.ts'
import { router, signedIn } from '../trpc.ts'

export const mailRouter = router({
  deliveries: signedIn.input(PageInput).query(({ ctx, input }) => listDeliveries(ctx.db, ctx.actor, input)),

  mailbox: signedIn.input(MailboxInput).query(({ ctx, input }) => listMailbox(ctx.db, ctx.actor, input)),

  message: signedIn
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getMail(ctx.db, ctx.actor, input.id)),

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
    .input(SampleInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => sendSample(tx, ctx.actor, input))),
})
