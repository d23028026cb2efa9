import { type Tx, enqueue, notify } from '@belfry/db'
import { type RunRow, insertRun } from '@belfry/db/queries/bulk'
import { type Actor, DomainError, clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { BULK_LIMIT, type BulkRun, type BulkStartInput } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { deedOf } from './deed.ts'
import { pickedBy } from './preview.ts'
import { getRun } from './read.ts'

/** As whom the events of a run are written down. */
export function signatureOf({ kind, name, keyId, origin }: Actor): RunRow['actor'] {
  const is = kind === 'program' ? ('program' as const) : ('person' as const)
  return { kind: is, name, ...(keyId && { keyId }), ...(origin && { origin }) }
}

/** Freezes what is picked into the items of a run, and has a job do them. Nothing begins where the preview showed others. */
export async function start(tx: Tx, actor: Actor, input: BulkStartInput): Promise<BulkRun> {
  await deedOf(tx, input.workflow, input.deed, actor.locale)
  const id = newId()
  const run = {
    id,
    personId: actor.id,
    actor: signatureOf(actor),
    workflow: input.workflow,
    deed: input.deed,
    at: clock.now(),
  }
  const total = await insertRun(tx, run, pickedBy(actor, input), BULK_LIMIT + 1)
  if (total === 0) throw new DomainError('nothing_selected')
  if (total > BULK_LIMIT) throw new DomainError('too_many_cases', { limit: BULK_LIMIT })
  if (total !== input.expected)
    throw new DomainError('selection_changed', { expected: input.expected, now: total })
  await record(tx, actor, {
    type: 'bulk.start',
    data: {
      target: { kind: 'bulk_run', id },
      facts: { count: total },
      after: { workflow: input.workflow, deed: input.deed, cases: total },
    },
  })
  await enqueue(tx, jobs.runBulk, { runId: id })
  await notify(tx, { kind: 'bulk', runId: id })
  return getRun(tx, actor, id)
}
