import type { Db, Tx } from '@belfry/db'
import { searchPeopleOf } from '@belfry/db/queries/audiences'
import { addParts, removePart } from '@belfry/db/queries/case-steps'
import { findCase } from '@belfry/db/queries/cases'
import { findActor, listPickable } from '@belfry/db/queries/people'
import { type Actor, DomainError, clock } from '@belfry/shared'
import { FOLLOWER, WATCHER, decides, isFollowing, whoSees } from '@belfry/shared/machine'
import type { Case, CasePeopleInput, ParticipantInput, PersonRef } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { lockVisible } from '../cases/lock.ts'
import { tellCase } from '../cases/move.ts'
import { readCase } from '../cases/read.ts'
import { factsOf, viewCase } from '../cases/view.ts'
import { record } from '../events/record.ts'

const PEOPLE = 8
/** They are read with the case, again and again. */
const MOST_FOLLOWERS = 200

/** People who may see a case, whom a comment can mention: at most eight, by name. */
export async function listMentionable(db: Db, actor: Actor, input: CasePeopleInput): Promise<PersonRef[]> {
  const item = await readCase(db, actor, input.caseId)
  const who = whoSees(getWorkflow(item.workflow), item.state)
  const found = await searchPeopleOf(db, who, factsOf(item), { search: input.search, limit: PEOPLE + 1 })
  return found.filter(({ id }) => id !== actor.id).slice(0, PEOPLE)
}

/** Anybody, for those who may let somebody follow a case. */
export async function listToAdd(db: Db, actor: Actor, input: CasePeopleInput): Promise<PersonRef[]> {
  const item = await readCase(db, actor, input.caseId)
  if (!decides(getWorkflow(item.workflow), actor, factsOf(item))) throw new DomainError('not_permitted')
  const found = await listPickable(db, { role: null, supervisor: null }, input.search)
  return found.map(({ value, label }) => ({ id: value, name: label }))
}

/**
 * Lets somebody follow a case: he hears of every step. Whoever decides on it may let anybody do so, who then also sees it;
 * who follows it by his own will does for as long as he sees it anyway.
 */
export async function addParticipant(tx: Tx, actor: Actor, input: ParticipantInput): Promise<Case> {
  return change(tx, actor, input, 'case.watch')
}

export async function removeParticipant(tx: Tx, actor: Actor, input: ParticipantInput): Promise<Case> {
  return change(tx, actor, input, 'case.unwatch')
}

async function change(
  tx: Tx,
  actor: Actor,
  { caseId, personId }: ParticipantInput,
  type: 'case.watch' | 'case.unwatch',
): Promise<Case> {
  const item = await lockVisible(tx, actor, caseId)
  const isSelf = personId === actor.id
  if (!isSelf && !decides(getWorkflow(item.workflow), actor, factsOf(item)))
    throw new DomainError('not_permitted')
  const has = item.parts.filter((one) => one.own && isFollowing(one.part) && one.personId === personId)
  const part = isSelf ? FOLLOWER : WATCHER
  const adds = type === 'case.watch'
  // Let see it by others is more than to follow by one's own will.
  const isDone = adds ? has.some((one) => isSelf || one.part === WATCHER) : has.length === 0
  if (isDone) return viewCase(item, actor)
  const following = item.parts.filter((one) => one.own && isFollowing(one.part))
  if (adds && following.length >= MOST_FOLLOWERS)
    throw new DomainError('too_many_followers', { limit: MOST_FOLLOWERS })
  const [known] = has
  const person = known
    ? { id: personId, name: known.name }
    : isSelf
      ? { id: actor.id, name: actor.name }
      : await findActor(tx, personId)
  if (!person) throw new DomainError('unknown_choice')

  for (const one of has) await removePart(tx, caseId, { part: one.part, personId })
  if (adds) await addParts(tx, caseId, [{ part, personId }])
  await record(
    tx,
    actor,
    {
      type,
      caseId,
      data: {
        title: item.title,
        [adds ? 'after' : 'before']: { watcher: person.name },
        facts: { how: isSelf ? 'self' : 'by_hand', person: person.name },
        people: { added: [{ id: person.id, name: person.name }] },
      },
    },
    { tell: adds && !isSelf },
  )
  await tellCase(tx, item)
  return viewCase((await findCase(tx, caseId, clock.now()))!, actor)
}
