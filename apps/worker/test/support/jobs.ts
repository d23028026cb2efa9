import type { JobDefinition } from '@belfry/shared/jobs'
import { z } from 'zod'

const define = <Payload extends z.ZodType>(name: string, payload: Payload, maxAttempts = 25) =>
  ({ name, payload, maxAttempts }) satisfies JobDefinition

/** Leaves one row in `marks` each time it runs, after a while of work. */
export const leaveMark = define('leave_mark', z.object({ key: z.string(), workMs: z.number().default(0) }))

/** Leaves its mark as soon as nobody else holds the advisory lock. */
export const waitForLock = define('wait_for_lock', z.object({ key: z.string(), lock: z.number() }))

/** Ends the worker process at once, as a fault in native code or a lack of memory does. */
export const endProcess = define('end_process', z.object({}))

/** Throws where nobody can catch it. */
export const throwOutside = define('throw_outside', z.object({}))

/** Fails until it has been tried often enough. */
export const failUntil = define('fail_until', z.object({ attempt: z.number() }))

/** Knows that trying again cannot help. */
export const giveUp = define('give_up', z.object({}))
