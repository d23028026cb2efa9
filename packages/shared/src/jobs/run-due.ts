import { z } from 'zod'
import { defineJob } from './define.ts'

/** Does what is due by the clock: reminders, escalations, cases that become urgent or run out. Runs every minute. */
export const runDue = defineJob({
  name: 'run_due',
  maxAttempts: 3,
  key: 'run_due',
  every: 'minute',
  priority: -5,
  payload: z.looseObject({}),
})
