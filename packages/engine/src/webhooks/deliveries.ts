import { type Db, type Tx, enqueue } from '@belfry/db'
import { findCaseOfEvent } from '@belfry/db/queries/cases'
import { findEvent } from '@belfry/db/queries/events'
import {
  findDelivery,
  insertDeliveries,
  listAttempts,
  listDeliveries,
  listToldMessages,
  queueAgain,
} from '@belfry/db/queries/webhook-deliveries'
import { changeEndpoint } from '@belfry/db/queries/webhooks'
import { type Actor, DomainError, type Locale, clock, newId, notFound } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import type {
  Page,
  WebhookDeliveriesInput,
  WebhookDelivery,
  WebhookDeliveryState,
  WebhookDeliveryView,
} from '@belfry/shared/wire'
import { type WebhookSettings, getWebhook, lockForChange, managed, recordChange } from './manage.ts'
import { payloadOf } from './payload.ts'
import { viewDelivery } from './view.ts'

/** The same however often a delivery is sent, so that its receiver can tell. */
export const messageIdOf = (deliveryId: string): string => `msg_${deliveryId}`

const statesOf: Record<WebhookDeliveriesInput['show'], WebhookDeliveryState[] | undefined> = {
  all: undefined,
  sent: ['sent'],
  failed: ['failed'],
  waiting: ['queued', 'sending', 'waiting'],
}

/** What was or is to be sent to an endpoint, the newest first. */
export async function listWebhookDeliveries(
  db: Db,
  actor: Actor,
  { endpointId, show, cursor, limit }: WebhookDeliveriesInput,
): Promise<Page<WebhookDelivery>> {
  await getWebhook(db, actor, endpointId)
  const rows = await listDeliveries(db, endpointId, { states: statesOf[show], cursor, limit })
  const items = rows.slice(0, limit).map(viewDelivery)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One delivery: what is sent, and every attempt with its answer, the newest first. */
export async function getWebhookDelivery(
  db: Db,
  actor: Actor,
  id: string,
  { publicUrl }: Pick<WebhookSettings, 'publicUrl'>,
): Promise<WebhookDeliveryView> {
  const row = managed(actor, await findDelivery(db, id))
  const event = await findEvent(db, row.event_id)
  if (!event) throw notFound()
  const [item, attempts, told] = await Promise.all([
    findCaseOfEvent(db, event.id, clock.now()),
    listAttempts(db, id),
    row.person_id ? listToldMessages(db, row.person_id, [event.id]) : [],
  ])
  return {
    ...viewDelivery(row),
    endpoint: { id: row.endpoint_id, name: row.endpointName },
    messageId: messageIdOf(id),
    payload: payloadOf({ event, item, message: told[0] }, { locale: row.locale as Locale, publicUrl }),
    history: attempts.map((attempt) => ({
      attempt: attempt.attempt,
      startedAt: attempt.started_at.toISOString(),
      finishedAt: attempt.finished_at?.toISOString() ?? null,
      status: attempt.status,
      response: attempt.response,
      error: attempt.error,
    })),
  }
}

/** Sends something at once by which both sides see that it works. Returns the delivery. */
export async function sendTest(tx: Tx, actor: Actor, id: string): Promise<{ deliveryId: string }> {
  const endpoint = await lockActive(tx, actor, id)
  const event = await recordChange(tx, actor, 'test', endpoint)
  const deliveryId = newId()
  const delivery = { id: deliveryId, endpoint_id: id, event_id: event.id, type: event.type }
  await insertDeliveries(tx, [delivery], clock.now())
  await enqueue(tx, jobs.sendWebhooks, { endpointId: id })
  return { deliveryId }
}

/** Sends a delivery once more, with all its attempts before it. What is on its way already stays so. */
export async function resendWebhook(tx: Tx, actor: Actor, deliveryId: string): Promise<void> {
  const delivery = managed(actor, await findDelivery(tx, deliveryId))
  const endpoint = await lockActive(tx, actor, delivery.endpoint_id)
  if (!(await queueAgain(tx, deliveryId, clock.now()))) return
  await recordChange(tx, actor, 'resend', endpoint, { after: { deliveryId } })
  await enqueue(tx, jobs.sendWebhooks, { endpointId: endpoint.id })
}

/** Whoever has something sent by hand wants to see what comes of it, so the endpoint rests no longer. */
async function lockActive(tx: Tx, actor: Actor, id: string) {
  const endpoint = await lockForChange(tx, actor, id)
  if (endpoint.state !== 'active') throw new DomainError('webhook_off')
  if (endpoint.rest_until) await changeEndpoint(tx, id, { rest_until: null })
  return endpoint
}
