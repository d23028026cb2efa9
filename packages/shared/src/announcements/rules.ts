import { type Actor, hasRoleIn } from '../actor.ts'
import { may } from '../permissions.ts'
import { type Role, roleScopes } from '../roles.ts'

/** To whom somebody may write: the engine obeys it, and the composer offers nothing else. */
export interface Addressing {
  /** To single people and the participants of cases. */
  send: boolean
  /** Of people, to anybody; otherwise only to those whom one works with. */
  anybody: boolean
  /** To all who hold a role, wherever they hold it. */
  roles: boolean
  everyone: boolean
  /** As something that nobody can switch off. */
  critical: boolean
}

export const addressingOf = (actor: Actor): Addressing => ({
  send: may(actor, 'announcements.send'),
  anybody: may(actor, 'announcements.sendToRoles'),
  roles: may(actor, 'announcements.sendToRoles'),
  everyone: may(actor, 'announcements.broadcast'),
  critical: may(actor, 'announcements.broadcast'),
})

/** Whoever holds a role for a place may write to those who hold it for the same place. */
export const mayAddressRole = (
  actor: Actor,
  { role, scope }: { role: Role; scope: string | null },
): boolean =>
  addressingOf(actor).roles ||
  (may(actor, 'announcements.send') && scope !== null && isPlaced(role) && hasRoleIn(actor, role, scope))

const isPlaced = (role: Role): boolean => roleScopes[role] !== undefined
