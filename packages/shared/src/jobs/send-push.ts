import { z } from 'zod'
import { defineJob } from './define.ts'

/** Hands one delivery to the push services of the person's browsers. */
export const sendPush = defineJob({
  name: 'send_push',
  maxAttempts: 8,
  priority: 10,
  payload: z.object({ deliveryId: z.uuid() }),
})
