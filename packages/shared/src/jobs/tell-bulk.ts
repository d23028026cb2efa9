import { z } from 'zod'
import { defineJob } from './define.ts'

/** Tells everyone whom a bulk run concerns, each person once; `eventId` is the event of its end. */
export const tellBulk = defineJob({
  name: 'tell_bulk',
  maxAttempts: 25,
  priority: 5,
  payload: z.object({ runId: z.uuid(), eventId: z.uuid() }),
})
