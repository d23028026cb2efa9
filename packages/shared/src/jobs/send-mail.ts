import { z } from 'zod'
import { defineJob } from './define.ts'

/** Renders one delivery and hands it to the mail provider. */
export const sendMail = defineJob({
  name: 'send_mail',
  maxAttempts: 8,
  priority: 10,
  payload: z.object({ deliveryId: z.uuid() }),
})
