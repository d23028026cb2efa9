import type { ListedDelivery } from '@belfry/db/queries/webhook-deliveries'
import type { EndpointFigures } from '@belfry/db/queries/webhooks'
import { type WebhookKind, isSigned } from '@belfry/shared/webhooks'
import type { WebhookDelivery, WebhookEndpoint } from '@belfry/shared/wire'

export const viewEndpoint = (row: EndpointFigures): WebhookEndpoint => ({
  id: row.id,
  mine: row.person_id !== null,
  kind: row.kind as WebhookKind,
  name: row.name,
  url: shownUrl(row.kind as WebhookKind, row.url),
  topics: row.topics,
  locale: row.locale,
  state: row.state === 'active' ? 'active' : 'disabled',
  why: row.why,
  failingSince: row.failing_since?.toISOString() ?? null,
  previousUntil: row.previous_until?.toISOString() ?? null,
  createdBy: { id: row.created_by, name: row.creator },
  createdAt: row.created_at.toISOString(),
  lastSentAt: row.lastSentAt ? new Date(row.lastSentAt).toISOString() : null,
  sent: row.sent,
  failed: row.failed,
  waiting: row.waiting,
})

/** Whoever has the address of a channel can write there, so it is shown no more than a secret is. */
export const shownUrl = (kind: WebhookKind, url: string): string =>
  isSigned(kind) ? url : `${new URL(url).origin}/…`

export const viewDelivery = (row: ListedDelivery): WebhookDelivery => ({
  id: row.id,
  eventId: row.event_id,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  status: row.status,
  error: row.error,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at?.toISOString() ?? null,
  dueAt: row.due_at?.toISOString() ?? null,
})
