import { z } from 'zod'

export const webhookSearch = z.object({
  show: z.enum(['all', 'waiting', 'sent', 'failed']).optional().catch(undefined),
  /** The delivery that is looked at. */
  delivery: z.uuid().optional().catch(undefined),
})
export type WebhookSearch = z.output<typeof webhookSearch>
