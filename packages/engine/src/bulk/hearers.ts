import type { Db } from '@belfry/db'
import { type Holder, listEverybody, listHolders } from '@belfry/db/queries/bulk-news'
import type { CaseRow } from '@belfry/db/queries/cases'
import type { EventRow } from '@belfry/db/queries/events'
import type { Role } from '@belfry/shared'
import type { CaseFacts, Tell, Who } from '@belfry/shared/machine'
import { leftOut } from '../notify/notices.ts'
import { rulesOf } from '../notify/rules.ts'

/** Somebody who is to hear of an event, by the first of its rules that picks him. */
export interface Hearer {
  personId: string
  rank: number
  tell: Tell
}

/**
 * Whom events of cases concern, as the fan-out would find it, worked out in memory: it asks the database once for the
 * people of each role, not once for each event.
 */
export function createHearers(db: Db) {
  const asked = new Set<Role>()
  const holders = new Map<Role, Holder[]>()
  let everybody: string[] | null = null

  async function load(rules: Who[]): Promise<void> {
    const roles = rules.flatMap((who) =>
      who.kind === 'role' || who.kind === 'roleInScope' ? [who.role] : [],
    )
    const missing = [...new Set(roles)].filter((role) => !asked.has(role))
    for (const role of missing) asked.add(role)
    for (const holder of await listHolders(db, missing))
      holders.set(holder.role, [...(holders.get(holder.role) ?? []), holder])
    if (!everybody && rules.some(({ kind }) => kind === 'everyone')) everybody = await listEverybody(db)
  }

  function pick(who: Who, facts: CaseFacts): (string | null | undefined)[] {
    switch (who.kind) {
      case 'owner':
        return [facts.ownerId]
      case 'assignee':
        return [facts.assigneeId]
      case 'supervisor':
        return [facts.supervisorId]
      case 'parentOwner':
        return [facts.parentOwnerId]
      case 'personIn':
        return [facts.data[who.field] as string | undefined]
      case 'part':
        return facts.parts.filter(({ part }) => part === who.part).map(({ personId }) => personId)
      case 'everyone':
        return everybody ?? []
      case 'role':
        return (holders.get(who.role) ?? []).map(({ personId }) => personId)
      case 'roleInScope':
        return (holders.get(who.role) ?? [])
          .filter(({ scope }) => scope === null || scope === facts.scope)
          .map(({ personId }) => personId)
    }
  }

  const peopleOf = (who: readonly Who[], facts: CaseFacts) =>
    new Set(who.flatMap((rule) => pick(rule, facts)).filter((id) => typeof id === 'string'))

  /** For each event the people who are to hear of it. */
  return async function hearersOf(happenings: { event: EventRow; item: CaseRow }[]): Promise<Hearer[][]> {
    const all = happenings.map(({ event, item }) => ({ event, ...rulesOf(event, item) }))
    await load(all.flatMap(({ tells, sight }) => [...tells.flatMap(({ who }) => who), ...(sight ?? [])]))
    return all.map(({ event, tells, concerned, sight, facts }) => {
      const seeing = sight && peopleOf(sight, facts)
      const heard = new Map<string, Hearer>()
      for (const [rank, tell] of tells.entries())
        for (const personId of peopleOf(tell.who, concerned)) {
          const isLeftOut = personId === leftOut(event, tell.actorToo) || (seeing && !seeing.has(personId))
          if (!isLeftOut && !heard.has(personId)) heard.set(personId, { personId, rank, tell })
        }
      return [...heard.values()]
    })
  }
}
export type HearersOf = ReturnType<typeof createHearers>
