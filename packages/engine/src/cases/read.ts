import type { Db } from '@belfry/db'
import { type CaseRow, findCase, listParticipants as listParts } from '@belfry/db/queries/cases'
import { type Actor, clock, notFound } from '@belfry/shared'
import { WATCHER, isFollowing, maySee, seesField } from '@belfry/shared/machine'
import type { Case, CaseEvent, HistoryEntry, Participant } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { readHistory } from './history.ts'
import { viewSlots } from './slots.ts'
import { factsOf, viewCase } from './view.ts'

/** The row of a case the actor may see; absent and not allowed are the same answer. */
export async function readCase(db: Db, actor: Actor, caseId: string): Promise<CaseRow> {
  const row = await findCase(db, caseId, clock.now())
  if (!row || !maySee(getWorkflow(row.workflow), actor, factsOf(row))) throw notFound()
  return row
}

export const getCase = async (db: Db, actor: Actor, caseId: string): Promise<Case> =>
  viewCase(await readCase(db, actor, caseId), actor)

export const listHistory = async (db: Db, actor: Actor, caseId: string): Promise<HistoryEntry[]> =>
  readHistory(db, await readCase(db, actor, caseId), actor)

/** All that the page of a case shows: the case, its history, and what hangs on it. */
export async function viewWhole(db: Db, row: CaseRow, actor: Actor): Promise<CaseEvent> {
  const [history, { slots, summary }] = await Promise.all([
    readHistory(db, row, actor),
    viewSlots(db, row, actor),
  ])
  return { case: viewCase(row, actor), history, slots, summary }
}

/** Who has a part in a case: its owner first, then the people its data names, as far as the actor may see that. */
export async function listParticipants(db: Db, actor: Actor, caseId: string): Promise<Participant[]> {
  const row = await readCase(db, actor, caseId)
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  const parts = await listParts(db, caseId)
  const seen = parts.filter(({ part }) => seesField(workflow, part, actor, facts))
  return [
    { person: { id: row.ownerId, name: row.ownerName }, part: 'owner' },
    ...seen.map(({ id, name, part }) => ({ person: { id, name }, part: isFollowing(part) ? WATCHER : part })),
  ]
}
