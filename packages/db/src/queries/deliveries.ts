import { type DigestRhythm, unpackRouting } from '@belfry/shared/delivery'
import { sql } from 'kysely'
import type { Tx } from '../schema.ts'
import { type EventToSend, findEventToSend, isEventMail } from './event-mails.ts'

/** Everything a mail is made from. */
export interface DeliveryToSend {
  id: string
  eventId: string
  attempt: number
  person: PersonToSend
  /** Null where the mail is of the event itself. */
  message: MessageOfDelivery | null
  event: EventToSend | null
  /** Where the mail is a digest, all that is in it, the newest first. */
  digest: DigestToSend | null
}

export interface MessageToSend {
  locale: string
  tone: string
  title: string
  body: string
  link: string
  caseId: string | null
}

/** A message with what its own template says of it. */
export interface MessageOfDelivery extends MessageToSend {
  type: string
  category: string
  priority: string
  /** Its place among the texts of the event: by it the rule is known that told the person. */
  variant: number
  actor: string | null
  data: Record<string, unknown>
  facts: Record<string, unknown> | null
}

export interface PersonToSend {
  id: string
  name: string
  email: string
  locale: string
  timeZone: string | null
}

export interface DigestToSend {
  rhythm: DigestRhythm
  locale: string
  timeZone: string | null
  /** The newest, at most `SHOWN_IN_DIGEST`; `total` counts all. */
  items: DigestItem[]
  total: number
}

/** With the title that its case had then; of now, its reader may not see it any more. */
export type DigestItem = MessageToSend & { caseTitle: string | null; at: Date }

export const SHOWN_IN_DIGEST = 100

/**
 * Starts an attempt: the delivery is `sending` and the attempt stands before any provider is called. Nothing comes back
 * when there is nothing to do: sent already, or the person is gone.
 */
export async function beginAttempt(
  tx: Tx,
  id: string,
  provider: string,
  now: Date,
): Promise<DeliveryToSend | undefined> {
  const delivery = await tx
    .selectFrom('deliveries')
    .selectAll()
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'sending'])
    .forUpdate()
    .executeTakeFirst()
  if (!delivery) return undefined
  const found = (await findMessage(tx, delivery)) ?? (await findEvent(tx, delivery))
  if (!found) {
    await allOf(tx, id).set({ state: 'failed', error: 'The person or the notification is gone.' }).execute()
    return undefined
  }
  const { rows } = await sql<{ attempt: number }>`
    insert into delivery_attempts (delivery_id, attempt, provider, started_at)
    select ${id}, coalesce(max(attempt), 0) + 1, ${provider}, ${now}::timestamptz from delivery_attempts where delivery_id = ${id}
    returning attempt`.execute(tx)
  await allOf(tx, id).set({ state: 'sending', provider }).execute()
  return {
    id,
    eventId: delivery.event_id,
    attempt: rows[0]!.attempt,
    ...found,
    digest: delivery.digest_id === id ? await digestOf(tx, id) : null,
  }
}

type WhatToSend = Pick<DeliveryToSend, 'person' | 'message' | 'event'>
type Whose = { event_id: string; person_id: string }

/** The message that a person was told; nothing where the event is mailed itself. */
async function findMessage(tx: Tx, { event_id, person_id }: Whose): Promise<WhatToSend | undefined> {
  const found = await tx
    .selectFrom('notifications as n')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.event_id', '=', 'n.event_id').onRef('m.variant', '=', 'n.variant'),
    )
    .innerJoin('people as p', 'p.id', 'n.person_id')
    .leftJoin('events as e', 'e.id', 'n.event_id')
    .select(['p.name', 'p.email', 'p.locale as own', 'p.time_zone as timeZone', 'e.type as event'])
    .select([
      'm.locale',
      'm.tone',
      'm.title',
      'm.body',
      'm.link',
      'm.case_id as caseId',
      'm.type',
      'm.category',
      'm.priority',
      'm.variant',
    ])
    .select([
      'm.actor_name as actor',
      'm.data',
      sql<Record<string, unknown> | null>`e.data -> 'facts'`.as('facts'),
    ])
    .where('n.person_id', '=', person_id)
    .where('n.event_id', '=', event_id)
    .where('p.deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!found || isEventMail(found.event)) return undefined
  const { name, email, own: locale, timeZone, event: _, data, ...message } = found
  return {
    person: { id: person_id, name, email, locale, timeZone },
    message: { ...message, data: data as Record<string, unknown> },
    event: null,
  }
}

async function findEvent(tx: Tx, { event_id, person_id }: Whose): Promise<WhatToSend | undefined> {
  const found = await findEventToSend(tx, { eventId: event_id, personId: person_id })
  return found && { ...found, message: null }
}

/** A delivery, or all that go out with it where it carries a digest. */
const allOf = (tx: Tx, id: string) =>
  tx.updateTable('deliveries').where((row) => row.or([row('id', '=', id), row('digest_id', '=', id)]))

async function digestOf(tx: Tx, id: string): Promise<DigestToSend> {
  const { rows } = await sql<
    DigestItem & { routing: number; own: string; timeZone: string | null; total: number }
  >`
    select m.locale, m.tone, m.title, m.body, m.link, m.case_id as "caseId", e.data ->> 'title' as "caseTitle",
      m.created_at as at, n.routing, p.locale as own, p.time_zone as "timeZone", (count(*) over ())::int as total
    from deliveries d
    join notifications n on n.event_id = d.event_id and n.person_id = d.person_id
    join messages m on m.event_id = n.event_id and m.variant = n.variant
    join people p on p.id = d.person_id
    left join events e on e.id = m.event_id and e.case_id is not null
    where d.digest_id = ${id}::uuid order by m.event_id desc limit ${SHOWN_IN_DIGEST}::int`.execute(tx)
  const items = rows.map(({ routing: _, own: _own, timeZone: _zone, total: _total, ...item }) => item)
  const { routing, own, timeZone, total } = rows[0]!
  // All in it wait for the same one.
  const rhythm = unpackRouting(routing).mail as DigestRhythm
  return { rhythm, locale: own, timeZone, items, total }
}

export type AttemptOutcome =
  | { ok: true; providerId: string }
  /** `final`: trying again cannot help. */
  | { ok: false; error: string; final: boolean }

export async function settleAttempt(
  tx: Tx,
  attempt: { id: string; attempt: number },
  outcome: AttemptOutcome,
  now: Date,
): Promise<void> {
  const error = outcome.ok ? null : outcome.error.slice(0, 2000)
  await tx
    .updateTable('delivery_attempts')
    .set({ finished_at: now, outcome: outcome.ok ? 'sent' : 'failed', error })
    .where('delivery_id', '=', attempt.id)
    .where('attempt', '=', attempt.attempt)
    .execute()
  await allOf(tx, attempt.id)
    .set(
      outcome.ok
        ? { state: 'sent', provider_id: outcome.providerId, sent_at: now, error: null }
        : { state: outcome.final ? 'failed' : 'queued', error },
    )
    .where('state', '=', 'sending') // a worker that others thought dead must not undo what they have done
    .execute()
}

export interface Mail {
  sender: string
  recipient: string
  subject: string
  messageId: string
  html: string
  text: string
}

/** Puts a mail into the development mailbox; the same delivery once. */
export async function putInMailbox(tx: Tx, deliveryId: string, mail: Mail, now: Date): Promise<void> {
  await tx
    .insertInto('mailbox')
    .values({
      id: deliveryId,
      sender: mail.sender,
      recipient: mail.recipient,
      subject: mail.subject,
      message_id: mail.messageId,
      html: mail.html,
      body: mail.text,
      at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
