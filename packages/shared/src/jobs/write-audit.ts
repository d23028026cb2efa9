import { z } from 'zod'
import { defineJob } from './define.ts'

/** Writes the audit entry of an event. */
export const writeAudit = defineJob({
  name: 'write_audit',
  maxAttempts: 25,
  payload: z.object({ eventId: z.uuid() }),
})
