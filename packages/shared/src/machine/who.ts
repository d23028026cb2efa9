import { type Actor, hasRole, hasRoleIn } from '../actor.ts'
import type { Role } from '../roles.ts'
import type { CaseFacts } from './case.ts'

/** A rule that picks people: who may act, and who is told. Data, so that SQL and the console can both read it. */
export type Who<Field extends string = string> =
  | { kind: 'owner' }
  | { kind: 'assignee' }
  | { kind: 'supervisor' }
  | { kind: 'parentOwner' }
  | { kind: 'role'; role: Role }
  | { kind: 'roleInScope'; role: Role }
  | { kind: 'personIn'; field: Field }
  | { kind: 'part'; part: string }
  | { kind: 'everyone' }

/** Whoever submitted the case. */
export const owner = { kind: 'owner' } as const
/** Whoever the case was given to. */
export const assignee = { kind: 'assignee' } as const
/** The supervisor of whoever submitted the case. */
export const supervisor = { kind: 'supervisor' } as const
/** Whoever submitted the case that this one hangs on. */
export const parentOwner = { kind: 'parentOwner' } as const
/** Everyone who holds the role, anywhere. */
export const role = (name: Role) => ({ kind: 'role', role: name }) as const
/** Everyone who holds the role in the case's scope, or everywhere. */
export const roleInScope = (name: Role) => ({ kind: 'roleInScope', role: name }) as const
/** The person named in this field of the case's data. */
export const personIn = <const Field extends string>(field: Field) => ({ kind: 'personIn', field }) as const
/** Whoever has this part in the case, or in the one that it hangs on: a person field of either gives one. */
export const part = (name: string) => ({ kind: 'part', part: name }) as const
/** Everybody there is. */
export const everyone = { kind: 'everyone' } as const
/** Those who run the organisation. */
export const management = [role('admin'), role('hr')] as const

export function matches(who: Who, actor: Pick<Actor, 'id' | 'grants'>, item: CaseFacts): boolean {
  switch (who.kind) {
    case 'owner':
      return item.ownerId === actor.id
    case 'assignee':
      return item.assigneeId === actor.id
    case 'supervisor':
      return item.supervisorId === actor.id
    case 'parentOwner':
      return item.parentOwnerId === actor.id
    case 'role':
      return hasRole(actor, who.role)
    case 'roleInScope':
      return hasRoleIn(actor, who.role, item.scope)
    case 'personIn':
      return item.data[who.field] === actor.id
    case 'part':
      return item.parts.some(({ part: name, personId }) => name === who.part && personId === actor.id)
    case 'everyone':
      return true
  }
}

export const matchesAny = (
  who: readonly Who[],
  actor: Pick<Actor, 'id' | 'grants'>,
  item: CaseFacts,
): boolean => who.some((rule) => matches(rule, actor, item))
