import { retryable } from '@belfry/shared/mail'
import type { DeliveriesFilter, MailFigures } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { escapeLike } from './people.ts'

/** The place of a row in a list by time and id. A `Date` would cut the time off at milliseconds, and skip rows. */
const placeOf = (at: string) =>
  sql<string>`to_char(${sql.ref(at)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place')

/** Of `d`. Each part has an index that leads with it, in the order of the list. */
function matching({ states, provider, type, personId, from, to }: DeliveriesFilter): RawBuilder<boolean> {
  const parts = [
    sql`d.channel = 'mail'`,
    // Of a single value an index is in the order of the list.
    ...(states
      ? [states.length === 1 ? sql`d.state = ${states[0]}` : sql`d.state = any(${states}::text[])`]
      : []),
    ...(provider ? [sql`d.provider = ${provider}`] : []),
    ...(type ? [sql`d.type = ${type}`] : []),
    ...(personId ? [sql`d.person_id = ${personId}::uuid`] : []),
    ...(from ? [sql`d.created_at >= ${from}::timestamptz`] : []),
    ...(to ? [sql`d.created_at < ${to}::timestamptz`] : []),
  ]
  return sql<boolean>`${sql.join(parts, sql` and `)}`
}

const columns = [
  'd.id',
  'd.event_id as eventId',
  'd.type',
  'd.person_id as personId',
  'p.name',
  'd.state',
  'd.provider',
  'd.attempts',
  'd.error',
  'd.created_at as createdAt',
  'd.sent_at as sentAt',
  'd.next_at as nextAt',
  'd.changed_at as changedAt',
] as const

/** Mail deliveries, newest first. Ids are random here, so a page follows time and id. */
export function listDeliveries(
  db: Db,
  filter: DeliveriesFilter,
  page: { after: { at: string; id: string } | null; limit: number },
) {
  const single = filter.states?.length === 1 || !filter.states
  const query = db
    .selectFrom(
      // Several states are several walks along their index, of which only so many rows are sorted.
      single
        ? sql<DeliveryRef>`(select d.id, d.created_at from deliveries d where ${matching(filter)} ${behind(page.after)}
            order by d.created_at desc, d.id desc limit ${page.limit + 1})`.as('found')
        : sql<DeliveryRef>`(select f.id, f.created_at from unnest(${filter.states}::text[]) s(state) cross join lateral (
            select d.id, d.created_at from deliveries d
            where d.state = s.state and ${matching({ ...filter, states: undefined })} ${behind(page.after)}
            order by d.created_at desc, d.id desc limit ${page.limit + 1}) f
            order by f.created_at desc, f.id desc limit ${page.limit + 1})`.as('found'),
    )
    .innerJoin('deliveries as d', 'd.id', 'found.id')
    .innerJoin('people as p', 'p.id', 'd.person_id')
    .select(columns)
    .select([placeOf('d.created_at'), sql<string>`coalesce(d.address, p.email)`.as('email')])
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
  return query.execute()
}

interface DeliveryRef {
  id: string
  created_at: Date
}

const behind = (after: { at: string; id: string } | null) =>
  after ? sql`and (d.created_at, d.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``

export const findDelivery = (db: Db, id: string) =>
  db
    .selectFrom('deliveries as d')
    .innerJoin('people as p', 'p.id', 'd.person_id')
    .select(columns)
    .select([
      'd.message_id as messageId',
      'd.provider_id as providerId',
      'd.digest_id as digestId',
      sql<string>`coalesce(d.address, p.email)`.as('email'),
    ])
    .where('d.id', '=', id)
    .where('d.channel', '=', 'mail')
    .executeTakeFirst()

/** The attempts with a mail, oldest first; their number is limited by the rounds that a mail gets. */
export const listAttempts = (db: Db, deliveryId: string) =>
  db
    .selectFrom('delivery_attempts')
    .select([
      'attempt',
      'provider',
      'started_at as startedAt',
      'finished_at as finishedAt',
      'outcome',
      'code',
      'response',
      'error',
    ])
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempt', 'desc')
    .limit(500)
    .execute()

export const listNews = (db: Db, deliveryId: string) =>
  db
    .selectFrom('delivery_events')
    .select(['id', 'kind', 'hard', 'provider', 'at', 'detail'])
    .where('delivery_id', '=', deliveryId)
    .orderBy('at', 'desc')
    .limit(500)
    .execute()

/**
 * Has the mails that match tried again, the newest first, as if nobody had been asked: but by the same provider alone where it
 * may have the mail already. A digest is tried as a whole. Returns how many mails that are.
 */
export async function retryDeliveries(
  tx: Tx,
  which: { ids: string[] } | { filter: DeliveriesFilter },
  now: Date,
  limit: number,
): Promise<number> {
  const wanted =
    'ids' in which ? sql`d.channel = 'mail' and d.id = any(${which.ids}::uuid[])` : matching(which.filter)
  const { rows } = await sql<{ n: number }>`
    with found as (
      select d.id from deliveries d
      where ${wanted} and d.state = any(${retryable}::text[]) and coalesce(d.digest_id, d.id) = d.id
      order by d.created_at desc limit ${limit}::int for update skip locked
    ),
    tried as (
      update deliveries d set state = 'queued', next_at = ${now}::timestamptz, rounds = 0, passed = '{}', refused_by = '{}',
        bound_to = (select p.name from providers p where d.state = 'unclear' and p.name = d.bound_to and p.position is not null),
        changed_at = ${now}::timestamptz
      from found f where d.id = f.id returning d.id
    ),
    along as (
      update deliveries d set state = 'queued', changed_at = ${now}::timestamptz from found f
      where d.digest_id = f.id and d.id <> f.id
    )
    select count(*)::int as n from tried`.execute(tx)
  return rows[0]!.n
}

const dimensions = ['day', 'provider', 'type'] as const
export interface MailShareRow extends MailFigures {
  by: (typeof dimensions)[number] | 'total'
  key: string
}

/** The mails of a period by what became of them, counted in one walk along an index that has all it takes. */
export async function countMails(
  db: Db,
  { from, to }: { from: Date; to: Date },
  timeZone: string,
): Promise<MailShareRow[]> {
  const among = (...states: string[]) => sql`count(*) filter (where state = any(${states}::text[]))::int`
  const { rows } = await sql<MailFigures & { mask: number; key: string | null }>`
    select grouping(day, provider, type) as mask, coalesce(day, provider, type) as key, count(*)::int as "all",
      ${among('sent', 'deferred', 'delivered', 'bounced', 'complained')} as sent, ${among('delivered', 'complained')} as delivered,
      ${among('bounced')} as bounced, ${among('complained')} as complained, ${among('failed')} as failed,
      ${among('suppressed')} as suppressed, ${among('unclear')} as unclear, ${among('withdrawn')} as withdrawn,
      ${among('held', 'paused', 'queued', 'sending')} as waiting
    from (
      select to_char(created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day, provider, type, state
      from deliveries where channel = 'mail' and created_at >= ${from}::timestamptz and created_at < ${to}::timestamptz
    ) d
    group by grouping sets ((day), (provider), (type), ())
    order by mask, "all" desc, key limit 1000`.execute(db)
  return rows.map(({ mask, key, ...figures }) => ({
    by: dimensions[[0b011, 0b101, 0b110].indexOf(mask)] ?? 'total',
    key: key ?? '',
    ...figures,
  }))
}

export function listMailbox(
  db: Db,
  page: { search?: string | undefined; after: { at: string; id: string } | null; limit: number },
) {
  let query = db
    .selectFrom('mailbox')
    .select(['id', 'recipient', 'subject', 'at', placeOf('at')])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.search)
    query = query.where(sql<boolean>`(recipient || ' ' || subject) ilike ${`%${escapeLike(page.search)}%`}`)
  if (page.after)
    query = query.where(sql<boolean>`(at, id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`)
  return query.execute()
}

export const findMail = (db: Db, id: string) =>
  db.selectFrom('mailbox').selectAll().where('id', '=', id).executeTakeFirst()
