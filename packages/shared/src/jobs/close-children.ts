import { z } from 'zod'
import { defineJob } from './define.ts'

/** Ends what still hangs open on a case that is over. */
export const closeChildren = defineJob({
  name: 'close_children',
  maxAttempts: 25,
  payload: z.object({ caseId: z.uuid() }),
})
