import { z } from 'zod'
import { defineJob } from './define.ts'

/** Removes what has outlived its retention, in batches, and makes the next months' partitions. Runs every hour. */
export const cleanUp = defineJob({
  name: 'clean_up',
  maxAttempts: 3,
  key: 'clean_up',
  every: 'hour',
  priority: 20,
  payload: z.looseObject({}),
})
