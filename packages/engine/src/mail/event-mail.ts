import { type Tx, enqueue } from '@belfry/db'
import { type EventMail, insertEventMail } from '@belfry/db/queries/event-mails'
import { clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'

/**
 * Mails one event to one person, once, by the way of all mails or by one provider alone. Returns the delivery; nothing where there
 * is one already.
 */
export async function mailEvent(
  tx: Tx,
  event: { id: string; type: EventMail },
  personId: string,
  provider?: string,
): Promise<string | undefined> {
  const mail = { eventId: event.id, type: event.type, personId, provider }
  const deliveryId = await insertEventMail(tx, mail, clock.now())
  if (deliveryId) await enqueue(tx, jobs.sendMail, {})
  return deliveryId
}
