import { z } from 'zod'
import { defineJob } from './define.ts'

/** Writes the audit entries of events that happened together. */
export const writeAudits = defineJob({
  name: 'write_audits',
  maxAttempts: 25,
  priority: 4,
  payload: z.object({ eventIds: z.array(z.uuid()).max(1_000) }),
})
