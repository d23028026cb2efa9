import type { Db } from '@belfry/db'
import {
  findMail,
  listDeliveries as deliveries,
  listMailbox as mailbox,
} from '@belfry/db/queries/deliveries-list'
import { type Actor, notFound } from '@belfry/shared'
import type { Delivery, MailboxInput, MailboxItem, MailboxMail, Page, PageInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'

export {
  BOUNCE_LOCAL_LIMIT,
  type BounceKey,
  bounceAddress,
  bounceKeyFrom,
  deliveryInBounce,
} from './bounce-address.ts'
export { type FeedbackSource, takeFeedback } from './feedback.ts'
export { listSuppressions, suppressAddress, unsuppressAddress } from './suppressions.ts'

/** Every mail delivery, newest first. */
export async function listDeliveries(db: Db, actor: Actor, input: PageInput): Promise<Page<Delivery>> {
  demand(actor, 'mail.read')
  const rows = await deliveries(db, { after: decodeCursor(input.cursor), limit: input.limit })
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined
  const items = rows.slice(0, input.limit).map((row) => ({
    id: row.id,
    eventId: row.eventId,
    to: { id: row.personId, name: row.name, email: row.email },
    state: row.state as Delivery['state'],
    provider: row.provider,
    attempts: row.attempts ?? 0,
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }))
  return { items, nextCursor: last ? encodeCursor(last.place, last.id) : null }
}

/** The development mailbox, newest first. */
export async function listMailbox(db: Db, actor: Actor, input: MailboxInput): Promise<Page<MailboxItem>> {
  demand(actor, 'mail.read')
  const rows = await mailbox(db, {
    search: input.search,
    after: decodeCursor(input.cursor),
    limit: input.limit,
  })
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined
  const items = rows
    .slice(0, input.limit)
    .map(({ id, recipient, subject, at }) => ({ id, to: recipient, subject, at: at.toISOString() }))
  return { items, nextCursor: last ? encodeCursor(last.place, last.id) : null }
}

export async function getMail(db: Db, actor: Actor, id: string): Promise<MailboxMail> {
  demand(actor, 'mail.read')
  const row = await findMail(db, id)
  if (!row) throw notFound()
  return {
    id,
    to: row.recipient,
    from: row.sender,
    subject: row.subject,
    messageId: row.message_id,
    html: row.html,
    text: row.body,
    at: row.at.toISOString(),
  }
}

export { mailEvent } from './event-mail.ts'
export { sendTest } from './test.ts'
