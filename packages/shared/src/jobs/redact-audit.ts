import { z } from 'zod'
import { defineJob } from './define.ts'

/** Takes what is personal about somebody out of the audit trail. */
export const redactAudit = defineJob({
  name: 'redact_audit',
  maxAttempts: 25,
  payload: z.object({ personId: z.uuid() }),
})
