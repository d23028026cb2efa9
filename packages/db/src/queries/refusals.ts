import type { NoticeWho } from '@belfry/shared/notices'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Schema, Tx } from '../schema.ts'
import type { MessageText } from './fan-out.ts'
import { peopleToldOf } from './notices.ts'

export type RefusalRow = Selectable<Schema['refusals']>

export interface Refused {
  /** A person's id, a key's, or the address of somebody unknown; and what people read. */
  caller: string
  name: string
  procedure: string
  times: number
  at: Date
  /** For the event, if these are the first. */
  eventId: string
}

/** Refusals of one caller at one door belong together until none came for this long. */
const TOGETHER = sql`interval '1 hour'`
/** How often the trail gets an entry of refusals that go on. */
const NOTED_EVERY = sql`interval '1 minute'`

/**
 * Counts refused calls, in one statement for all of them. Rows are taken in the order of their key: two processes that
 * count the same callers would deadlock otherwise. `given` is the event's id; `first`: they begin a new count; `noted`: the trail is due an entry.
 */
export async function countRefusals(
  tx: Tx,
  refused: Refused[],
): Promise<{ given: string; first: boolean; noted: boolean }[]> {
  const isOver = sql`r.last_at < excluded.last_at - ${TOGETHER}`
  const isDue = sql`r.noted_at <= excluded.last_at - ${NOTED_EVERY}`
  const restart = (column: string, going: RawBuilder<unknown>) =>
    sql`${sql.ref(column)} = case when ${isOver} then excluded.${sql.ref(column)} else ${going} end`
  const { rows } = await sql<{ event_id: string; given: string; noted: boolean }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(refused)}::json)
        as g(caller text, name text, procedure text, times bigint, at timestamptz, "eventId" uuid)
    ),
    counted as (
      insert into refusals as r (caller, procedure, event_id, name, times, since, last_at, noted_at, noted_id, told, surfaced_at)
      select caller, procedure, "eventId", name, times, at, at, at, "eventId", times, at from given order by caller, procedure
      on conflict (caller, procedure) do update set
        ${restart('event_id', sql`r.event_id`)},
        ${restart('name', sql`r.name`)},
        ${restart('times', sql`r.times + excluded.times`)},
        ${restart('since', sql`r.since`)},
        ${restart('noted_at', sql`case when ${isDue} then excluded.last_at else r.noted_at end`)},
        ${restart('noted_id', sql`case when ${isDue} then excluded.noted_id else r.noted_id end`)},
        ${restart('told', sql`r.told`)},
        ${restart('surfaced_at', sql`r.surfaced_at`)},
        last_at = greatest(r.last_at, excluded.last_at)
      returning caller, procedure, event_id, noted_id
    )
    select c.event_id, g."eventId" as given, c.noted_id = g."eventId" as noted
    from counted c join given g using (caller, procedure)`.execute(tx)
  return rows.map(({ event_id, given, noted }) => ({ given, noted, first: event_id === given }))
}

/** Counts whose message says too little, if it was told at all; held until the transaction ends. */
export const lockUntold = (tx: Tx, limit: number): Promise<RefusalRow[]> =>
  tx
    .selectFrom('refusals as r')
    .selectAll('r')
    .where(sql<boolean>`r.told < r.times`)
    .where(sql<boolean>`exists (select from messages m where m.event_id = r.event_id)`)
    .orderBy('r.caller')
    .orderBy('r.procedure')
    .limit(limit)
    .forUpdate('r')
    .execute()

/** Whether some are being told for the first time; those that nobody is to be told of never are. */
export async function isAnyBeingTold(tx: Tx, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from refusals r where told < times and since > ${now}::timestamptz - interval '5 minutes'
      and not exists (select from messages m where m.event_id = r.event_id) limit 1`.execute(tx)
  return rows.length > 0
}

export interface Retold {
  eventId: string
  times: number
  /** Whoever has read or put away the message finds it unread again. */
  surfaces: boolean
  at: Date
}

/** People in one NOTIFY, at 39 bytes each; Postgres takes less than 8,000. */
const PEOPLE_PER_SIGNAL = 180

/**
 * Changes the texts of messages that were told before, everywhere at once: each inbox that shows one takes the next
 * revisions, and counts those as unread that surface again.
 */
export async function retellMessages(
  tx: Tx,
  retold: Retold[],
  who: readonly NoticeWho[],
  texts: (MessageText & { eventId: string })[],
): Promise<void> {
  const readers = sql`select distinct person_id from (${peopleToldOf(who, null)}) m(person_id)`
  // The lock is a statement of its own, so that the next one sees what others committed while we waited for it.
  await sql`select from inboxes where person_id in (${readers}) order by person_id for update`.execute(tx)
  await sql`
    with retold as (
      select * from json_to_recordset(${JSON.stringify(retold)}::json) as f("eventId" uuid, times bigint, surfaces boolean, at timestamptz)
    ),
    target as (
      select n.person_id, n.event_id, f.surfaces and n.state <> 0 as surfaces,
        row_number() over (partition by n.person_id order by n.event_id) as place
      from (${readers}) m join retold f on true
      join notifications n on n.person_id = m.person_id and n.event_id = f."eventId"
      -- Whoever does not want these in the app (fan-out.ts, SILENT) is not told of their numbers either.
      where n.state <> 5 and (f.surfaces or n.state <> 3)
    ),
    changed as (
      update notifications n set rev = i.rev + t.place,
        state = case when t.surfaces then 0 else n.state end,
        read_at = case when t.surfaces then null else n.read_at end,
        mark_id = case when t.surfaces then null else n.mark_id end
      from target t join inboxes i on i.person_id = t.person_id
      where n.person_id = t.person_id and n.event_id = t.event_id
    ),
    moved as (
      update inboxes i set rev = i.rev + c.changed, unread = i.unread + c.surfaced
      from (select person_id, count(*) as changed, count(*) filter (where surfaces) as surfaced from target group by person_id) c
      where i.person_id = c.person_id
    ),
    reworded as (
      update messages m set title = t.title, body = t.body
      from json_to_recordset(${JSON.stringify(texts)}::json) as t("eventId" uuid, variant smallint, title text, body text)
      where m.event_id = t."eventId" and m.variant = t.variant
    ),
    settled as (
      update refusals r set told = f.times, surfaced_at = case when f.surfaces then f.at else r.surfaced_at end
      from retold f where r.event_id = f."eventId"
    ),
    said as (
      select pg_notify('belfry', json_build_object('kind', 'inbox', 'people', json_agg(person_id))::text)
      from (select person_id, row_number() over () / ${PEOPLE_PER_SIGNAL} as part from (select distinct person_id from target) d) p
      group by part
    )
    select count(*) from said`.execute(tx)
}
