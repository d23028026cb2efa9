import { type Tx, enqueue, notify } from '@belfry/db'
import { lockRun, moveItems, retryItems, setRunState } from '@belfry/db/queries/bulk'
import { type Actor, DomainError } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import type { BulkRun } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { getRun, isUndoable } from './read.ts'
import { signatureOf } from './start.ts'
import { finish } from './work.ts'

/** Leaves undone what a run has not come to yet. */
export async function cancel(tx: Tx, actor: Actor, runId: string): Promise<BulkRun> {
  await getRun(tx, actor, runId)
  const { state } = (await lockRun(tx, runId))!
  if (state !== 'running') throw new DomainError('run_over')
  await moveItems(tx, runId, ['waiting'], 'cancelled')
  await finish(tx, runId, actor, 'cancelled')
  return getRun(tx, actor, runId)
}

/** Has done again what was refused or failed, by the rules and for the cases as they are now. */
export async function retryFailed(tx: Tx, actor: Actor, runId: string): Promise<BulkRun> {
  await getOwnRun(tx, actor, runId)
  const { state } = (await lockRun(tx, runId))!
  if (state === 'running' || state === 'undoing') throw new DomainError('run_not_over')
  const again = await retryItems(tx, runId, ['failed', 'refused'])
  if (again === 0 || state === 'undone') throw new DomainError('nothing_to_retry')
  return goOn(tx, actor, runId, 'running', again)
}

/** Takes a run back, case by case, as far as nothing has happened to a case since. */
export async function undo(tx: Tx, actor: Actor, runId: string): Promise<BulkRun> {
  const run = await getOwnRun(tx, actor, runId)
  const { state } = (await lockRun(tx, runId))!
  if (state === 'running' || state === 'undoing') throw new DomainError('run_not_over')
  if (!isUndoable(run.workflow, run.deed)) throw new DomainError('not_undoable')
  const taken = await moveItems(tx, runId, ['done'], 'undoing')
  if (taken === 0) throw new DomainError('nothing_to_undo')
  return goOn(tx, actor, runId, 'undoing', taken)
}

/** What a run does it does in the name of whoever began it, so nobody else has it go on. */
async function getOwnRun(tx: Tx, actor: Actor, runId: string): Promise<BulkRun> {
  const run = await getRun(tx, actor, runId)
  if (run.by.id !== actor.id) throw new DomainError('not_permitted')
  return run
}

async function goOn(
  tx: Tx,
  actor: Actor,
  runId: string,
  state: 'running' | 'undoing',
  cases: number,
): Promise<BulkRun> {
  await setRunState(tx, runId, { state, actor: signatureOf(actor) })
  await record(tx, actor, {
    type: state === 'running' ? 'bulk.retry' : 'bulk.begin_undo',
    data: { target: { kind: 'bulk_run', id: runId }, after: { cases } },
  })
  await enqueue(tx, jobs.runBulk, { runId })
  await notify(tx, { kind: 'bulk', runId })
  return getRun(tx, actor, runId)
}
