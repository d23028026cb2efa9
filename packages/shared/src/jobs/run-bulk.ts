import { z } from 'zod'
import { defineJob } from './define.ts'

/** Does the next part of a bulk run, behind everything that single people wait for. */
export const runBulk = defineJob({
  name: 'run_bulk',
  maxAttempts: 25,
  priority: 5,
  payload: z.object({ runId: z.uuid() }),
})
