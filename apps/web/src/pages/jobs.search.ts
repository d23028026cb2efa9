import { jobStates, runOutcomes } from '@belfry/shared/wire'
import { z } from 'zod'

export const jobsSearch = z.object({
  show: z.enum(['overview', 'jobs', 'runs']).optional().catch(undefined),
  state: z.enum(jobStates).optional().catch(undefined),
  outcome: z.enum(runOutcomes).optional().catch(undefined),
  task: z.string().max(60).optional().catch(undefined),
  q: z.coerce.string().max(300).optional().catch(undefined),
  /** The job that is looked at. */
  job: z.coerce
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .catch(undefined),
})
export type JobsSearch = z.output<typeof jobsSearch>
