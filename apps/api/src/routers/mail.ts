import { getMail, listDeliveries, listMailbox } from '@belfry/engine/mail'
import { MailboxInput, PageInput } from '@belfry/shared/wire'
import { z } from 'zod'
import { router, signedIn } from '../trpc.ts'

export const mailRouter = router({
  deliveries: signedIn.input(PageInput).query(({ ctx, input }) => listDeliveries(ctx.db, ctx.actor, input)),

  mailbox: signedIn.input(MailboxInput).query(({ ctx, input }) => listMailbox(ctx.db, ctx.actor, input)),

  message: signedIn
    .input(z.object({ id: z.uuid() }))
    .query(({ ctx, input }) => getMail(ctx.db, ctx.actor, input.id)),
})
