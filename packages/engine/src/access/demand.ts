import { type Actor, DomainError, type Permission, may } from '@belfry/shared'

/** Throws `not_permitted` unless the actor has the permission. */
export function demand(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) throw new DomainError('not_permitted')
}
