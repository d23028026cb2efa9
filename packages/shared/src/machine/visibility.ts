import { type Actor, hasRole } from '../actor.ts'
import type { CaseFacts } from './case.ts'
import type { Workflow } from './define.ts'
import { type Who, matchesAny } from './who.ts'

const known = new WeakMap<Workflow, Who[]>()

/** Everyone whom the workflow names: who may act on a case or is told of it may see it. */
function concerned(workflow: Workflow): Who[] {
  let who = known.get(workflow)
  if (!who) {
    const tells = [
      ...workflow.submit.tell,
      ...Object.values(workflow.actions).flatMap((action) => [
        ...action.tell,
        ...(action.tellApproval ?? []),
      ]),
      ...Object.values(workflow.timers).flatMap((timer) => timer.tell ?? []),
      ...Object.values(workflow.stages).flatMap((stage) => stage.ready ?? []),
    ]
    who = [
      ...workflow.see,
      ...Object.values(workflow.actions).flatMap((action) => action.by),
      ...tells.flatMap((tell) => tell.who),
    ]
    known.set(workflow, who)
  }
  return who
}

/** The part of those whom others let follow a case: they see it. Every workflow has it; it counts for that one case only. */
export const WATCHER = 'watcher'
/** The same of those who follow it by their own will, for as long as they see it anyway. */
export const FOLLOWER = 'follower'
/** Parts that no field of a form gives. */
export const isFollowing = (part: string): boolean => part === WATCHER || part === FOLLOWER

const sight = new WeakMap<Workflow, Map<string, Who[]>>()

/** Everyone who may see a case that is in this state. */
export function whoSees(workflow: Workflow, state: string): readonly Who[] {
  let byState = sight.get(workflow)
  if (!byState) sight.set(workflow, (byState = new Map()))
  let who = byState.get(state)
  if (!who) {
    const only = workflow.states[state]?.see
    // Whoever it is given to may act on it by other rules, and loses sight of it with what these asked for.
    const most: Who[] = [{ kind: 'part', part: WATCHER }, ...concerned(workflow)]
    who = [{ kind: 'owner' }, { kind: 'role', role: 'admin' }, ...(only ?? most)]
    byState.set(state, who)
  }
  return who
}

export const maySee = (workflow: Workflow, actor: Pick<Actor, 'id' | 'grants'>, item: CaseFacts): boolean =>
  matchesAny(whoSees(workflow, item.state), actor, item)

/** Whether the actor sees what stands in a field of a case that he may see. */
export function seesField(workflow: Workflow, name: string, actor: Actor, item: CaseFacts): boolean {
  const see = Object.hasOwn(workflow.fields, name) ? workflow.fields[name]?.see : undefined
  return !see || hasRole(actor, 'admin') || matchesAny(see, actor, item)
}

/**
 * The fields of which a message to these people must not speak, since one of the rules that pick them may pick somebody who
 * does not see them.
 */
export const fieldsHiddenFrom = (workflow: Workflow, who: readonly Who[]): string[] =>
  Object.entries(workflow.fields).flatMap(([name, rule]) => {
    const { see } = rule
    return see && !who.every((one) => isAmong(one, [...see, { kind: 'role', role: 'admin' }])) ? [name] : []
  })

const isAmong = (who: Who, rules: readonly Who[]): boolean =>
  rules.some((rule) => JSON.stringify(rule) === JSON.stringify(who))

/** The data without what the actor may not see. */
export function visibleData(workflow: Workflow, actor: Actor, item: CaseFacts): Record<string, unknown> {
  const hidden = Object.keys(workflow.fields).filter((name) => !seesField(workflow, name, actor, item))
  if (hidden.length === 0) return item.data
  return Object.fromEntries(Object.entries(item.data).filter(([name]) => !hidden.includes(name)))
}

export const maySubmit = (workflow: Workflow, actor: Pick<Actor, 'grants'>): boolean =>
  workflow.submit.by.some(
    (who) => who.kind === 'everyone' || (who.kind === 'role' && hasRole(actor, who.role)),
  )

/**
 * Whether some form may ask this person for the field. Who is told apart by more than his roles (an owner, a participant)
 * counts as one who may: only a case can say more.
 */
export function mayBeAsked(workflow: Workflow, field: string, actor: Actor): boolean {
  const hangsOnOthers = workflow.submit.by.length === 0
  if (hangsOnOthers || maySubmit(workflow, actor)) return true
  const couldMatch = (who: Who) =>
    who.kind === 'role' || who.kind === 'roleInScope' ? hasRole(actor, who.role) : true
  return Object.values(workflow.actions).some(
    ({ asks = [], by }) => asks.some((ask) => ask.replace(/\?$/, '') === field) && by.some(couldMatch),
  )
}

/** Whether the actor may open a child case in this slot now. */
export function mayOpen(parent: Workflow, slot: string, actor: Actor, item: CaseFacts): boolean {
  const child = Object.hasOwn(parent.children, slot) ? parent.children[slot] : undefined
  if (!child) return false
  const isTime = child.in ? child.in.includes(item.state) : isOpen(parent, item.state)
  return isTime && matchesAny(child.by, actor, item)
}

/**
 * Whose queue it is: the scopes in which the actor decides on cases by role. `all` means everywhere, an empty list
 * that this queue is not his.
 */
export function queueScopes(workflow: Workflow, actor: Actor): 'all' | string[] {
  if (hasRole(actor, 'admin')) return 'all'
  const rules = Object.values(workflow.actions).flatMap((action) => action.by)
  const scopes = new Set<string>()
  for (const rule of rules) {
    if (rule.kind === 'role' && hasRole(actor, rule.role)) return 'all'
    if (rule.kind !== 'roleInScope') continue
    for (const grant of actor.grants) {
      if (grant.role !== rule.role) continue
      if (grant.scope === null) return 'all'
      scopes.add(grant.scope)
    }
  }
  return [...scopes]
}

export const isOpen = (workflow: Workflow, state: string): boolean => workflow.states[state]?.open === true
