import type { Actor } from '../actor.ts'
import type { Locale } from '../locales.ts'
import { fieldsAsked } from './asked.ts'
import type { CaseFacts } from './case.ts'
import { type Problem, checkAsked } from './check.ts'
import type { Action, Workflow } from './define.ts'
import { unmetNeeds } from './stages.ts'
import { type Who, matchesAny } from './who.ts'

/** Why an action is not possible. `words/` turns it into a sentence. */
export type Refusal =
  | { why: 'unknown_action'; action: string }
  | { why: 'not_allowed'; action: string; by: readonly Who[] }
  | { why: 'wrong_state'; action: string; state: string; from: readonly string[] }
  | { why: 'not_now'; action: string }
  | { why: 'own_case'; action: string }
  | { why: 'own_step'; action: string }
  | { why: 'approved_already'; action: string; have: number; needed: number }
  | { why: 'not_ready'; action: string; slots: readonly string[] }
  | { why: 'reason_required'; action: string; reasons: readonly string[] }
  | { why: 'unknown_reason'; action: string; reasons: readonly string[] }
  | { why: 'note_required'; action: string }
  | { why: 'invalid_input'; action: string; problems: Problem[] }

export type Decision =
  | {
      ok: true
      action: Action
      from: string
      /** Where it leads; the same state where the action moves nothing, or where more people have to approve. */
      to: string
      event: string
      /** The data as they are after it. */
      data: Record<string, unknown>
      /** People who have approved, this one included, of those needed; nothing where one is enough. */
      approvals: { have: number; needed: number } | null
    }
  | ({ ok: false } & Refusal)

/** What a person gives along with an action. */
export interface Choice {
  reason?: string | undefined
  note?: string | undefined
  data?: Record<string, unknown> | undefined
}

/**
 * Whether the actor may take this action on this case now, and where it leads. Pure: the engine obeys it, and the
 * console asks it to grey a button out. Without `choice` the question is only "may I press it"; with it, the reason, the
 * note and what the action asks for are checked as well, in the actor's language.
 */
export function decide(
  workflow: Workflow,
  item: CaseFacts,
  name: string,
  actor: Pick<Actor, 'id' | 'grants'> & { locale: Locale },
  choice?: Choice,
): Decision {
  // An own property only: "constructor" is no action.
  const action = Object.hasOwn(workflow.actions, name) ? workflow.actions[name] : undefined
  if (!action) return { ok: false, why: 'unknown_action', action: name }
  const refusal =
    refuseActor(workflow, action, name, item, actor) ??
    (choice ? refuseChoice(action, name, choice) : undefined)
  if (refusal) return { ok: false, ...refusal }

  let { data } = item
  if (choice && action.asks) {
    const asked = fieldsAsked(workflow, action.asks, actor, item)
    const checked = checkAsked(workflow, asked, data, choice.data ?? {}, actor.locale)
    if (!checked.ok) return { ok: false, why: 'invalid_input', action: name, problems: checked.problems }
    data = checked.data
  }

  const needed = neededFor(action, data)
  const have = 1 + approvalsOf(item, name).length
  const isComplete = have >= needed
  const event = `${workflow.name}.${name}`
  return {
    ok: true,
    action,
    from: item.state,
    to: isComplete ? targetOf(action, data, item) : item.state,
    event: isComplete ? event : `${event}.approval`,
    data,
    approvals: needed > 1 ? { have, needed } : null,
  }
}

/** How many different people an action takes. */
export const neededFor = ({ approvals = 1 }: Action, data: Record<string, unknown>): number =>
  typeof approvals === 'function' ? approvals(data) : approvals

const approvalsOf = (item: CaseFacts, name: string) => item.approvals.filter(({ action }) => action === name)

function refuseActor(
  workflow: Workflow,
  action: Action,
  name: string,
  item: CaseFacts,
  actor: Pick<Actor, 'id' | 'grants'>,
): Refusal | undefined {
  // Who comes first: a person who may never do this learns that rather than the state of things.
  if (!matchesAny(action.by, actor, item)) return { why: 'not_allowed', action: name, by: action.by }
  if (action.notBy?.includes('owner') && item.ownerId === actor.id) return { why: 'own_case', action: name }
  if (!action.from.includes(item.state))
    return { why: 'wrong_state', action: name, state: item.state, from: action.from }
  if (action.when && !action.when(item.data)) return { why: 'not_now', action: name }
  if (action.notBy?.includes('decider') && item.deciderId === actor.id)
    return { why: 'own_step', action: name }
  const before = approvalsOf(item, name)
  if (before.some(({ personId }) => personId === actor.id))
    return {
      why: 'approved_already',
      action: name,
      have: before.length,
      needed: neededFor(action, item.data),
    }
  const slots = action.ready ? unmetNeeds(workflow, item) : []
  if (slots.length > 0) return { why: 'not_ready', action: name, slots }
  return undefined
}

function refuseChoice(action: Action, name: string, choice: Choice): Refusal | undefined {
  const reasons = action.reason ?? []
  if (reasons.length > 0 && !choice.reason) return { why: 'reason_required', action: name, reasons }
  if (choice.reason && !reasons.includes(choice.reason))
    return { why: 'unknown_reason', action: name, reasons }
  if (action.note && !choice.note) return { why: 'note_required', action: name }
  return undefined
}

function targetOf(action: Action, data: Record<string, unknown>, item: CaseFacts): string {
  if (action.to === undefined) return item.state
  if (typeof action.to === 'string') return action.to
  return action.to(data, { stage: item.stage ?? item.state, state: item.state })
}
