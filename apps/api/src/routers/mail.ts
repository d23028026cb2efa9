import { getMail, listDeliveries, listMailbox } from '@belfry/engine/mail'
import { MailboxInput, PageInput, SampleInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { listMailTemplates, previewMail, sendSample } from '../mail-templates.ts'
import { router, signedIn } from '../trpc.ts'

export const mailRouter = router({
  deliveries: signedIn.input(PageInput).query(({ ctx, input }) => listDeliveries(ctx.db, ctx.actor, input)),

  mailbox: signedIn.input(MailboxInput).query(({ ctx, input }) => listMailbox(ctx.db, ctx.actor, input)),

  message: signedIn
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getMail(ctx.db, ctx.actor, input.id)),

  templates: signedIn.query(({ ctx }) => listMailTemplates(ctx.actor)),

  preview: signedIn.input(SampleInput).query(({ ctx, input }) => previewMail(ctx.actor, input, ctx.brand)),

  /** To oneself, by the way of all mails. */
  sendTest: signedIn
    .input(SampleInput)
    .mutation(({ ctx, input }) => ctx.transaction((tx) => sendSample(tx, ctx.actor, input))),
})
