import { type Tx, enqueue } from '@belfry/db'
import { listPeopleOf } from '@belfry/db/queries/audiences'
import { insertCase } from '@belfry/db/queries/case-steps'
import { type CaseRow, findCase } from '@belfry/db/queries/cases'
import { type Actor, DomainError, clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import {
  type Action,
  type Workflow,
  checkAsked,
  fieldsAsked,
  inherited,
  initialState,
  isOpen,
  nextDue,
  spanOf,
  stageAt,
  urgentFrom,
} from '@belfry/shared/machine'
import { getWorkflow } from '@belfry/shared/workflows'
import { record } from '../events/record.ts'
import { attachAsked, partsIn, unknownChoices } from './choices.ts'
import { giveByRule, tellCase } from './move.ts'
import { tellsThatHold } from './tells.ts'
import { factsOf, fulfils, isTaken } from './view.ts'

/** The case that a new one hangs on, and where. */
export interface Hook {
  parent: CaseRow
  slot: string
}

/** Checks what was filled in and opens the case. What is wrong comes back at its fields. */
export async function openFilled(
  tx: Tx,
  actor: Actor,
  workflow: Workflow,
  filled: Record<string, unknown>,
  hook: Hook | null,
): Promise<CaseRow> {
  const given = hook ? inherited(workflow, hook.parent.scope) : {}
  const asked = fieldsAsked(workflow, workflow.submit.asks, actor).filter(({ name }) => !(name in given))
  const checked = checkAsked(workflow, asked, given, filled, actor.locale)
  const problems = checked.ok ? await unknownChoices(tx, asked, checked.data, actor) : checked.problems
  if (problems.length > 0 || !checked.ok) throw new DomainError('invalid_input', {}, { problems })
  const parts = partsIn(asked, checked.data)
  const id = await open(tx, actor, workflow, { ownerId: actor.id, data: checked.data, hook, parts })
  await attachAsked(tx, actor, id, asked, checked.data)
  return (await findCase(tx, id, clock.now()))!
}

/** Opens an empty case in a slot of the parent for each of the people whom the rules pick; none where the slot is taken. */
export async function openFor(
  tx: Tx,
  actor: Actor,
  parent: CaseRow,
  workflow: Workflow,
  opens: NonNullable<Action['opens']>,
): Promise<void> {
  for (const { slot, for: who } of opens) {
    if (isTaken(workflow, parent, slot)) continue
    const child = getWorkflow(workflow.children[slot]!.workflow)
    const people = await listPeopleOf(tx, who, factsOf(parent))
    await Promise.all(
      people.map((ownerId) =>
        open(tx, actor, child, { ownerId, data: {}, hook: { parent, slot }, parts: [] }),
      ),
    )
  }
}

interface Opening {
  ownerId: string
  data: Record<string, unknown>
  hook: Hook | null
  parts: { part: string; personId: string | undefined }[]
}

async function open(
  tx: Tx,
  actor: Actor,
  workflow: Workflow,
  { ownerId, data, hook, parts }: Opening,
): Promise<string> {
  const id = newId()
  const at = clock.now()
  const state = initialState(workflow, data)
  const title = workflow.title?.(data) ?? hook?.parent.title ?? ''
  const scope = hook ? hook.parent.scope : workflow.scope(data)
  const tells = tellsThatHold(workflow.submit.tell, data, '', state)
  const item = {
    id,
    workflow: workflow.name,
    state,
    stage: stageAt(workflow, state, null),
    title,
    scope,
    ownerId,
    parentId: hook?.parent.id ?? null,
    parentWorkflow: hook?.parent.workflow ?? null,
    slot: hook?.slot ?? null,
    data,
    at,
    urgentAt: urgentFrom(workflow, state, at),
    dueAt: nextDue(workflow, { state, data, enteredAt: at }, at)?.at ?? null,
    closedAt: isOpen(workflow, state) ? null : at,
    span: spanOf(workflow, data),
  }
  const named = parts.flatMap(({ part, personId }) => (personId ? [{ part, personId }] : []))
  await Promise.all([
    insertCase(tx, item, named),
    record(
      tx,
      actor,
      {
        type: `${workflow.name}.submit`,
        caseId: id,
        at,
        data: {
          title,
          after: { state, ...data },
          ...(tells.length < workflow.submit.tell.length ? { tells } : {}),
        },
      },
      { tell: tells.length > 0 },
    ),
    tellCase(tx, item),
    ...(item.closedAt ? [] : [giveByRule(tx, item)]),
    // It may come as the last that its parent's stage needs.
    ...(hook && fulfils(workflow.name, state)
      ? [enqueue(tx, jobs.checkStage, { caseId: hook.parent.id })]
      : []),
  ])
  return id
}
