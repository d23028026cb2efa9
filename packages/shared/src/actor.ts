import type { Locale } from './locales.ts'
import type { Grant, Role } from './roles.ts'

/** Whoever does something: a person in the console, a program with that person's rights, or Belfry itself. */
export interface Actor {
  kind: 'person' | 'program' | 'system'
  id: string
  name: string
  locale: Locale
  grants: readonly Grant[]
  /** The API key that a program shows; the rights are those of the person who owns it, the name is the key's. */
  keyId?: string
  /** Where the call came from; kept with every event it causes. */
  origin?: Origin
  /** The bulk run that is at work in this person's name. */
  run?: RunAtWork
}

/** A bulk run sees to what follows from its events: that they are audited, and told all at once. */
export interface RunAtWork {
  id: string
  /** What it has caused in this transaction; `tells` where somebody is to hear of it. */
  events: { id: string; tells: boolean }[]
}

export interface Origin {
  requestId: string
  ip: string | null
  userAgent: string | null
}

export const hasRole = (actor: Pick<Actor, 'grants'>, role: Role): boolean =>
  actor.grants.some((grant) => grant.role === role)

export const hasRoleIn = (actor: Pick<Actor, 'grants'>, role: Role, scope: string | null): boolean =>
  actor.grants.some((grant) => grant.role === role && (grant.scope === null || grant.scope === scope))
