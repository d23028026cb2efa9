import type { CaseRow } from '@belfry/db/queries/cases'
import type { Actor, Locale } from '@belfry/shared'
import {
  type CaseFacts,
  type Field,
  decide,
  decides,
  explain,
  fieldsAsked,
  fieldsOf,
  handles,
  isFollowing,
  maySee,
  neededFor,
  visibleData,
  type Workflow,
  isOpen,
} from '@belfry/shared/machine'
import type { ActionView, Case } from '@belfry/shared/wire'
import { findWorkflow, getWorkflow } from '@belfry/shared/workflows'

export const factsOf = (row: CaseRow): CaseFacts => ({
  workflow: row.workflow,
  state: row.state,
  stage: row.stage,
  scope: row.scope,
  ownerId: row.ownerId,
  assigneeId: row.assigneeId,
  supervisorId: row.supervisorId,
  data: row.data,
  // Whoever follows the case that this one hangs on follows that one.
  parts: row.parts.filter(({ part, own }) => own || !isFollowing(part)),
  parentOwnerId: row.parentOwnerId,
  deciderId: row.deciderId,
  approvals: row.approvals,
  children: row.children.map(({ slot, workflow, state }) => ({ slot, fulfils: fulfils(workflow, state) })),
  enteredAt: row.enteredAt,
})

/** What decides on who sees the case that this one hangs on; people its data name have a part of that name. */
function parentFactsOf(row: CaseRow): CaseFacts | null {
  const { parentSight: sight, parentWorkflow, parentOwnerId } = row
  if (!sight || !parentWorkflow || !parentOwnerId) return null
  const own = sight.parts.filter((part) => part.own)
  return {
    workflow: parentWorkflow,
    state: sight.state,
    stage: null,
    scope: row.scope,
    ownerId: parentOwnerId,
    assigneeId: sight.assigneeId,
    supervisorId: sight.supervisorId,
    data: Object.fromEntries(own.map(({ part, personId }) => [part, personId])),
    parts: sight.parts.filter((one) => one.own || !isFollowing(one.part)),
    parentOwnerId: sight.parentOwnerId,
    deciderId: null,
    approvals: [],
    children: [],
    enteredAt: row.enteredAt,
  }
}

/** What the case that this one hangs on is called; nothing for whoever may not see it. */
function parentTitleFor(row: CaseRow, actor: Actor): string {
  const facts = parentFactsOf(row)
  return facts && maySee(getWorkflow(facts.workflow), actor, facts) ? (row.parentTitle ?? '') : ''
}

/** Somebody follows it who hears of every step. */
export const isFollowed = (row: CaseRow): boolean =>
  row.parts.some(({ part, own }) => own && isFollowing(part))

/** Whether a child case in this state is what its parent's stage needs. */
export const fulfils = (workflow: string, state: string): boolean =>
  findWorkflow(workflow)?.states[state]?.fulfils ?? false

/** A slot for one is taken by a child that is not over, or that is what was needed. */
export const isTaken = (workflow: Workflow, parent: CaseRow, slot: string): boolean =>
  !workflow.children[slot]?.many &&
  parent.children.some(
    (child) =>
      child.slot === slot &&
      (fulfils(child.workflow, child.state) || isOpen(getWorkflow(child.workflow), child.state)),
  )

/** A case as one person sees it: what he may do with it, and why not, in his language. Asks no database. */
export function viewCase(row: CaseRow, actor: Actor): Case {
  const workflow = getWorkflow(row.workflow)
  const facts = factsOf(row)
  const data = visibleData(workflow, actor, facts)
  const labels = labelsOf(row)
  return {
    id: row.id,
    workflow: row.workflow,
    state: row.state,
    version: row.version,
    title: titleOf(row, actor.locale),
    stage: row.stage,
    data,
    scope: row.scope,
    timeZone: row.timeZone,
    parent: row.parentId
      ? {
          id: row.parentId,
          workflow: row.parentWorkflow ?? '',
          title: parentTitleFor(row, actor),
          slot: row.slot ?? '',
        }
      : null,
    owner: { id: row.ownerId, name: row.ownerName },
    assignee: row.assigneeId ? { id: row.assigneeId, name: row.assigneeName ?? '' } : null,
    claimedBy: row.claim ? { id: row.claim.personId, name: row.claim.name } : null,
    claimedAt: row.claim ? new Date(row.claim.since).toISOString() : null,
    mayClaim: handles(workflow, actor, facts),
    mayAssign: decides(workflow, actor, facts),
    openedAt: row.openedAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    urgentAt: row.urgentAt?.toISOString() ?? null,
    readyAt: row.readyAt?.toISOString() ?? null,
    closedAt: row.closedAt?.toISOString() ?? null,
    labels:
      data === row.data
        ? labels
        : Object.fromEntries(Object.entries(labels).filter(([field]) => field in data)),
    actions: actionsOf(row, facts, actor),
  }
}

/** What a case is called: by its own title, or as what it is to the case that it hangs on ("Diploma · Emil Example"). */
export function titleOf(row: CaseRow, locale: Locale): string {
  if (getWorkflow(row.workflow).title) return row.title
  return [slotOf(row, locale), row.parentTitle].filter(Boolean).join(' · ')
}

/** The name of the place where a case hangs on another one. */
export function slotOf(row: CaseRow, locale: Locale): string {
  const parent = row.parentWorkflow ? findWorkflow(row.parentWorkflow) : undefined
  return (row.slot && parent?.words[locale].children[row.slot]) || ''
}

/** The names of people and scopes that the data names by id, by field. */
export function labelsOf(row: CaseRow): Record<string, string> {
  const labels: Record<string, string> = {}
  for (const { part, name, own } of row.parts) if (own && !isFollowing(part)) labels[part] = name
  for (const field of fieldsOf(getWorkflow(row.workflow).data))
    if (
      field.kind === 'scope' &&
      row.scopeName &&
      row.scope === `${field.of}:${String(row.data[field.name])}`
    )
      labels[field.name] = row.scopeName
  return labels
}

function actionsOf(row: CaseRow, facts: CaseFacts, actor: Actor): ActionView[] {
  const workflow = getWorkflow(row.workflow)
  return Object.entries(workflow.actions).map(([name, action]) => {
    const decision = decide(workflow, facts, name, actor)
    const needed = neededFor(action, row.data)
    const by = row.approvals.filter((approval) => approval.action === name)
    return {
      name,
      allowed: decision.ok,
      whyNot: decision.ok ? null : explain(workflow, decision, actor.locale),
      why: decision.ok ? null : decision.why,
      asks: decision.ok && action.asks ? asksOf(fieldsAsked(workflow, action.asks, actor, facts)) : [],
      approvals:
        needed > 1
          ? { needed, by: by.map((approval) => ({ id: approval.personId, name: approval.name })) }
          : null,
    }
  })
}

const asksOf = (fields: Field[]) => fields.map(({ name, required }) => (required ? name : `${name}?`))
