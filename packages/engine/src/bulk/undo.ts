import { type Tx, enqueue } from '@belfry/db'
import { setAssignee } from '@belfry/db/queries/assignment'
import type { ItemToDo, Settled } from '@belfry/db/queries/bulk'
import { takeBackNews, withdrawDeliveries } from '@belfry/db/queries/bulk-news'
import { addApproval, clearApprovals, moveCase, replaceParts } from '@belfry/db/queries/case-steps'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { fieldsOf, isOpen, spanOf } from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { partsIn } from '../cases/choices.ts'
import { UNDONE } from '../cases/history.ts'
import { tellCase } from '../cases/move.ts'
import { fulfils } from '../cases/view.ts'
import { changesOf } from '../events/changes.ts'
import { record } from '../events/record.ts'
import type { Deed } from './deed.ts'

/** What undoing brings back; times as ISO 8601. */
interface Before {
  state: string
  stage: string | null
  title: string
  /** Left out where the step changed none. */
  data?: Record<string, unknown>
  assigneeId: string | null
  /** Left out where the case was only given to somebody. */
  clocks?: Record<(typeof clocks)[number], string | null>
  deciderId: string | null
  approvals: { action: string; personId: string }[]
}
const clocks = ['enteredAt', 'urgentAt', 'readyAt', 'dueAt', 'timedAt', 'closedAt'] as const

export const beforeOf = (row: CaseRow, moved: CaseRow): Before => ({
  state: row.state,
  stage: row.stage,
  title: row.title,
  ...(moved.data !== row.data && { data: row.data }),
  assigneeId: row.assigneeId,
  ...(moved.version !== row.version && {
    clocks: Object.fromEntries(
      clocks.map((name) => [name, row[name]?.toISOString() ?? null]),
    ) as Before['clocks'] & {},
  }),
  deciderId: row.deciderId,
  approvals: row.approvals.map(({ action, personId }) => ({ action, personId })),
})

/** Takes back what a run did to a locked case, unless anything has happened to it since. */
export async function undoItem(
  tx: Tx,
  actor: Actor,
  deed: Deed,
  item: ItemToDo,
  row: CaseRow,
): Promise<Settled> {
  const before = item.before as Before
  const refusal = refuse(deed, item, row, before)
  if (refusal)
    return { place: item.place, state: 'done', code: refusal.code, message: refusal.in(actor.locale) }
  await (before.clocks ? stepBack(tx, actor, row, before, before.clocks) : giveBack(tx, actor, row, before))
  const eventIds = [item.eventId!]
  await takeBackNews(tx, actor.run!.id, eventIds)
  await withdrawDeliveries(tx, eventIds)
  return { place: item.place, state: 'undone' }
}

function refuse(deed: Deed, item: ItemToDo, row: CaseRow, before: Before): DomainError | null {
  const workflow = getWorkflow(row.workflow)
  // What hung on it was closed with it, and would stay so.
  const tookOthers = row.children.length > 0 && isOpen(workflow, before.state) && !isOpen(workflow, row.state)
  if (!deed.undoable || tookOthers) return new DomainError('not_undoable')
  if (row.version !== item.leftVersion) return new DomainError('changed_since')
  return null
}

async function stepBack(
  tx: Tx,
  actor: Actor,
  row: CaseRow,
  before: Before,
  times: NonNullable<Before['clocks']>,
): Promise<void> {
  const workflow = getWorkflow(row.workflow)
  const at = clock.now()
  const data = before.data ?? row.data
  const date = (name: (typeof clocks)[number]) => (times[name] === null ? null : new Date(times[name]))
  await moveCase(tx, row, {
    at,
    state: before.state,
    stage: before.stage,
    title: before.title,
    ...(before.data && { data: before.data }),
    ...(workflow.calendar && { span: spanOf(workflow, data) }),
    deciderId: before.deciderId,
    enteredAt: date('enteredAt')!,
    timedAt: date('timedAt')!,
    urgentAt: date('urgentAt'),
    readyAt: date('readyAt'),
    dueAt: date('dueAt'),
    closedAt: date('closedAt'),
  })
  await clearApprovals(tx, row.id)
  for (const approval of before.approvals) await addApproval(tx, row.id, { ...approval, at })
  const named = before.data ? partsIn(fieldsOf(workflow.data), before.data) : []
  if (named.length > 0) await replaceParts(tx, row.id, named)
  await recordUndo(
    tx,
    actor,
    row,
    changesOf({ ...row.data, state: row.state }, { ...data, state: before.state }),
  )
  if (row.parentId && fulfils(row.workflow, row.state) !== fulfils(row.workflow, before.state))
    await enqueue(tx, jobs.checkStage, { caseId: row.parentId })
  await tellCase(tx, row)
}

async function giveBack(tx: Tx, actor: Actor, row: CaseRow, before: Before): Promise<void> {
  await setAssignee(tx, row.id, before.assigneeId)
  await recordUndo(tx, actor, row, changesOf({ assignee: row.assigneeId }, { assignee: before.assigneeId }))
  await tellCase(tx, row)
}

const recordUndo = (tx: Tx, actor: Actor, row: CaseRow, changes: ReturnType<typeof changesOf>) =>
  record(tx, actor, {
    type: `${row.workflow}.${UNDONE}`,
    caseId: row.id,
    data: { title: row.title, ...changes },
  })
