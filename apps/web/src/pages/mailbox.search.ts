import { deliveryStates } from '@belfry/shared/mail'
import { z } from 'zod'

const moment = z.iso.datetime({ offset: true }).optional().catch(undefined)

export const mailboxSearch = z.object({
  show: z.enum(['mails', 'deliveries', 'figures', 'providers']).optional().catch(undefined),
  q: z.coerce.string().max(100).optional().catch(undefined),
  /** The mail that is read. */
  mail: z.uuid().optional().catch(undefined),
  format: z.enum(['html', 'text']).optional().catch(undefined),
  /** Which deliveries are listed. */
  state: z.array(z.enum(deliveryStates)).min(1).optional().catch(undefined),
  provider: z.coerce.string().min(1).max(40).optional().catch(undefined),
  type: z.string().min(1).max(100).optional().catch(undefined),
  person: z.uuid().optional().catch(undefined),
  from: moment,
  to: moment,
  /** The delivery that is looked at. */
  delivery: z.uuid().optional().catch(undefined),
  /** How many days back the figures go. */
  days: z.coerce.number().int().min(1).max(90).optional().catch(undefined),
})
export type MailboxSearch = z.output<typeof mailboxSearch>
