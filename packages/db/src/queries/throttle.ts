import { jobs } from '@belfry/shared/jobs'
import { sql } from 'kysely'
import { jobsFrom } from '../enqueue.ts'
import type { Db, Tx } from '../schema.ts'
import { prepared, written } from '../statements.ts'
import { type EventRow, eventColumns } from './events.ts'

/** An event that is about to be told, with what decides whether it may go out now. */
export interface EventToTell extends EventRow {
  /** What administrators switched on or off. */
  flags: { name: string; on: boolean }[]
  /** `waiting`, `released` or `dropped`, where it was throttled before. */
  throttled: string | null
  /** Events of the same sender in the minute before it; counting stops at the limit that was given. */
  pace: number
}

/** `counted`: at most so many earlier events of the sender are counted, those after `since` (an id). */
export async function findEventToTell(
  db: Db,
  id: string,
  { since, counted }: { since: string; counted: number },
): Promise<EventToTell | undefined> {
  return (await prepared(db, eventToTell(id, since, counted))).rows[0]
}

const eventToTell = written((db, id: string, since: string, counted: number) =>
  db
    .selectFrom('events as e')
    .select(eventColumns.map((column) => `e.${column}` as const))
    .select([
      sql<EventToTell['flags']>`(
        select coalesce(json_agg(json_build_object('name', f.name, 'on', f."on")), '[]') from flags f)`.as(
        'flags',
      ),
      sql<string | null>`(select state from throttled_events t where t.event_id = e.id)`.as('throttled'),
      sql<number>`(
        select count(*)::int from (
          select from events s
          where s.actor_id = e.actor_id and s.run_id is null and s.id < e.id and s.id > ${since}::uuid
            and s.actor_key_id is not distinct from e.actor_key_id
          limit ${counted}::int) own)`.as('pace'),
    ])
    .where('e.id', '=', id),
)

/** Whether an event waits, was let go or was dropped; undefined where it was never throttled. */
export async function throttledState(db: Db, eventId: string): Promise<string | undefined> {
  const found = db.selectFrom('throttled_events').select('state').where('event_id', '=', eventId)
  return (await found.executeTakeFirst())?.state
}

export interface Throttled {
  eventId: string
  sender: string
  senderName: string
  perMinute: number
  at: Date
}

/** Lets an event wait. Says whether it is the only one of its sender that does. */
export async function insertThrottled(tx: Tx, event: Throttled): Promise<{ isFirst: boolean }> {
  const { eventId, sender, senderName, perMinute, at } = event
  // Two events of one sender at the same moment: one of them is the first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`throttle ${sender}`}, 0))`.execute(tx)
  const { rows } = await sql<{ others: boolean; kept: boolean }>`
    with kept as (
      insert into throttled_events (event_id, sender, sender_name, per_minute, at)
      values (${eventId}::uuid, ${sender}, ${senderName}, ${perMinute}::int, ${at}::timestamptz)
      on conflict do nothing returning event_id
    )
    select exists (select from kept) as kept,
      exists (select from throttled_events where sender = ${sender} and state = 'waiting') as others`.execute(
    tx,
  )
  const { kept, others } = rows[0]!
  return { isFirst: kept && !others }
}

/** The most that one run lets go. */
const AT_ONCE = 2_000

/**
 * Lets waiting events go: of each sender the oldest, as many as he may send in a minute; with `sender` all of his, as far as
 * one run goes. Returns how many there were.
 */
export async function releaseThrottled(
  tx: Tx,
  { sender, at, by }: { sender?: string; at: Date; by: string | null },
): Promise<number> {
  const due = sender
    ? sql`select event_id from throttled_events where sender = ${sender} and state = 'waiting' order by event_id`
    : sql`
      select w.event_id
      from (select distinct sender from throttled_events where state = 'waiting') s
      cross join lateral (
        select event_id, per_minute, row_number() over (order by event_id) as place
        from throttled_events t where t.sender = s.sender and t.state = 'waiting' order by event_id limit ${AT_ONCE}
      ) w where w.place <= w.per_minute`
  const { rows } = await sql<{ released: number }>`
    with due as (${due} limit ${AT_ONCE}),
    held as (
      select event_id from throttled_events where event_id in (select event_id from due) and state = 'waiting'
      order by event_id for update skip locked
    ),
    released as (
      update throttled_events t set state = 'released', settled_at = ${at}::timestamptz, settled_by = ${by}::uuid
      from held where t.event_id = held.event_id returning t.event_id
    )
    select ${jobsFrom(
      jobs.fanOut,
      sql`select json_build_object('eventId', event_id) from (select event_id from released order by event_id) r`,
    )}::int as released`.execute(tx)
  return rows[0]!.released
}

/** Nobody will hear of what waits of a sender. Returns how many events that were. */
export async function dropThrottled(
  tx: Tx,
  { sender, at, by }: { sender: string; at: Date; by: string },
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('throttled_events')
    .set({ state: 'dropped', settled_at: at, settled_by: by })
    .where('sender', '=', sender)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Whose events wait, the oldest first. */
export async function listThrottled(db: Db) {
  const { rows } = await sql<{
    sender: string
    name: string
    waiting: number
    perMinute: number
    since: Date
  }>`
    select sender, (array_agg(sender_name order by event_id desc))[1] as name, count(*)::int as waiting,
      (array_agg(per_minute order by event_id desc))[1] as "perMinute", min(at) as since
    from throttled_events where state = 'waiting' group by sender order by min(event_id::text) limit 200`.execute(
    db,
  )
  return rows
}

/** Deliveries of a channel that was switched off wait until it is on again. */
export async function pauseDelivery(db: Db, id: string): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'paused' })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute()
}

/** The same for all mails that are due. */
export async function pauseMails(db: Db, now: Date): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'paused', next_at: null })
    .where('next_at', '<=', now)
    .where('state', '=', 'queued')
    .execute()
}

/** They are due now; the minute's job sends them. */
export async function resumeDeliveries(tx: Tx, channel: string, now: Date): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'held', due_at: now })
    .where('channel', '=', channel)
    .where('state', '=', 'paused')
    .execute()
}
