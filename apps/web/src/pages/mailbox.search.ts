import { z } from 'zod'

export const mailboxSearch = z.object({
  show: z.enum(['mails', 'deliveries', 'providers']).optional().catch(undefined),
  q: z.coerce.string().max(100).optional().catch(undefined),
  /** The mail that is read. */
  mail: z.uuid().optional().catch(undefined),
  format: z.enum(['html', 'text']).optional().catch(undefined),
})
