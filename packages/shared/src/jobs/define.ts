import type { z } from 'zod'

/**
 * One kind of job: its name, what it carries (ids, never rows) and how often it is tried. The task that does it
 * lives in the worker under the same name.
 */
export interface JobDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> {
  name: Name
  payload: Payload
  /** Tries in all, over about 95 hours at 25 with graphile-worker's exponential pause. */
  maxAttempts: number
  /** Jobs of one key that wait are one job. */
  key?: string
  priority?: number
  /** It also runs by the clock (UTC); with several workers, still once. */
  every?: Interval
}

export type Interval = 'minute' | 'hour'

export const defineJob = <const Name extends string, Payload extends z.ZodType>(
  definition: JobDefinition<Name, Payload>,
): JobDefinition<Name, Payload> => definition
