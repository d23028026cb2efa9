import { type Tx, enqueue, notify } from '@belfry/db'
import { isGivenByRule } from '@belfry/db/queries/assignment'
import { type Move, clearApprovals, moveCase, replaceParts } from '@belfry/db/queries/case-steps'
import type { CaseRow } from '@belfry/db/queries/cases'
import { clearClaim } from '@belfry/db/queries/claims'
import { jobs } from '@belfry/shared/jobs'
import {
  type Field,
  type Workflow,
  isOpen,
  nextDue,
  spanOf,
  stageAt,
  urgentFrom,
} from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { partsIn } from './choices.ts'
import { fulfils } from './view.ts'

export interface Step {
  state: string
  data: Record<string, unknown>
  /** The fields that were asked for. */
  asked: Field[]
  at: Date
  /** Who takes it; nobody where it happens by itself. */
  by: string | null
  /** What people have agreed to so far counts no more, even if the case stays where it is. */
  settles?: boolean
}

/**
 * Takes a locked case one step on: state, stage, data, clocks and the parts people have in it, and the jobs for the cases
 * around it. Telling and recording are the caller's.
 */
export async function step(
  tx: Tx,
  item: CaseRow,
  { state, data, asked, at, by, settles = false }: Step,
): Promise<CaseRow> {
  const workflow = getWorkflow(item.workflow)
  const moves = state !== item.state
  const changes = data !== item.data
  const enteredAt = moves ? at : item.enteredAt
  const stage = stageAt(workflow, state, item.stage)
  // What is due in a state and has not been seen to yet is still due after a step that stays there.
  const timedAt = moves ? at : item.timedAt
  const change: Move = {
    at,
    dueAt: nextDue(workflow, { state, data, enteredAt }, timedAt)?.at ?? null,
    timedAt,
    // With every step: a case may be older than the calendar of its workflow.
    ...(workflow.calendar && { span: spanOf(workflow, data) }),
  }
  if (moves) {
    change.state = state
    change.stage = stage
    change.enteredAt = enteredAt
    change.deciderId = by
    change.urgentAt = urgentFrom(workflow, state, at)
    change.closedAt = isOpen(workflow, state) ? null : at
    if (stage !== item.stage) change.readyAt = null
  }
  if (changes) {
    change.data = data
    if (workflow.title) change.title = workflow.title(data)
  }
  const work: Promise<unknown>[] = [moveCase(tx, item, change), tellCase(tx, item)]
  if (item.claim && moves) work.push(clearClaim(tx, item.id))
  const isAnew = moves || settles
  if (item.approvals.length > 0 && isAnew) work.push(clearApprovals(tx, item.id))
  const parts = changes ? partsIn(asked, data) : []
  if (parts.length > 0) work.push(replaceParts(tx, item.id, parts))
  if (moves) work.push(...followUps(tx, item, workflow, state))
  const [moved] = (await Promise.all(work)) as [CaseRow]
  return { ...moved, ...(isAnew && { approvals: [] }), ...(moves && { claim: null }) }
}

/** What a step means for the cases around it, done by jobs: it never takes two cases' locks at once. */
function followUps(tx: Tx, item: CaseRow, workflow: Workflow, state: string): Promise<void>[] {
  const follows: Promise<void>[] = []
  if (isOpen(workflow, state)) follows.push(giveByRule(tx, item))
  if (item.parentId && fulfils(item.workflow, state) !== fulfils(item.workflow, item.state))
    follows.push(enqueue(tx, jobs.checkStage, { caseId: item.parentId }))
  if (Object.keys(workflow.stages).length > 0 && isOpen(workflow, state))
    follows.push(enqueue(tx, jobs.checkStage, { caseId: item.id }))
  if (item.children.length > 0 && !isOpen(workflow, state))
    follows.push(enqueue(tx, jobs.closeChildren, { caseId: item.id }))
  return follows
}

/** Has a case that comes into an open state given to somebody, where its queue does that by itself. */
export const giveByRule = (tx: Tx, item: { id: string; workflow: string }): Promise<void> =>
  enqueue(tx, jobs.assignCase, { caseId: item.id }, { when: isGivenByRule(item.workflow) })

/** Says on the channel that a case has changed, and so what shows on the one that it hangs on. */
export async function tellCase(
  tx: Tx,
  item: Pick<CaseRow, 'id' | 'workflow' | 'scope' | 'parentId' | 'parentWorkflow'>,
): Promise<void> {
  const { scope } = item
  await notify(tx, { kind: 'case', caseId: item.id, workflow: item.workflow, scope })
  if (item.parentId && item.parentWorkflow)
    await notify(tx, { kind: 'case', caseId: item.parentId, workflow: item.parentWorkflow, scope })
}
