import { z } from 'zod'
import { defineJob } from './define.ts'

/** Brings the numbers in messages about refused calls up to date. One waiting job is enough. */
export const tellRefusals = defineJob({
  name: 'tell_refusals',
  maxAttempts: 8,
  key: 'tell_refusals',
  payload: z.object({}),
})
