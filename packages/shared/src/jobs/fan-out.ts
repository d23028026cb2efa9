import { z } from 'zod'
import { defineJob } from './define.ts'

/** Tells everyone whom an event concerns: their notifications, counts and deliveries. */
export const fanOut = defineJob({
  name: 'fan_out',
  maxAttempts: 25,
  priority: -10,
  payload: z.object({ eventId: z.uuid() }),
})
