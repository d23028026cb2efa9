import { type Actor, hasRole } from '../actor.ts'
import type { CaseFacts } from './case.ts'
import type { Action, Workflow } from './define.ts'
import { isOpen, whoSees } from './visibility.ts'
import { type Who, matchesAny } from './who.ts'

/** Rules of a workflow boiled down for one person: which cases they pick. Data, so that SQL can ask it as well. */
export interface Reach {
  /** All of them, wherever they are. */
  everything: boolean
  /** Those of these places. */
  scopes: string[]
  /** Those the person himself is tied to: owns, was given, has a part in … */
  ties: Tie[]
}
export type Tie = Exclude<Who, { kind: 'role' | 'roleInScope' | 'everyone' }>

type Asker = Pick<Actor, 'id' | 'grants'>

export function reachOf(who: readonly Who[], actor: Asker): Reach {
  const reach: Reach = { everything: false, scopes: [], ties: [] }
  const ties = new Map<string, Tie>()
  for (const rule of who) {
    if (rule.kind === 'everyone') reach.everything = true
    else if (rule.kind === 'role') reach.everything ||= hasRole(actor, rule.role)
    else if (rule.kind === 'roleInScope') addScopes(reach, rule.role, actor)
    else ties.set(JSON.stringify(rule), rule)
  }
  return reach.everything ? { ...reach, scopes: [] } : { ...reach, ties: [...ties.values()] }
}

function addScopes(reach: Reach, role: string, actor: Asker): void {
  for (const grant of actor.grants) {
    if (grant.role !== role) continue
    if (grant.scope === null) reach.everything = true
    else if (!reach.scopes.includes(grant.scope)) reach.scopes.push(grant.scope)
  }
}

export const isNowhere = ({ everything, scopes, ties }: Reach): boolean =>
  !everything && scopes.length === 0 && ties.length === 0

export const reaches = (reach: Reach, actor: Asker, item: CaseFacts): boolean =>
  reach.everything ||
  (item.scope !== null && reach.scopes.includes(item.scope)) ||
  matchesAny(reach.ties, actor, item)

/** The cases on which the actor decides: his queue. What one does with one's own cases is no decision. */
export function queueReach(workflow: Workflow, actor: Asker): Reach {
  if (hasRole(actor, 'admin')) return { everything: true, scopes: [], ties: [] }
  const deciders = Object.values(workflow.actions).flatMap(({ by }) => by)
  return reachOf(
    deciders.filter(({ kind }) => kind !== 'owner'),
    actor,
  )
}

/** States in which fewer people see a case than decide on it: who they are, boiled down for the actor. */
export function hiddenStates(workflow: Workflow, actor: Asker): { state: string; seen: Reach }[] {
  return Object.entries(workflow.states).flatMap(([state, { see }]) => {
    const seen = see ? reachOf(whoSees(workflow, state), actor) : null
    return seen && !seen.everything ? [{ state, seen }] : []
  })
}

/** Which cases of a workflow the actor sees, by the states they are in; boiled down for him. */
export interface Sight {
  states: string[]
  seen: Reach
}

export function sightOf(workflow: Workflow, actor: Asker): Sight[] {
  const sights = new Map<string, Sight>()
  for (const state of Object.keys(workflow.states)) {
    const seen = reachOf(whoSees(workflow, state), actor)
    const key = JSON.stringify(seen)
    const alike = sights.get(key)
    if (alike) alike.states.push(state)
    else sights.set(key, { states: [state], seen })
  }
  return [...sights.values()]
}

/** A way in which cases wait for the actor: those he reaches in one of the states, for he may do this to them. */
export interface Awaited {
  action: string
  states: string[]
  reach: Reach
  notOwner: boolean
  notDecider: boolean
  /** The stages in which it may be done only once all is there that they need. */
  readyIn: string[]
}

/**
 * What waits for the actor. Withdrawing a case, or noting something on it, is nothing others wait for: only actions that
 * lead on count, and the owner's only in states in which it is his turn alone.
 */
export function awaitedBy(workflow: Workflow, actor: Asker): Awaited[] {
  const open = Object.keys(workflow.states).filter((state) => isOpen(workflow, state))
  return Object.entries(workflow.actions).flatMap(([name, action]) => {
    if (!leadsOn(action)) return []
    const states = open.filter((state) => action.from.includes(state))
    const others = states.filter((state) => !isOwnersTurn(workflow, state))
    const own = states.filter((state) => isOwnersTurn(workflow, state))
    const rule = {
      action: name,
      notOwner: action.notBy?.includes('owner') ?? false,
      notDecider: action.notBy?.includes('decider') ?? false,
      readyIn: action.ready ? stagesInNeed(workflow) : [],
    }
    return [
      {
        ...rule,
        states: others,
        reach: reachOf(
          action.by.filter(({ kind }) => kind !== 'owner'),
          actor,
        ),
      },
      { ...rule, states: own, reach: reachOf(action.by, actor) },
    ].filter(({ states: some, reach }) => some.length > 0 && !isNowhere(reach))
  })
}

const leadsOn = (action: Action): boolean => action.to !== undefined && action.tone !== 'error'

/** Nobody but the owner takes a case on from here. */
const isOwnersTurn = (workflow: Workflow, state: string): boolean =>
  !Object.values(workflow.actions).some(
    (action) =>
      leadsOn(action) && action.from.includes(state) && action.by.some(({ kind }) => kind !== 'owner'),
  )

const stagesInNeed = (workflow: Workflow): string[] =>
  Object.entries(workflow.stages).flatMap(([stage, { needs = [] }]) => (needs.length > 0 ? [stage] : []))
