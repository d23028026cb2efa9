import { idBefore } from '@belfry/shared'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { SILENT } from './fan-out.ts'

export interface Span {
  from: Date
  to: Date
}

/** Times until something was read, by their power of two in seconds: the last one is half a year. */
const TIMES = 24
const HOUR_MS = 3_600_000

/** In which of the `times` a notification belongs that was read so long after its message; null where it was not. */
const bucketOf = (readAt: RawBuilder<unknown>, createdAt: RawBuilder<unknown>) => sql<number | null>`
  case when ${readAt} is not null then
    least(${sql.lit(TIMES - 1)}, floor(ln(greatest(date_part('epoch', ${readAt} - ${createdAt}), 1)) / ln(2)))::int end`

/** The figures of rows that have a `bucket`. */
const figures = sql`count(*)::int as sent, count(bucket)::int as read,
  array[${sql.join(Array.from({ length: TIMES }, (_, place) => sql`count(*) filter (where bucket = ${sql.lit(place)})`))}]::int[] as times`

/** The same of figures. */
const summed = sql`sum(sent)::int as sent, sum(read)::int as read,
  array[${sql.join(Array.from({ length: TIMES }, (_, place) => sql`sum(times[${sql.lit(place + 1)}])`))}]::int[] as times`

/**
 * What people were told of in these spans, each with its place among them. Ids are made in the order of time. Each is a part of its
 * own: of spans in a table the planner cannot tell how little they hold.
 */
const toldIn = (spans: Span[], personId?: string) =>
  sql.join(
    spans.map(({ from, to }, place) => {
      const within = (column: RawBuilder<unknown>) =>
        sql`${column} >= ${idBefore(from.getTime())}::uuid and ${column} < ${idBefore(to.getTime())}::uuid`
      return sql`
        select ${sql.lit(place + 1)} as place, n.person_id, m.type, m.category, m.priority, m.created_at,
          ${bucketOf(sql`n.read_at`, sql`m.created_at`)} as bucket
        from messages m join notifications n on n.event_id = m.event_id and n.variant = m.variant
        where ${within(sql`m.event_id`)} and ${within(sql`n.event_id`)} and n.state <> ${SILENT}
          ${personId ? sql`and n.person_id = ${personId}::uuid` : sql``}`
    }),
    sql` union all `,
  )

const grants = sql`(select distinct person_id, role from role_grants where revoked_at is null)`

export interface Counted {
  sent: number
  read: number
  /** How many were read within 2, 4, 8 … seconds. */
  times: number[]
}
/** Of one day (`2026-11-20`, of the zone) and whatever was told on it, or of one message on whatever day. */
export type CountedMessage = Counted &
  (
    | { day: string; type: null; category: null; priority: null }
    | { day: null; type: string; category: string; priority: string }
  )

/** What was told in a period to one person or to everybody, by the day and by the message. Days are those of the zone, to the hour. */
export async function countMessages(
  db: Db,
  { personId, ...period }: Span & { personId?: string },
  timeZone: string,
): Promise<CountedMessage[]> {
  const { whole, live } = personId ? { whole: undefined, live: [period] } : await split(db, period)
  const { rows } = await sql<CountedMessage>`
    select day::text, type, category, priority, ${summed} from (
      select day, type, category, priority, ${figures}
      from (select *, (created_at at time zone ${timeZone})::date as day from (${toldIn(live, personId)}) told) told
      group by grouping sets ((day), (type, category, priority))
      union all
      select day, type, category, priority, ${summed}
      from (
        select *, (hour at time zone ${timeZone})::date as day from notification_totals where role = '' and ${kept(whole)}
      ) kept
      group by grouping sets ((day), (type, category, priority))
    ) counted group by 1, 2, 3, 4`.execute(db)
  return rows
}

/** The same by what its readers are; of what has been counted before, by what they were then. */
export async function countByRole(db: Db, period: Span): Promise<(Counted & { role: string })[]> {
  const { whole, live } = await split(db, period)
  const { rows } = await sql<Counted & { role: string }>`
    with told as (${toldIn(live)})
    select role, ${summed} from (
      select g.role, ${figures} from told join ${grants} g on g.person_id = told.person_id group by g.role
      union all
      select role, ${summed} from notification_totals where role <> '' and ${kept(whole)} group by role
    ) counted group by role`.execute(db)
  return rows
}

interface Whole extends Span {
  countedTo: Date
}

/** Of the hours of a period that are counted; of later ones there is only what has gone. */
const kept = (whole: Whole | undefined) =>
  whole
    ? sql`hour >= ${whole.from}::timestamptz and hour < ${whole.to}::timestamptz and (gone or hour < ${whole.countedTo}::timestamptz)`
    : sql`false`

/** The whole hours of a period, and what of it has to be counted now: its ends, and what came of late. */
async function split(db: Db, { from, to }: Span): Promise<{ whole: Whole | undefined; live: Span[] }> {
  const { counted_to: countedTo } = await db
    .selectFrom('notification_counting')
    .select('counted_to')
    .executeTakeFirstOrThrow()
  const first = hourOf(new Date(from.getTime() + HOUR_MS - 1))
  const last = hourOf(to)
  const known = new Date(Math.min(last.getTime(), countedTo?.getTime() ?? 0))
  if (first >= known) return { whole: undefined, live: [{ from, to }] }
  const live = [
    { from, to: first },
    { from: known, to },
  ]
  return { whole: { from: first, to: last, countedTo: known }, live }
}

export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS)

/** Holds the one row that says how far it has been counted; nothing while somebody else counts. */
export const lockCounting = (tx: Tx) =>
  tx
    .selectFrom('notification_counting')
    .select(['counted_to as countedTo', 'read_to as readTo'])
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()

export async function findFirstHour(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ hour: Date | null }>`
    select belfry_hour((select event_id from messages order by event_id limit 1)) as hour`.execute(db)
  return rows[0]!.hour
}

/** Counts these hours anew. What has been removed from them meanwhile is counted apart; see expiry.ts. */
export async function recount(tx: Tx, hours: Date[]): Promise<void> {
  if (hours.length === 0) return
  const spans = hours.map((from) => ({ from, to: new Date(from.getTime() + HOUR_MS) }))
  await sql`delete from notification_totals where hour = any(${hours}::timestamptz[]) and not gone`.execute(
    tx,
  )
  await sql`
    insert into notification_totals (hour, gone, role, type, category, priority, sent, read, times)
    with told as materialized (${toldIn(spans)}),
    counted as (
      select place, '' as role, type, category, priority, ${figures} from told group by place, type, category, priority
      union all
      select place, g.role, '', '', '', ${figures} from told join ${grants} g on g.person_id = told.person_id
      group by place, g.role
    )
    select (${hours}::timestamptz[])[place], false, role, type, category, priority, sent, read, times from counted`.execute(
    tx,
  )
}

export const setCounted = (tx: Tx, to: { counted_to: Date } | { read_to: Date }) =>
  tx.updateTable('notification_counting').set(to).execute()

/** Notes the hours whose messages were read since. */
export async function noteRead(tx: Tx, since: Date | null): Promise<void> {
  await sql`
    insert into notification_totals_due
    select distinct belfry_hour(event_id) from notifications
    where read_at is not null ${since ? sql`and read_at >= ${since}::timestamptz` : sql``}`.execute(tx)
}

/** Notes that something was told of an event of long ago. */
export async function noteHour(db: Db, at: Date): Promise<void> {
  await sql`insert into notification_totals_due values (${hourOf(at)}::timestamptz)`.execute(db)
}

/** Takes up to so many of the hours that are noted. */
export async function takeDueHours(tx: Tx, limit: number): Promise<Date[]> {
  const { rows } = await sql<{ hour: Date }>`
    with due as (
      delete from notification_totals_due where hour in (
        select distinct hour from notification_totals_due order by hour limit ${limit})
      returning hour
    )
    select distinct hour from due`.execute(tx)
  return rows.map(({ hour }) => hour)
}

/**
 * Of notifications in the CTE `gone`, whose messages are still there: what is removed stays counted. To be used in the statement
 * that removes them.
 */
export const keptOf = sql`
  told as (
    select belfry_hour(g.event_id) as hour, g.person_id, m.type, m.category, m.priority,
      ${bucketOf(sql`g.read_at`, sql`m.created_at`)} as bucket
    from gone g join messages m on m.event_id = g.event_id and m.variant = g.variant where g.state <> ${sql.lit(SILENT)}
  ),
  noted as (insert into notification_totals_due select distinct hour from told),
  kept as (
    insert into notification_totals as t (hour, gone, role, type, category, priority, sent, read, times)
    select hour, true, '', type, category, priority, ${figures} from told group by hour, type, category, priority
    union all
    select hour, true, g.role, '', '', '', ${figures} from told join ${grants} g on g.person_id = told.person_id
    group by hour, g.role
    on conflict (hour, gone, role, type, category, priority) do update
      set sent = t.sent + excluded.sent, read = t.read + excluded.read, times = belfry_added(t.times, excluded.times)
  )`
