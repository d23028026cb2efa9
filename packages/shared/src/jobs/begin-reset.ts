import { z } from 'zod'
import { defineJob } from './define.ts'

/** Looks up whose address somebody has lost the password of, and mails a link to it. */
export const beginReset = defineJob({
  name: 'begin_reset',
  maxAttempts: 8,
  payload: z.object({ eventId: z.uuid() }),
})
