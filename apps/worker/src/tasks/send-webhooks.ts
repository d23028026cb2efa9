import { isOn } from '@belfry/engine/system'
import { type CallOutcome, nextRound } from '@belfry/engine/webhooks'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

/** Then another job goes on: a worker that stops waits no longer than for one round. */
const LONGEST_MS = 60_000

export const sendWebhooks: Task<Jobs['sendWebhooks']> = async (
  { endpointId },
  { db, caller, job, telling, signal },
) => {
  // What is due stays so; the minute's job asks again.
  if (!(await isOn(db, 'channel.webhook', telling.flags))) return
  const until = performance.now() + LONGEST_MS
  let outcomes: CallOutcome[] = []
  do {
    const last = signal.aborted || performance.now() > until
    const round = { endpointId, holder: job.id, outcomes, last }
    const batch = await db.transaction().execute((tx) => nextRound(tx, round))
    outcomes = await Promise.all(batch.map((outgoing) => caller.call(outgoing)))
  } while (outcomes.length > 0)
}
