import type { Tx } from '@belfry/db'
import {
  type WhichRows,
  discardJobs as discard,
  rescheduleJobs as reschedule,
  retryJobs as retry,
} from '@belfry/db/queries/jobs'
import type { Actor } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import {
  type ChangedJobs,
  type DiscardJobsInput,
  JOBS_AT_ONCE,
  type RescheduleJobsInput,
  type RetryJobsInput,
  type WhichJobs,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'
import { jobsQuery } from './search.ts'

/** Has jobs run now; what had failed for good gets all its attempts anew. */
export async function retryJobs(tx: Tx, actor: Actor, { which }: RetryJobsInput): Promise<ChangedJobs> {
  demand(actor, 'jobs.change')
  return note(tx, actor, 'retry', which, await retry(tx, rowsOf(actor, which), JOBS_AT_ONCE))
}

/** Without these the trail would have a hole. */
const KEPT = [jobs.writeAudit.name, jobs.sealAudit.name]

/** Removes jobs that wait, for good; not those that write and seal the audit trail. */
export async function discardJobs(
  tx: Tx,
  actor: Actor,
  { which, reason }: DiscardJobsInput,
): Promise<ChangedJobs> {
  demand(actor, 'jobs.change')
  const tasks = await discard(tx, rowsOf(actor, which), KEPT, JOBS_AT_ONCE)
  return note(tx, actor, 'discard', which, tasks, reason)
}

export async function rescheduleJobs(
  tx: Tx,
  actor: Actor,
  { ids, runAt, reason }: RescheduleJobsInput,
): Promise<ChangedJobs> {
  demand(actor, 'jobs.change')
  const tasks = await reschedule(tx, ids, new Date(runAt))
  return note(tx, actor, 'reschedule', { ids }, tasks, reason, { runAt })
}

const rowsOf = (actor: Actor, which: WhichJobs): WhichRows =>
  'ids' in which
    ? which
    : { ...jobsQuery(actor, which.filter.search, which.filter.task), state: which.filter.state }

/** One entry for all of them, which says how many of which kind. */
async function note(
  tx: Tx,
  actor: Actor,
  verb: 'retry' | 'discard' | 'reschedule',
  which: WhichJobs,
  tasks: string[],
  reason?: string,
  more: Record<string, unknown> = {},
): Promise<ChangedJobs> {
  if (tasks.length === 0) return { changed: 0 }
  const kinds = [...new Set(tasks)].toSorted()
  const only = 'ids' in which && which.ids.length === 1 ? which.ids[0]! : null
  const counts = Object.fromEntries(kinds.map((kind) => [kind, tasks.filter((task) => task === kind).length]))
  await record(tx, actor, {
    type: `job.${verb}`,
    data: {
      target: { kind: 'job', id: only ?? kinds.join(','), title: kinds.join(', ') },
      after: { ...more, jobs: counts },
      ...(reason ? { note: reason } : {}),
    },
  })
  return { changed: tasks.length }
}
