import { z } from 'zod'
import { defineJob } from './define.ts'

/** Calls one endpoint with everything that is due there. Its deliveries have pauses of their own between attempts. */
export const sendWebhooks = defineJob({
  name: 'send_webhooks',
  maxAttempts: 8,
  priority: 10,
  payload: z.object({ endpointId: z.uuid() }),
})
