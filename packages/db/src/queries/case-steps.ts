import type { CaseSpan } from '@belfry/shared/machine'
import type { Tx } from '../schema.ts'
import { send } from '../statements.ts'
import type { CaseRow, Part } from './cases.ts'

export type NewCase = Pick<
  CaseRow,
  | 'id'
  | 'workflow'
  | 'state'
  | 'stage'
  | 'title'
  | 'scope'
  | 'ownerId'
  | 'parentId'
  | 'slot'
  | 'data'
  | 'urgentAt'
  | 'dueAt'
> & { at: Date; closedAt: Date | null; span?: CaseSpan | null }

export async function insertCase(tx: Tx, item: NewCase, parts: Part[]): Promise<void> {
  const inserted = send(
    tx,
    tx.insertInto('cases').values({
      id: item.id,
      workflow: item.workflow,
      state: item.state,
      title: item.title,
      stage: item.stage,
      scope: item.scope,
      owner_id: item.ownerId,
      assignee_id: null,
      parent_id: item.parentId,
      slot: item.slot,
      data: JSON.stringify(item.data),
      opened_at: item.at,
      changed_at: item.at,
      entered_at: item.at,
      timed_at: item.at,
      urgent_at: item.urgentAt,
      due_at: item.dueAt,
      closed_at: item.closedAt,
      ...spanColumns(item.span),
    }),
  )
  await Promise.all([inserted, addParts(tx, item.id, parts)])
}

export async function addParts(tx: Tx, caseId: string, parts: Part[]): Promise<void> {
  if (parts.length === 0) return
  await tx
    .insertInto('case_participants')
    .values(parts.map(({ personId, part }) => ({ case_id: caseId, person_id: personId, part })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removePart(tx: Tx, caseId: string, { part, personId }: Part): Promise<void> {
  await tx
    .deleteFrom('case_participants')
    .where('case_id', '=', caseId)
    .where('person_id', '=', personId)
    .where('part', '=', part)
    .execute()
}

/** Gives these parts of a case to the people named, and to nobody else; a part without a person is nobody's. */
export async function replaceParts(
  tx: Tx,
  caseId: string,
  parts: { part: string; personId: string | undefined }[],
): Promise<void> {
  const names = parts.map(({ part }) => part)
  await tx.deleteFrom('case_participants').where('case_id', '=', caseId).where('part', 'in', names).execute()
  await addParts(
    tx,
    caseId,
    parts.flatMap(({ part, personId }) => (personId ? [{ part, personId }] : [])),
  )
}

/** What a step changes of a case. */
export type Move = Partial<
  Pick<
    CaseRow,
    | 'state'
    | 'stage'
    | 'data'
    | 'title'
    | 'enteredAt'
    | 'deciderId'
    | 'urgentAt'
    | 'readyAt'
    | 'dueAt'
    | 'timedAt'
    | 'closedAt'
  >
> & {
  at: Date
  /** When it takes place, as calendars find it. */
  span?: CaseSpan | null
}

const spanColumns = (span: CaseSpan | null | undefined) =>
  span === undefined ? {} : { starts_at: span?.startsAt ?? null, until: span?.until ?? null }

/** Changes a locked case and gives it its next version; the row as it is now. */
export async function moveCase(
  tx: Tx,
  item: CaseRow,
  { at: changedAt, span, ...change }: Move,
): Promise<CaseRow> {
  const version = item.version + 1
  const { data } = change
  const columns = {
    version,
    changed_at: changedAt,
    state: change.state,
    stage: change.stage,
    title: change.title,
    data: data && JSON.stringify(data),
    entered_at: change.enteredAt,
    decider_id: change.deciderId,
    urgent_at: change.urgentAt,
    ready_at: change.readyAt,
    due_at: change.dueAt,
    timed_at: change.timedAt,
    closed_at: change.closedAt,
    ...spanColumns(span),
  }
  await send(tx, tx.updateTable('cases').set(columns).where('id', '=', item.id))
  return { ...item, ...change, version, changedAt }
}

/** Notes something about a case that is no step of it: its version stays, so nobody's decision on it becomes stale. */
export async function annotateCase(
  tx: Tx,
  id: string,
  notes: Partial<Pick<CaseRow, 'readyAt' | 'dueAt' | 'timedAt'>>,
): Promise<void> {
  const columns = { ready_at: notes.readyAt, due_at: notes.dueAt, timed_at: notes.timedAt }
  await tx.updateTable('cases').set(columns).where('id', '=', id).execute()
}

export async function addApproval(
  tx: Tx,
  caseId: string,
  approval: { action: string; personId: string; at: Date },
): Promise<void> {
  const { action, personId, at } = approval
  await tx
    .insertInto('case_approvals')
    .values({ case_id: caseId, action, person_id: personId, at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function clearApprovals(tx: Tx, caseId: string): Promise<void> {
  await tx.deleteFrom('case_approvals').where('case_id', '=', caseId).execute()
}
