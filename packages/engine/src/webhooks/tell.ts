import { type Db, type Tx, enqueueEach } from '@belfry/db'
import { findCaseOfEvent } from '@belfry/db/queries/cases'
import { type EventRow, findEvent } from '@belfry/db/queries/events'
import { failOwnDelivery, insertDeliveries } from '@belfry/db/queries/webhook-deliveries'
import { listActiveOf, listDueEndpoints, listEndpointsFor } from '@belfry/db/queries/webhooks'
import { clock, newId } from '@belfry/shared'
import { type Jobs, jobs } from '@belfry/shared/jobs'
import { topicsOf } from '@belfry/shared/webhooks'

/**
 * Makes a delivery of an event for each endpoint that wants it, once however often it runs; with `personId` for each of that
 * person's own, whatever it is: what goes there the preferences have said.
 */
export async function tellEndpoints(tx: Tx, { eventId, personId }: Jobs['tellEndpoints']): Promise<void> {
  const now = clock.now()
  const event = await findEvent(tx, eventId)
  if (personId) {
    const endpoints = event ? await listActiveOf(tx, personId) : []
    if (event && endpoints.length > 0) return deliver(tx, event, endpoints, now)
    return failOwnDelivery(tx, { eventId, personId }, event ? NO_ENDPOINT : EVENT_GONE)
  }
  if (!event) return
  const item = await findCaseOfEvent(tx, eventId, now)
  await deliver(tx, event, await listEndpointsFor(tx, topicsOf(event.type, item?.workflow ?? null)), now)
}

const NO_ENDPOINT = 'The person has no webhook any more.'
const EVENT_GONE = 'The event is gone.'

async function deliver(
  tx: Tx,
  event: Pick<EventRow, 'id' | 'type'>,
  endpoints: { id: string }[],
  now: Date,
): Promise<void> {
  const deliveries = endpoints.map(({ id }) => ({
    id: newId(),
    endpoint_id: id,
    event_id: event.id,
    type: event.type,
  }))
  const told = await insertDeliveries(tx, deliveries, now)
  await enqueueEach(
    tx,
    jobs.sendWebhooks,
    told.map((endpointId) => ({ endpointId })),
  )
}

/** Has endpoints called at which something is due: another attempt, or what a lost job left. Returns how many. */
export function callDue(db: Db): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const due = await listDueEndpoints(tx, clock.now())
    await enqueueEach(
      tx,
      jobs.sendWebhooks,
      due.map((endpointId) => ({ endpointId })),
    )
    return due.length
  })
}
