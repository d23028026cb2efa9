import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { stateNumber } from './inbox-filter.ts'

/** A notification in somebody's inbox. */
export interface Held {
  personId: string
  eventId: string
}

/** Snoozed ones whose time has come, the earliest first. */
export async function findDueSnoozes(db: Db, now: Date, limit: number): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select person_id as "personId", event_id as "eventId" from notifications
    where state = 4 and snoozed_until <= ${now}::timestamptz order by snoozed_until limit ${limit}`.execute(
    db,
  )
  return rows
}

/** Brings these back as unread, those excepted that were touched meanwhile. Returns how many came back. */
export const wakeNotifications = (tx: Tx, due: Held[], now: Date): Promise<number> =>
  changeInMany(tx, due, {
    which: sql`n.state = 4 and n.snoozed_until <= ${now}::timestamptz`,
    // The time stays, so that it can be said, and found, that this one came back.
    set: sql`state = 0, read_at = null, mark_id = null`,
  })

/** People in one look for what is too old. */
const PEOPLE_AT_ONCE = 1_000

/** Unread ones of the next people that nobody looked at for too long: those whose ids are before `before`. */
export async function findUnreadBefore(
  db: Db,
  before: string,
  after: string | null,
  limit: number,
): Promise<{ held: Held[]; last: string | null }> {
  const { rows } = await sql<{ last: string | null; held: Held[] }>`
    with person as materialized (
      select person_id, unread from inboxes where ${after}::uuid is null or person_id > ${after}::uuid
      order by person_id limit ${PEOPLE_AT_ONCE}
    )
    select (select person_id from person order by person_id desc limit 1) as last,
      (select coalesce(json_agg(h), '[]') from (
        select p.person_id as "personId", n.event_id as "eventId" from person p cross join lateral (
          select event_id from notifications n
          where n.person_id = p.person_id and n.state = 0 and n.event_id < ${before}::uuid and not n.pinned
          order by event_id limit ${limit}
        ) n where p.unread > 0 limit ${limit}) h) as held`.execute(db)
  return rows[0]!
}

/** Deletes unread ones that are too old, as their reader would: it can be seen that they went, and when. */
export const expireUnread = (tx: Tx, old: Held[], markId: string): Promise<number> =>
  changeInMany(tx, old, {
    which: sql`n.state = 0 and not n.pinned`,
    set: sql`state = ${stateNumber('deleted')}::smallint, mark_id = ${markId}::uuid,
      prior_state = n.state, prior_read_at = n.read_at, prior_until = n.snoozed_until`,
  })

/** People in one NOTIFY, at 39 bytes each; Postgres takes less than 8,000. */
const PEOPLE_PER_SIGNAL = 180

/** Changes notifications of many inboxes: like `change` of marks.ts, which does it for one. */
async function changeInMany(
  tx: Tx,
  held: Held[],
  { which, set }: { which: ReturnType<typeof sql>; set: ReturnType<typeof sql> },
): Promise<number> {
  const people = held.map(({ personId }) => personId)
  // Inboxes are locked in id order, as the fan-out does it; the next statement sees what others committed meanwhile.
  await sql`select from inboxes where person_id = any(${people}::uuid[]) order by person_id for update`.execute(
    tx,
  )
  const { rows } = await sql<{ changed: number }>`
    with target as (
      select n.person_id, n.event_id, n.state, row_number() over (partition by n.person_id order by n.event_id) as place
      from unnest(${people}::uuid[], ${held.map(({ eventId }) => eventId)}::uuid[]) h(person_id, event_id)
      join notifications n on n.person_id = h.person_id and n.event_id = h.event_id where ${which}
    ),
    changed as (
      update notifications n set rev = i.rev + t.place, ${set}
      from target t join inboxes i on i.person_id = t.person_id
      where n.person_id = t.person_id and n.event_id = t.event_id
      returning n.person_id, (n.state = 0)::int - (t.state = 0)::int as unread
    ),
    counted as (select person_id, count(*) as changed, sum(unread) as unread from changed group by person_id),
    -- With the places of those that expired at this moment: see marks.ts.
    taken as (select person_id, count(*) as places from target group by person_id),
    moved as (
      update inboxes i set rev = i.rev + t.places, unread = i.unread + c.unread
      from counted c join taken t using (person_id) where i.person_id = c.person_id
    ),
    said as (
      select pg_notify('belfry', json_build_object('kind', 'inbox', 'people', json_agg(person_id))::text)
      from (select person_id, row_number() over () / ${PEOPLE_PER_SIGNAL} as part from counted) p group by part
    )
    select coalesce(sum(changed), 0)::int as changed, (select count(*) from said) from counted`.execute(tx)
  return rows[0]!.changed
}
