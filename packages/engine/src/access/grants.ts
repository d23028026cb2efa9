import type { Tx } from '@belfry/db'
import { insertGrant, lockAccount, otherAdmins, revokeGrant } from '@belfry/db/queries/access'
import { findScope } from '@belfry/db/queries/people'
import {
  type Actor,
  DomainError,
  type Locale,
  type Role,
  clock,
  newId,
  notFound,
  roleScopes,
} from '@belfry/shared'
import type { GrantInput } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { record } from '../events/record.ts'
import { demand } from './demand.ts'

/** Gives somebody a role. He is told, and his open connections come back with it at once. */
export async function grant(tx: Tx, actor: Actor, input: GrantInput): Promise<null> {
  demand(actor, 'access.change')
  const person = await lockAccount(tx, input.personId)
  if (!person) throw notFound()
  if (person.closedAt) throw new DomainError('person_closed', { name: person.name })
  await grantTo(tx, actor, person, input)
  return null
}

/** Whoever grants: a person, a program or the system itself. */
type Granter = Parameters<typeof record>[1] & { locale?: Locale }

/** The same without asking whether the actor may: for what grants a role by its own rules, like the end of onboarding. */
export async function grantTo(
  tx: Tx,
  actor: Granter,
  person: { id: string; name: string },
  input: { role: Role; scope?: string | null | undefined },
): Promise<void> {
  const place = await placeOf(tx, input.role, input.scope ?? null, actor.locale ?? 'en')
  const held = { role: input.role, scope: place?.id ?? null }
  const at = clock.now()
  if (!(await insertGrant(tx, { ...held, id: newId(), personId: person.id, by: actor.id, at })))
    throw new DomainError('already_granted', { name: person.name })
  await recordChange(tx, actor, 'access.grant', person, held, place)
}

/** Takes a role from somebody. What he follows by it ends at once. */
export async function revoke(tx: Tx, actor: Actor, input: GrantInput): Promise<null> {
  demand(actor, 'access.change')
  const person = await lockAccount(tx, input.personId)
  if (!person) throw notFound()
  if (input.role === 'admin') await demandOtherAdmin(tx, person)
  const held = { role: input.role, scope: input.scope ?? null }
  if (!(await revokeGrant(tx, { ...held, personId: person.id, by: actor.id, at: clock.now() })))
    throw new DomainError('not_granted', { name: person.name })
  const place = held.scope ? await findScope(tx, held.scope) : undefined
  await recordChange(tx, actor, 'access.revoke', person, held, place)
  return null
}

/** Throws `last_admin` where nobody else could put things right. */
export async function demandOtherAdmin(tx: Tx, person: { id: string; name: string }): Promise<void> {
  if ((await otherAdmins(tx, person.id)) === 0) throw new DomainError('last_admin', { name: person.name })
}

async function placeOf(tx: Tx, role: Role, scope: string | null, locale: Locale) {
  if (scope === null) return undefined
  const kind = roleScopes[role]
  if (!kind) throw new DomainError('role_not_scoped', { role: words[locale].roles[role] })
  const place = await findScope(tx, scope)
  if (place?.kind !== kind) throw new DomainError('unknown_choice')
  return place
}

async function recordChange(
  tx: Tx,
  actor: Granter,
  type: 'access.grant' | 'access.revoke',
  person: { id: string; name: string },
  held: { role: Role; scope: string | null },
  place: { name: string } | undefined,
): Promise<void> {
  await record(
    tx,
    actor,
    {
      type,
      data: {
        target: { kind: 'person', id: person.id, title: person.name },
        [type === 'access.grant' ? 'after' : 'before']: held,
        facts: { role: held.role, scoped: held.scope ? 'yes' : 'no', place: place?.name ?? held.scope },
      },
    },
    { tell: true },
  )
}
