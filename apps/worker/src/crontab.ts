import { type JobDefinition, jobs } from '@belfry/shared/jobs'
import { type CronItem, parseCronItems } from 'graphile-worker'

const at = (match: string, job: JobDefinition): CronItem => ({
  task: job.name,
  match,
  identifier: job.name,
  options: {
    backfillPeriod: 0, // what was missed while no worker ran is done by the next run
    maxAttempts: job.maxAttempts,
    jobKeyMode: 'preserve_run_at',
    ...(job.key ? { jobKey: job.key } : {}),
    ...(job.priority ? { priority: job.priority } : {}),
  },
})

/** What happens by the clock (UTC); with several workers, still once. */
export const crontab = parseCronItems([
  at('0 * * * *', jobs.cleanUp),
  at('* * * * *', jobs.runDue),
  at('* * * * *', jobs.readBounces),
  at('* * * * *', jobs.sendMail),
  // Whoever writes an entry asks for the seal; this catches what was left unsealed by a worker that died.
  at('* * * * *', jobs.sealAudit),
  at('* * * * *', jobs.keepCheckpoint),
])
