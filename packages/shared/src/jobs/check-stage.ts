import { z } from 'zod'
import { defineJob } from './define.ts'

/** Notes when all that a stage of a case needs is there, and has those told who wait for it. */
export const checkStage = defineJob({
  name: 'check_stage',
  maxAttempts: 25,
  payload: z.object({ caseId: z.uuid() }),
})
