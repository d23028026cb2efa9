import { z } from 'zod'
import { defineJob } from './define.ts'

/** Gives a case to somebody by the rule of its queue. */
export const assignCase = defineJob({
  name: 'assign_case',
  maxAttempts: 12,
  payload: z.object({ caseId: z.uuid() }),
})
