import { type Db, type Tx, enqueueEach } from '@belfry/db'
import { findCaseOfEvent } from '@belfry/db/queries/cases'
import { findEvent } from '@belfry/db/queries/events'
import { insertDeliveries } from '@belfry/db/queries/webhook-deliveries'
import { listDueEndpoints, listEndpointsFor } from '@belfry/db/queries/webhooks'
import { clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { topicsOf } from '@belfry/shared/webhooks'

/** Makes a delivery of an event for each endpoint that wants it, once however often it runs. */
export async function tellEndpoints(tx: Tx, eventId: string): Promise<void> {
  const now = clock.now()
  const [event, item] = await Promise.all([findEvent(tx, eventId), findCaseOfEvent(tx, eventId, now)])
  if (!event) return
  const endpoints = await listEndpointsFor(tx, topicsOf(event.type, item?.workflow ?? null))
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
