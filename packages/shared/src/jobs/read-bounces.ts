import { z } from 'zod'
import { defineJob } from './define.ts'

/** Reads what came back to the bounce address. Runs every minute; one waiting job is enough. */
export const readBounces = defineJob({
  name: 'read_bounces',
  maxAttempts: 1,
  key: 'read_bounces',
  every: 'minute',
  priority: 5,
  payload: z.looseObject({}),
})
