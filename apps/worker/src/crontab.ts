import { type Interval, type JobDefinition, jobs } from '@belfry/shared/jobs'
import { type CronItem, parseCronItems } from 'graphile-worker'

const matches: Record<Interval, string> = { minute: '* * * * *', hour: '0 * * * *' }

const item = ({ every, ...job }: JobDefinition): CronItem[] =>
  every === undefined
    ? []
    : [
        {
          task: job.name,
          match: matches[every],
          identifier: job.name,
          options: {
            backfillPeriod: 0, // what was missed while no worker ran is done by the next run
            maxAttempts: job.maxAttempts,
            jobKeyMode: 'preserve_run_at',
            ...(job.key ? { jobKey: job.key } : {}),
            ...(job.priority ? { priority: job.priority } : {}),
          },
        },
      ]

/** What happens by the clock (UTC); with several workers, still once. */
export const crontab = parseCronItems(Object.values<JobDefinition>(jobs).flatMap(item))
