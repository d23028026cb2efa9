import { type DigestRhythm, unpackRouting } from '@belfry/shared/delivery'
import { jobs } from '@belfry/shared/jobs'
import { sql } from 'kysely'
import { jobsFrom } from '../enqueue.ts'
import type { Db, Tx } from '../schema.ts'
import { prepared, send } from '../statements.ts'
import { type EventToSend, eventMails, mailedTo } from './event-mails.ts'

/** Everything a mail is made from. */
export interface DeliveryToSend {
  id: string
  eventId: string
  attempt: number
  provider: string
  messageId: string
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

/** A mail with the provider that is to carry it. */
export interface ChosenMail {
  id: string
  provider: string
}

/** Who tries, and the part behind the @ of the Message-IDs it gives. */
export interface Trier {
  processId: string
  domain: string
}

const GONE = 'The person or the notification is gone.'
const SUPPRESSED = 'The address gets no mail any more.'

/**
 * Starts attempts with mails that this transaction holds: they are `sending` and the attempts stand before any provider is
 * called. Those whose person is gone have failed, and whose address is suppressed gets nothing from that moment on: neither
 * comes back.
 */
export async function beginAttempts(
  tx: Tx,
  chosen: ChosenMail[],
  { processId, domain }: Trier,
  now: Date,
): Promise<DeliveryToSend[]> {
  if (chosen.length === 0) return []
  const { rows } = await prepared(
    tx,
    sql<BegunRow>`
    with judged as (
      select c.id, c.provider, d.event_id, d.person_id, d.digest_id, d.attempts + 1 as attempt,
        coalesce(d.message_id, '<' || d.id || '@' || ${domain} || '>') as message_id, p.name, p.email, p.locale as own, p.time_zone,
        case when m.event_id is not null then json_build_object('type', m.type, 'category', m.category, 'priority', m.priority,
          'variant', m.variant, 'locale', m.locale, 'tone', m.tone, 'title', m.title, 'body', m.body, 'link', m.link,
          'caseId', m.case_id, 'actor', m.actor_name, 'data', m.data) end as message, e.type as event_type, e.at, e.actor_name, e.ip, e.data, k.address as sent_to,
        case when p.id is null or m.event_id is null and not k.of_event then 'failed'
          when s.address is not null then 'suppressed' end as over
      from json_to_recordset(${JSON.stringify(chosen)}::json) as c(id uuid, provider text)
      join deliveries d on d.id = c.id
      left join people p on p.id = d.person_id and p.deactivated_at is null
      left join events e on e.id = d.event_id
      cross join lateral (
        select coalesce(e.type = any(${[...eventMails]}::text[]), false) as of_event, ${mailedTo('e', 'p')} as address
      ) k
      left join notifications n on n.person_id = d.person_id and n.event_id = d.event_id and not k.of_event
      left join messages m on m.event_id = n.event_id and m.variant = n.variant
      left join suppressions s on s.address = lower(k.address)
    ),
    tried as (
      insert into delivery_attempts (delivery_id, attempt, provider, started_at, process_id)
      select id, attempt, provider, ${now}::timestamptz, ${processId} from judged where over is null
    ),
    begun as (
      update deliveries d set state = coalesce(j.over, 'sending'), next_at = null, changed_at = ${now}::timestamptz,
        error = case j.over when 'failed' then ${GONE} when 'suppressed' then ${SUPPRESSED} else d.error end,
        provider = case when j.over is null then j.provider else d.provider end,
        attempts = case when j.over is null then j.attempt else d.attempts end,
        message_id = j.message_id, address = coalesce(j.sent_to, d.address)
      from judged j where d.id = j.id
    ),
    along as (
      update deliveries d set state = coalesce(j.over, 'sending'), provider = j.provider, changed_at = ${now}::timestamptz,
        error = case j.over when 'failed' then ${GONE} when 'suppressed' then ${SUPPRESSED} else d.error end
      from judged j where d.digest_id = j.id and d.id <> j.id
    )
    select id, event_id as "eventId", attempt, provider, message_id as "messageId", person_id as "personId", name, email,
      own as locale, time_zone as "timeZone", message, event_type as "eventType", at, actor_name as actor, ip, data,
      digest_id = id as "isDigest"
    from judged where over is null`,
  )
  return Promise.all(
    rows.map(async ({ id, eventId, attempt, provider, messageId, isDigest, ...row }) => ({
      id,
      eventId,
      attempt,
      provider,
      messageId,
      person: {
        id: row.personId,
        name: row.name,
        email: row.email,
        locale: row.locale,
        timeZone: row.timeZone,
      },
      ...whatIn(eventId, row),
      digest: isDigest ? await digestOf(tx, id) : null,
    })),
  )
}

interface BegunRow extends Omit<PersonToSend, 'id'> {
  id: string
  eventId: string
  attempt: number
  provider: string
  messageId: string
  personId: string
  /** Null where the event is mailed itself. */
  message: Omit<MessageOfDelivery, 'facts'> | null
  eventType: string | null
  at: Date
  actor: string
  ip: string | null
  data: Record<string, unknown> | null
  isDigest: boolean | null
}

type WhatToSend = Pick<DeliveryToSend, 'message' | 'event'>

function whatIn(
  id: string,
  {
    message,
    eventType,
    at,
    actor,
    ip,
    data,
  }: Omit<BegunRow, 'id' | 'eventId' | 'attempt' | 'provider' | 'messageId' | 'isDigest'>,
): WhatToSend {
  if (!message)
    return {
      message: null,
      event: { id, type: eventType as EventToSend['type'], at, actor, ip, data: data ?? {} },
    }
  const facts = (data?.['facts'] ?? null) as MessageOfDelivery['facts']
  return { message: { ...message, facts }, event: null }
}

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

/** How an attempt ended, and what follows for its mail. */
export interface Settlement {
  id: string
  attempt: number
  outcome: 'sent' | 'refused' | 'failed' | 'unclear'
  /** The provider's words, and the code in them. */
  response: string | null
  code: string | null
  /** Why it did not work. */
  error: string | null
  providerId: string | null
  state: 'sent' | 'queued' | 'bounced' | 'failed' | 'unclear'
  /** Where it is queued again: when it is due, and who is not asked then. */
  nextAt: Date | null
  rounds: number
  passed: string[]
  refusedBy: string[]
  boundTo: string | null
  /** The address does not exist. */
  suppress: boolean
}

const WORDS = 2_000

/**
 * Notes how attempts ended. What others have done with a mail meanwhile stays as it is, with one exception: a mail that was
 * sent after all is not sent again.
 */
export async function settleAttempts(tx: Tx, settlements: Settlement[], now: Date): Promise<void> {
  const rows = settlements.map((one) => ({
    ...one,
    response: one.response?.slice(0, WORDS).replaceAll('\0', '') ?? null,
    error: one.error?.slice(0, WORDS).replaceAll('\0', '') ?? null,
  }))
  await send(
    tx,
    sql`
    with s as materialized (
      select * from json_to_recordset(${JSON.stringify(rows)}::json) as s(id uuid, attempt int, outcome text, response text, code text,
        error text, "providerId" text, state text, "nextAt" timestamptz, rounds int, passed text[], "refusedBy" text[], "boundTo" text)
    ),
    ended as (
      update delivery_attempts a set finished_at = ${now}::timestamptz, outcome = s.outcome, error = s.error,
        response = s.response, code = s.code
      from s where a.delivery_id = s.id and a.attempt = s.attempt
    ),
    settled as (
      update deliveries d set error = s.error, next_at = s."nextAt", rounds = s.rounds, passed = s.passed,
        refused_by = s."refusedBy", bound_to = s."boundTo", provider_id = coalesce(s."providerId", d.provider_id),
        sent_at = case when s.state = 'sent' then ${now}::timestamptz else d.sent_at end, changed_at = ${now}::timestamptz,
        -- Its provider may have been quicker with its news than with its answer.
        state = case when d.state in ('sending', 'unclear', 'queued', 'failed') then s.state else d.state end
      from s where d.id = s.id and (
        d.attempts = s.attempt and d.state in ('sending', 'unclear')
        or s.state = 'sent' and d.state in ('sending', 'unclear', 'queued', 'failed', 'deferred', 'delivered', 'bounced', 'complained'))
      returning d.id, s.state as outcome, d.state
    )
    update deliveries d set state = t.state, changed_at = ${now}::timestamptz,
      sent_at = case when t.outcome = 'sent' then ${now}::timestamptz else d.sent_at end
    from settled t where d.digest_id = t.id and d.id <> t.id`,
  )
}

/** Where these mails went. */
export async function listAddresses(db: Db, ids: string[]): Promise<{ id: string; address: string }[]> {
  const { rows } = await sql<{ id: string; address: string }>`
    select id, address from deliveries where id = any(${ids}::uuid[]) and address is not null`.execute(db)
  return rows
}

const NOBODY_KNOWS = 'The worker ended before the provider had answered.'

/**
 * Settles what dead workers were sending: nobody knows whether it went out. With a provider that takes the same mail twice for
 * one it is tried again there, and nowhere else. Returns how many there were.
 */
export async function settleAbandoned(tx: Tx, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with lost as materialized (
      select d.id, d.attempts, d.provider, coalesce(p.repeatable, false) as again
      from deliveries d join delivery_attempts a on a.delivery_id = d.id and a.attempt = d.attempts
      left join providers p on p.name = d.provider
      where d.state = 'sending' and d.channel = 'mail' and a.finished_at is null
        and not exists (select from processes w where w.id = a.process_id)
      for update of d skip locked
    ),
    ended as (
      update delivery_attempts a set finished_at = ${now}::timestamptz, outcome = 'unclear', error = ${NOBODY_KNOWS}
      from lost l where a.delivery_id = l.id and a.attempt = l.attempts
    ),
    settled as (
      update deliveries d set state = case when l.again then 'queued' else 'unclear' end, error = ${NOBODY_KNOWS},
        next_at = case when l.again then ${now}::timestamptz end, bound_to = l.provider, changed_at = ${now}::timestamptz
      from lost l where d.id = l.id
    ),
    along as (
      update deliveries d set state = case when l.again then 'queued' else 'unclear' end, changed_at = ${now}::timestamptz
      from lost l where d.digest_id = l.id and d.id <> l.id
    )
    select count(*)::int as n, ${jobsFrom(jobs.sendMail, sql`select '{}'::json where exists (select from lost where again)`)} as jobs
    from lost`.execute(tx)
  return rows[0]!.n
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
