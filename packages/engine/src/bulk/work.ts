import { setTimeout as pause } from 'node:timers/promises'
import { type Db, type Tx, enqueue, enqueueEach, notify } from '@belfry/db'
import {
  type ItemToDo,
  type RunToDo,
  type Settled,
  addEnd,
  findRunToDo,
  hasItems,
  lockItems,
  lockRun,
  moveItems,
  setRunState,
  settleItems,
} from '@belfry/db/queries/bulk'
import { insertNews } from '@belfry/db/queries/bulk-news'
import { type CaseRow, lockFreeCases } from '@belfry/db/queries/cases'
import { findActor } from '@belfry/db/queries/people'
import { hasEndpoints } from '@belfry/db/queries/webhooks'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { BulkDeed } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { record } from '../events/record.ts'
import { type Deed, deedOf } from './deed.ts'
import { UNDO_WINDOW_MS } from './read.ts'
import { beforeOf, undoItem } from './undo.ts'

/** Cases held in one transaction: whoever wants one of them waits for the others. */
const BATCH = 40
/** One batch is decided on while Postgres writes another. */
const LANES = 2
/** Then another job goes on, behind what has come meanwhile. */
const LONGEST_MS = 2_000
/** Until a case that somebody holds is tried again. */
const PAUSE_MS = 100

/** A run at work in the name of whoever began it. */
interface Work {
  run: RunToDo
  actor: Actor
  deed: Deed
}

/**
 * Goes on with a run for a while, and has another job go on from there. Each batch commits on its own, with what became of
 * its items, so a break anywhere repeats nothing; several workers may be at it at once. Returns when the run is over too.
 * `failed` hears of errors that are none of the rules'.
 */
export async function workOn(
  db: Db,
  runId: string,
  signal: AbortSignal,
  failed: (error: unknown) => void = () => {},
): Promise<void> {
  const run = await findRunToDo(db, runId)
  if (!run || (run.state !== 'running' && run.state !== 'undoing')) return
  const person = await findActor(db, run.personId)
  if (!person) return db.transaction().execute((tx) => giveUp(tx, run))
  const actor: Actor = { ...person, ...run.actor }
  const deed = await deedOf(db, run.workflow, BulkDeed.parse(run.deed), actor.locale)
  const work = { run, actor, deed }
  const until = performance.now() + LONGEST_MS
  const lane = async (): Promise<boolean> => {
    do {
      if ((await nextBatch(db, work, BATCH, failed)) > 0) continue
      if (await db.transaction().execute((tx) => end(tx, work))) return true
      await pause(PAUSE_MS)
    } while (!signal.aborted && performance.now() < until)
    return false
  }
  // All of them come to an end before the job does, whichever of them fails.
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane))
  const broken = lanes.find((one) => one.status === 'rejected')
  if (broken) throw broken.reason
  if (lanes.some((one) => one.status === 'fulfilled' && one.value)) return
  await db.transaction().execute((tx) => enqueue(tx, jobs.runBulk, { runId }))
}

/** The state of items that are still to be done, or undone. */
const fromOf = ({ run }: Work): string => (run.state === 'running' ? 'waiting' : 'undoing')

/** Does the next items in one transaction; those of a batch that fails one by one. Returns how many are settled. */
async function nextBatch(
  db: Db,
  work: Work,
  size: number,
  failed: (error: unknown) => void,
): Promise<number> {
  let held: ItemToDo[] = []
  try {
    return await db.transaction().execute(async (tx) => {
      held = await lockItems(tx, work.run.id, fromOf(work), size)
      return settle(tx, work, held)
    })
  } catch (error) {
    const [item] = held
    if (!item || isPassing(error)) throw error
    if (held.length === 1) {
      const settled = await db
        .transaction()
        .execute((tx) => settleItems(tx, work.run.id, fromOf(work), [failureOf(work, item.place, error)]))
      if (settled > 0 && !(error instanceof DomainError)) failed(error)
      return 1
    }
    let settled = 0
    for (const _ of held) settled += await nextBatch(db, work, 1, failed)
    return settled
  }
}

async function settle(tx: Tx, work: Work, items: ItemToDo[]): Promise<number> {
  const { run, actor, deed } = work
  const ids = items.map(({ caseId }) => caseId)
  // Cases that somebody holds have their turn later.
  const rows = new Map((await lockFreeCases(tx, ids, clock.now())).map((row) => [row.id, row]))
  const events: NonNullable<Actor['run']>['events'] = []
  const doer: Actor = { ...actor, run: { id: run.id, events } }
  const settled: Settled[] = []
  for (const item of items) {
    const row = rows.get(item.caseId)
    if (!row) continue
    settled.push(
      run.state === 'running'
        ? await doItem(tx, doer, deed, item, row)
        : await undoItem(tx, doer, deed, item, row),
    )
  }
  if (settled.length === 0) return 0
  await settleItems(tx, run.id, fromOf(work), settled)
  const eventIds = events.map(({ id }) => id)
  const news = events.flatMap(({ id, tells }) => (tells ? [id] : []))
  await insertNews(tx, run.id, news)
  if (eventIds.length > 0) await enqueue(tx, jobs.writeAudits, { eventIds })
  if (eventIds.length > 0 && (await hasEndpoints(tx)))
    await enqueueEach(
      tx,
      jobs.tellEndpoints,
      eventIds.map((eventId) => ({ eventId })),
    )
  await notify(tx, { kind: 'bulk', runId: run.id })
  return settled.length
}

/** The same rules, events and steps as for single work. */
async function doItem(tx: Tx, actor: Actor, deed: Deed, item: ItemToDo, row: CaseRow): Promise<Settled> {
  const { place } = item
  let carryOut: () => Promise<CaseRow>
  try {
    if (deed.foresee(actor, row).outcome === 'there') return { place, state: 'there' }
    carryOut = await deed.judge(tx, actor, row, item.version)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { place, state: 'refused', code: error.code, message: error.in(actor.locale) }
  }
  const own = actor.run!.events.length
  const moved = await carryOut()
  return {
    place,
    state: 'done',
    before: beforeOf(row, moved),
    leftVersion: moved.version,
    eventId: actor.run!.events[own]!.id,
  }
}

function failureOf({ run, actor }: Work, place: number, error: unknown): Settled {
  const why =
    error instanceof DomainError
      ? { code: error.code, message: error.in(actor.locale) }
      : { code: 'internal', message: words[actor.locale].bulk.cannot }
  if (run.state === 'undoing') return { place, state: 'done', ...why }
  return { place, state: error instanceof DomainError ? 'refused' : 'failed', ...why }
}

// The connection was lost, the server stops, or others were in the way for too long: that says nothing of the item.
const PASSING = /^(ECONN|ETIMEDOUT|EPIPE|08|57P0|53300|40001|40P01|55P03|57014)/
const isPassing = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return (
    (typeof code === 'string' && !(error instanceof DomainError) && PASSING.test(code)) ||
    (typeof message === 'string' && message.startsWith('Connection terminated'))
  )
}

/** Ends a run that has nothing left to do. Says whether it is over. */
async function end(tx: Tx, work: Work): Promise<boolean> {
  const { run, actor } = work
  const now = await lockRun(tx, run.id)
  if (now?.state !== run.state) return true // cancelled, or ended by another worker
  if (await hasItems(tx, run.id, fromOf(work))) return false
  await finish(tx, run.id, actor, run.state === 'running' ? 'done' : 'undone')
  return true
}

/** Writes down that a run is over, and has people told: later where it may still be undone, at once where it was. */
export async function finish(
  tx: Tx,
  runId: string,
  actor: Parameters<typeof record>[1],
  state: 'done' | 'cancelled' | 'undone',
): Promise<void> {
  const at = clock.now()
  const isUndone = state === 'undone'
  await setRunState(tx, runId, isUndone ? { state, undoneAt: at } : { state, finishedAt: at })
  const run = (await findRunToDo(tx, runId))!
  const event = await record(tx, actor, {
    type: isUndone ? 'bulk.undo' : 'bulk.finish',
    at,
    data: { target: { kind: 'bulk_run', id: runId }, facts: { count: run.total }, after: { state } },
  })
  if (!isUndone) await addEnd(tx, runId, event.id)
  await enqueue(tx, jobs.tellBulk, { runId, eventId: event.id }, isUndone ? {} : { delayMs: UNDO_WINDOW_MS })
  await notify(tx, { kind: 'bulk', runId })
}

/** Whoever began it has no account any more: what is left is not done. */
async function giveUp(tx: Tx, run: RunToDo): Promise<void> {
  if ((await lockRun(tx, run.id))?.state !== run.state) return
  await moveItems(tx, run.id, ['waiting'], 'cancelled')
  await moveItems(tx, run.id, ['undoing'], 'done')
  await finish(tx, run.id, { ...run.actor, id: run.personId }, 'cancelled')
}
