import type { Db } from '@belfry/db'
import {
  findDelivery,
  listAttempts,
  listDeliveries as deliveries,
  listNews,
} from '@belfry/db/queries/deliveries-list'
import { type Actor, notFound } from '@belfry/shared'
import { type DeliveryState, type FeedbackKind, retryable } from '@belfry/shared/mail'
import type { DeliveriesInput, Delivery, DeliveryAttempt, DeliveryStory, Page } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'

/** Every mail delivery that matches, newest first. */
export async function listDeliveries(db: Db, actor: Actor, input: DeliveriesInput): Promise<Page<Delivery>> {
  demand(actor, 'mail.read')
  const { cursor, limit, ...filter } = input
  const rows = await deliveries(db, filter, { after: decodeCursor(cursor), limit })
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return {
    items: rows.slice(0, limit).map(view),
    nextCursor: last ? encodeCursor(last.place, last.id) : null,
  }
}

/** One mail with all that happened to it: attempts and news, each the newest first. */
export async function getDelivery(db: Db, actor: Actor, id: string): Promise<DeliveryStory> {
  demand(actor, 'mail.read')
  const row = await findDelivery(db, id)
  if (!row) throw notFound()
  const carrier = row.digestId ?? id
  const [history, news] = await Promise.all([listAttempts(db, carrier), listNews(db, carrier)])
  return {
    ...view(row),
    messageId: row.messageId,
    providerId: row.providerId,
    digestId: row.digestId,
    isRetryable: carrier === id && retryable.includes(row.state as DeliveryState),
    history: history.map(({ startedAt, finishedAt, outcome, ...attempt }) => ({
      ...attempt,
      outcome: outcome as DeliveryAttempt['outcome'],
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
    news: news.map(({ at, kind, ...rest }) => ({
      ...rest,
      kind: kind as FeedbackKind,
      at: at.toISOString(),
    })),
  }
}

type Row = NonNullable<Awaited<ReturnType<typeof findDelivery>>>
type Listed = Omit<Row, 'messageId' | 'providerId' | 'digestId'>

const view = (row: Listed): Delivery => ({
  id: row.id,
  eventId: row.eventId,
  type: row.type,
  to: { id: row.personId, name: row.name, email: row.email },
  state: row.state as DeliveryState,
  provider: row.provider,
  attempts: row.attempts,
  error: row.error,
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
  nextAt: row.nextAt?.toISOString() ?? null,
  changedAt: row.changedAt?.toISOString() ?? null,
})
