import { type Tx, enqueue } from '@belfry/db'
import { findAccountByAddress } from '@belfry/db/queries/event-mails'
import { findEvent } from '@belfry/db/queries/events'
import { keepPasswordLink } from '@belfry/db/queries/passwords'
import type { Origin } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { type EventData, belfry, record } from '../events/record.ts'
import { mailEvent } from '../mail/event-mail.ts'
import { RESET_LASTS_MS } from './one-time.ts'

/**
 * Somebody says on the sign-in page that he has lost his password. Whether the address is anybody's is looked up by a job:
 * the answer, and the time it takes, are the same for all.
 */
export async function askReset(tx: Tx, email: string, origin: Origin): Promise<void> {
  const event = await record(
    tx,
    { ...belfry, origin },
    { type: 'account.reset_asked', data: { after: { email } } },
  )
  await enqueue(tx, jobs.beginReset, { eventId: event.id })
}

/** Mails the link, where there is an account. Earlier links stay good: whoever types an address must not undo an invitation. */
export async function beginReset(tx: Tx, eventId: string): Promise<void> {
  const event = await findEvent(tx, eventId)
  const email = (event?.data as EventData | undefined)?.after?.['email']
  const person = typeof email === 'string' ? await findAccountByAddress(tx, email) : undefined
  if (!event || !person) return
  if (!(await mailEvent(tx, { id: eventId, type: 'account.reset_asked' }, person.id))) return // a second run: the link is on its way
  await keepPasswordLink(tx, {
    name: eventId,
    personId: person.id,
    expiresAt: new Date(event.at.getTime() + RESET_LASTS_MS),
  })
}
