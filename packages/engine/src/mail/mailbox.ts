import type { Db } from '@belfry/db'
import { findMail, listMailbox as mailbox } from '@belfry/db/queries/deliveries-list'
import { type Actor, notFound } from '@belfry/shared'
import type { MailboxInput, MailboxItem, MailboxMail, Page } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'

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
