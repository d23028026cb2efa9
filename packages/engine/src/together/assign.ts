import type { Db, Tx } from '@belfry/db'
import {
  type Turns,
  findCandidate,
  isCandidate,
  listCandidates,
  lockQueueRule,
  noteLast,
  setAssignee,
} from '@belfry/db/queries/assignment'
import { type CaseRow, findCase, lockCase } from '@belfry/db/queries/cases'
import { findActor } from '@belfry/db/queries/people'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { decides, handles, turnsOf, whoSees } from '@belfry/shared/machine'
import type { Facts } from '@belfry/shared/notices'
import type { AssignInput, AssigneeChoice, Case, CasePeopleInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { lockVisible } from '../cases/lock.ts'
import { tellCase } from '../cases/move.ts'
import { readCase } from '../cases/read.ts'
import { factsOf, viewCase } from '../cases/view.ts'
import { belfry, record } from '../events/record.ts'

/** Gives a case to somebody whose turn it is, or back to everybody. For those who decide on it, and administrators. */
export async function assign(tx: Tx, actor: Actor, input: AssignInput): Promise<Case> {
  const item = await lockVisible(tx, actor, input.caseId)
  if (!decides(getWorkflow(item.workflow), actor, factsOf(item))) throw new DomainError('not_permitted')
  if (input.personId === item.assigneeId) return viewCase(item, actor)
  const person = await findAssignee(tx, input.personId)
  refuseAssignee(actor, item, person)
  await giveByHand(tx, actor, item, person)
  return viewCase((await findCase(tx, item.id, clock.now()))!, actor)
}

/** Who a case is to be given to; null is everybody. */
export async function findAssignee(db: Db, personId: string | null): Promise<Actor | null> {
  const person = personId ? await findActor(db, personId) : null
  if (person === undefined) throw new DomainError('unknown_choice')
  return person
}

/** Throws unless the actor may give the case to that person, whose turn it has to be. */
export function refuseAssignee(actor: Actor, item: CaseRow, person: Actor | null): void {
  const workflow = getWorkflow(item.workflow)
  if (!decides(workflow, actor, factsOf(item))) throw new DomainError('not_permitted')
  if (person && !handles(workflow, person, factsOf(item)))
    throw new DomainError('cannot_assign', { name: person.name })
}

export async function giveByHand(tx: Tx, actor: Actor, item: CaseRow, person: Actor | null): Promise<void> {
  const how = person === null ? 'nobody' : person.id === actor.id ? 'self' : 'by_hand'
  await give(tx, actor, item, person, { how })
}

/** What rules of assignment look at: not who has it already, nor rules that pick everybody there is. */
function turnsIn(item: CaseRow): Turns {
  const workflow = getWorkflow(item.workflow)
  const turns = turnsOf(workflow, factsOf(item)).flatMap(({ by, not }) => {
    const picked = by.filter(({ kind }) => kind !== 'assignee' && kind !== 'everyone')
    return picked.length > 0 ? [{ by: picked, not }] : []
  })
  return { turns, sight: workflow.states[item.state]?.see ? whoSees(workflow, item.state) : null }
}

/** Whom a case could be given to now, those with least to do first. */
export async function listAssignees(db: Db, actor: Actor, input: CasePeopleInput): Promise<AssigneeChoice[]> {
  const item = await readCase(db, actor, input.caseId)
  if (!decides(getWorkflow(item.workflow), actor, factsOf(item))) throw new DomainError('not_permitted')
  const now = clock.now()
  const found = await listCandidates(db, turnsIn(item), factsOf(item), input.search)
  return found.map(({ id, name, open, awayUntil }) => ({
    person: { id, name },
    open,
    awayUntil: awayUntil && awayUntil > now ? awayUntil.toISOString() : null,
  }))
}

/**
 * Gives a case that came into an open state to somebody by the rule of its queue. Who has it already keeps it, as long as
 * it is his turn and he is there. Where nobody is, it stays for everybody. Safe to run twice.
 */
export async function assignByRule(tx: Tx, caseId: string): Promise<void> {
  const item = await lockCase(tx, caseId, clock.now())
  if (!item || item.closedAt) return
  const rule = await lockQueueRule(tx, item.workflow, item.scope)
  if (!rule || rule.assignment === 'manual') return
  const at = clock.now()
  const facts = factsOf(item)
  const turns = turnsIn(item)
  if (item.assigneeId && (await isCandidate(tx, turns, facts, item.assigneeId, at))) return
  const next = await findCandidate(tx, turns, facts, { how: rule.assignment, lastId: rule.lastId, at })
  if (!next) return
  const { open, among } = next
  await Promise.all([
    give(tx, belfry, item, next, { how: rule.assignment, open, among }),
    noteLast(tx, rule, next.id),
  ])
}

/** Writes down whose a case is now, and why, and tells that person. */
async function give(
  tx: Tx,
  actor: Parameters<typeof record>[1],
  item: CaseRow,
  person: { id: string; name: string } | null,
  facts: Facts,
): Promise<void> {
  await Promise.all([
    setAssignee(tx, item.id, person?.id ?? null),
    record(
      tx,
      actor,
      {
        type: 'case.assign',
        caseId: item.id,
        data: {
          title: item.title,
          before: { assignee: item.assigneeName },
          after: { assignee: person?.name ?? null },
          facts: { ...facts, person: person?.name ?? null },
          ...(person ? { people: { given: [{ id: person.id, name: person.name }] } } : {}),
        },
      },
      { tell: person !== null },
    ),
    tellCase(tx, item),
  ])
}
