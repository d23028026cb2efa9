import { z } from 'zod'
import { defineJob } from './define.ts'

/** Gives the newest checkpoint of the audit trail to where it is kept beside the database. Runs every minute. */
export const keepCheckpoint = defineJob({
  name: 'keep_checkpoint',
  maxAttempts: 1,
  key: 'keep_checkpoint',
  every: 'minute',
  priority: 5,
  payload: z.looseObject({}),
})
