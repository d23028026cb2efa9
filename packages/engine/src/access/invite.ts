import { createHash, randomBytes } from 'node:crypto'
import type { Tx } from '@belfry/db'
import { lockAccount } from '@belfry/db/queries/access'
import {
  deleteSessions,
  findAccountToSet,
  forgetOneTimeLinks,
  keepPasswordLink,
  takePasswordLink,
  updatePassword,
} from '@belfry/db/queries/passwords'
import { insertPerson } from '@belfry/db/queries/people'
import { type Actor, DomainError, type Origin, clock, newId, notFound } from '@belfry/shared'
import type { InviteInput, PasswordLink } from '@belfry/shared/wire'
import { record } from '../events/record.ts'
import { mailEvent } from '../mail/event-mail.ts'
import { once } from '../once.ts'
import { setSupervisor, targetOf } from './accounts.ts'
import { demand } from './demand.ts'
import { isDuplicate } from './duplicate.ts'
import { grantTo } from './grants.ts'
import { INVITATION_LASTS_MS, type OneTimeKey, eventOfToken } from './one-time.ts'
import { hashPassword } from './password.ts'

/**
 * Makes an account that nobody can sign in to before a link was used. The invitation brings one; another is shown to whoever
 * invites, this once, to be handed over where mails do not arrive.
 */
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
    const event = await record(tx, actor, {
      type: 'access.invite',
      data: { target: targetOf(person), after: { name: person.name, email, locale } },
    })
    for (const held of input.grants) await grantTo(tx, actor, person, held)
    if (input.supervisorId)
      await setSupervisor(tx, actor, { personId: person.id, supervisorId: input.supervisorId })
    const made = await makeLink(tx, person.id)
    token = made.token
    await keepPasswordLink(tx, { name: event.id, personId: person.id, expiresAt: made.expiresAt })
    await mailEvent(tx, { id: event.id, type: 'access.invite' }, person.id)
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

/** Sets a password by a link, which then is used up, with all others. All sessions end. Returns the address to sign in with. */
export async function setPassword(
  tx: Tx,
  input: { token: string; password: string },
  origin: Origin,
  key: OneTimeKey,
): Promise<{ email: string }> {
  const name = eventOfToken(key, 'set-password', input.token) ?? hashOf(input.token)
  const personId = await takePasswordLink(tx, name, clock.now())
  const person = personId ? await findAccountToSet(tx, personId) : undefined
  if (!person) throw new DomainError('link_used')
  await updatePassword(tx, person.id, await hashPassword(input.password), clock.now())
  await forgetOneTimeLinks(tx, person.id)
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
  const expiresAt = new Date(clock.now().getTime() + INVITATION_LASTS_MS)
  await forgetOneTimeLinks(tx, personId)
  await keepPasswordLink(tx, { name: hashOf(token), personId, expiresAt })
  return { token, expiresAt }
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

// Behind the #, where it is sent to no server and is in no log.
const pathOf = (token: string): string => `/set-password#${token}`
