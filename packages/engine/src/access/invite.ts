import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '@belfry/db'
import { lockAccount } from '@belfry/db/queries/access'
import {
  deleteSessions,
  findAccountToSet,
  keepPasswordLink,
  takePasswordLink,
  updatePassword,
} from '@belfry/db/queries/passwords'
import { insertPerson } from '@belfry/db/queries/people'
import { type Actor, DomainError, type Origin, clock, newId, notFound } from '@belfry/shared'
import type { InviteInput, PasswordLink } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { once } from '../once.ts'
import { setSupervisor, targetOf } from './accounts.ts'
import { demand } from './demand.ts'
import { grantTo } from './grants.ts'
import { hashPassword } from './password.ts'

const LINK_LASTS_MS = 7 * 86_400_000

/** Makes an account that nobody can sign in to before its link was used. The link is shown this once. */
export async function invite(tx: Tx, actor: Actor, input: InviteInput): Promise<PasswordLink> {
  demand(actor, 'access.change')
  let token: string | undefined
  const link = await once(tx, actor, 'access.invite', input, async () => {
    const person = { id: newId(), name: input.name }
    const { email, locale } = input
    const account = { ...person, email, locale, passwordHash: null, at: clock.now() }
    await insertPerson(tx, account).catch((error: unknown) => {
      throw isDuplicate(error) ? new DomainError('email_taken') : error
    })
    await record(tx, actor, {
      type: 'access.invite',
      data: { target: targetOf(person), after: { name: person.name, email, locale } },
    })
    for (const held of input.grants) await grantTo(tx, actor, person, held)
    if (input.supervisorId)
      await setSupervisor(tx, actor, { personId: person.id, supervisorId: input.supervisorId })
    const made = await makeLink(tx, person.id)
    token = made.token
    return { personId: person.id, path: null, expiresAt: made.expiresAt.toISOString() }
  })
  return { ...link, path: token === undefined ? null : pathOf(token) }
}

/** A new link for somebody who lost the password, or the link. Earlier links are worth nothing any more. */
export async function createPasswordLink(tx: Tx, actor: Actor, personId: string): Promise<PasswordLink> {
  demand(actor, 'access.change')
  if (actor.keyId) throw new DomainError('not_for_programs')
  const person = await lockAccount(tx, personId)
  if (!person) throw notFound()
  if (person.closedAt) throw new DomainError('person_closed', { name: person.name })
  const { token, expiresAt } = await makeLink(tx, person.id)
  await record(
    tx,
    actor,
    { type: 'account.password_link', data: { target: targetOf(person) } },
    { tell: true },
  )
  return { personId, path: pathOf(token), expiresAt: expiresAt.toISOString() }
}

/** Sets a password by a link, which then is used up. All sessions end. Returns the address to sign in with. */
export async function setPassword(
  tx: Tx,
  input: { token: string; password: string },
  origin: Origin,
): Promise<{ email: string }> {
  const personId = await takePasswordLink(tx, hashOf(input.token), clock.now())
  const person = personId ? await findAccountToSet(tx, personId) : undefined
  if (!person) throw new DomainError('link_used')
  await updatePassword(tx, person.id, await hashPassword(input.password), clock.now())
  await deleteSessions(tx, person.id, null)
  await record(
    tx,
    { kind: 'person', id: person.id, name: person.name, origin },
    { type: 'account.password', data: { target: targetOf(person), facts: { ip: origin.ip } } },
    { tell: !person.isNew },
  )
  return { email: person.email }
}

async function makeLink(tx: Tx, personId: string) {
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(clock.now().getTime() + LINK_LASTS_MS)
  await keepPasswordLink(tx, { personId, tokenHash: hashOf(token), expiresAt })
  return { token, expiresAt }
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()

// Behind the #, where it is sent to no server and is in no log.
const pathOf = (token: string): string => `/set-password#${token}`

const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505'
