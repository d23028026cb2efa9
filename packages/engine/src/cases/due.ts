import type { Db, Tx } from '@belfry/db'
import { annotateCase } from '@belfry/db/queries/case-steps'
import { type CaseRow, lockDue } from '@belfry/db/queries/cases'
import { clock } from '@belfry/shared'
import { URGENT, dueBetween, nextDue } from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { belfry, record } from '../events/record.ts'
import { moveByItself } from './around.ts'
import { tellCase } from './move.ts'
import { tellsThatHold } from './tells.ts'

const BATCH = 50
/** When more than this fail, it is not the cases. */
const MOST_FAILURES = 100

/**
 * Does what is due: cases become urgent, people are reminded, what nobody took up goes to the next ones, what has run out
 * moves on. Finds it by an index and works in batches, each a transaction; safe to run twice and by several at once. What
 * was due several times while nothing ran happens once. Returns how many cases it saw to. A case that fails keeps none of
 * the others waiting; its error is thrown when they are done.
 */
export async function runDue(db: Db): Promise<number> {
  const failures: { id: string; error: unknown }[] = []
  let total = 0
  let size = BATCH
  for (;;) {
    let held: CaseRow[] = []
    try {
      await db.transaction().execute(async (tx) => {
        const now = clock.now()
        const except = failures.map(({ id }) => id)
        held = await lockDue(tx, now, size, except)
        for (const item of held) await seeTo(tx, item, now)
      })
      total += held.length
      if (held.length < size) break
    } catch (error) {
      const [item] = held
      if (!item || failures.length === MOST_FAILURES) throw error
      // One by one from here on, to find the one.
      if (size === 1) failures.push({ id: item.id, error })
      size = 1
    }
  }
  if (failures.length > 0) throw failures[0]!.error
  return total
}

/** What has become due of one case by a time; it is held. */
export async function seeTo(tx: Tx, item: CaseRow, now: Date): Promise<void> {
  const workflow = getWorkflow(item.workflow)
  const due = dueBetween(workflow, item, item.timedAt, now)
  // First, for a step of its own sets the clocks anew.
  const next = nextDue(workflow, item, now)?.at ?? null
  await annotateCase(tx, item.id, { dueAt: next, timedAt: now })
  for (const name of due) {
    const timer = workflow.timers[name]
    if (timer?.to) {
      await moveByItself(tx, item, timer.to, name)
      return
    }
    const held = name === URGENT ? [] : tellsThatHold(timer?.tell ?? [], item.data, item.state, item.state)
    const isFiltered = held.length < (timer?.tell?.length ?? 0)
    await record(
      tx,
      belfry,
      {
        type: `${workflow.name}.${name}`,
        caseId: item.id,
        at: now,
        data: { title: item.title, ...(isFiltered ? { tells: held } : {}) },
      },
      { tell: name === URGENT || held.length > 0 },
    )
  }
  await tellCase(tx, item)
}
