import { type Tx, enqueue } from '@belfry/db'
import { insertEventMail } from '@belfry/db/queries/event-mails'
import { clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'

/** Mails one event to one person, once, by the way of all mails. Returns the delivery; nothing where there is one already. */
export async function mailEvent(tx: Tx, eventId: string, personId: string): Promise<string | undefined> {
  const deliveryId = await insertEventMail(tx, { eventId, personId }, clock.now())
  if (deliveryId) await enqueue(tx, jobs.sendMail, { deliveryId })
  return deliveryId
}
