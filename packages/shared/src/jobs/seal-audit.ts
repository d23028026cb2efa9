import { z } from 'zod'
import { defineJob } from './define.ts'

/** Seals every audit entry that is not sealed yet, in order, and signs a checkpoint. One waiting job is enough. */
export const sealAudit = defineJob({
  name: 'seal_audit',
  maxAttempts: 25,
  key: 'seal_audit',
  every: 'minute',
  payload: z.object({}),
})
