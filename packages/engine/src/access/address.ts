import type { Tx } from '@belfry/db'
import { lockAccount } from '@belfry/db/queries/access'
import { findAccountByAddress, setAddress } from '@belfry/db/queries/event-mails'
import { findEvent } from '@belfry/db/queries/events'
import {
  forgetAddressLinks,
  forgetOneTimeLinks,
  keepAddressLink,
  lockPassword,
  takeAddressLink,
} from '@belfry/db/queries/passwords'
import { findPerson } from '@belfry/db/queries/people'
import { type Actor, DomainError, type Origin, clock } from '@belfry/shared'
import type { ChangeAddressInput } from '@belfry/shared/wire'
import { type EventData, record } from '../events/record.ts'
import { mailEvent } from '../mail/event-mail.ts'
import { targetOf } from './accounts.ts'
import { isDuplicate } from './duplicate.ts'
import { ADDRESS_LASTS_MS, type OneTimeKey, eventOfToken } from './one-time.ts'
import { verifyPassword } from './password.ts'

/** Mails a link to an address that is to be the actor's. Nothing changes before it was used; only the last one counts. */
export async function askAddress(
  tx: Tx,
  actor: Actor,
  { email, password }: ChangeAddressInput,
): Promise<void> {
  if (actor.keyId) throw new DomainError('not_for_programs')
  const hash = await lockPassword(tx, actor.id)
  if (!hash || !(await verifyPassword({ hash, password }))) throw new DomainError('wrong_password')
  if (await findAccountByAddress(tx, email)) throw new DomainError('email_taken')

  const event = await record(tx, actor, {
    type: 'account.address_asked',
    data: { target: targetOf(actor), after: { email } },
  })
  await forgetAddressLinks(tx, actor.id)
  await keepAddressLink(tx, {
    name: event.id,
    personId: actor.id,
    expiresAt: new Date(event.at.getTime() + ADDRESS_LASTS_MS),
  })
  await mailEvent(tx, { id: event.id, type: 'account.address_asked' }, actor.id)
}

/** Uses such a link up. The account has the new address from then on, and the old one hears of it. */
export async function confirmAddress(
  tx: Tx,
  token: string,
  origin: Origin,
  key: OneTimeKey,
): Promise<{ email: string }> {
  const askedBy = eventOfToken(key, 'confirm-address', token)
  const personId = askedBy && (await takeAddressLink(tx, askedBy, clock.now()))
  const asked = personId ? await findEvent(tx, askedBy) : undefined
  const account = personId ? await lockAccount(tx, personId) : undefined
  const before = personId ? (await findPerson(tx, personId))?.email : undefined
  const email = (asked?.data as EventData | undefined)?.after?.['email']
  if (!account || account.closedAt || !before || typeof email !== 'string') throw new DomainError('link_used')

  await setAddress(tx, account.id, email, clock.now()).catch((error: unknown) => {
    throw isDuplicate(error) ? new DomainError('email_taken') : error
  })
  // Links to set a password went to the mailbox that was left.
  await forgetOneTimeLinks(tx, account.id)
  const event = await record(
    tx,
    { kind: 'person', id: account.id, name: account.name, origin },
    {
      type: 'account.address',
      data: {
        target: targetOf(account),
        before: { email: before },
        after: { email },
        facts: { email, ip: origin.ip },
      },
    },
    { tell: true },
  )
  await mailEvent(tx, { id: event.id, type: 'account.address' }, account.id)
  return { email }
}
