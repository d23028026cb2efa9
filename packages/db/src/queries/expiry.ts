import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../schema.ts'
import { LAST_STATE, stateNumber } from './inbox-filter.ts'
import { keptOf } from './totals.ts'

const EXPIRY_LOCK = 0x6578_7069

/** Which notifications have outlived their use; each is found by an index. */
export const expired = {
  /** Read or archived before a time. A deleted one without the time of that was put back to it by undoing another mark. */
  read: (before: Date) =>
    sql`n.read_at < ${before}::timestamptz and not n.pinned and (n.state in (1, 2) or n.state = 3 and n.mark_id is null)`,
  /** Deleted by a mark made before this id. */
  deleted: (beforeId: string) =>
    sql`n.state = ${sql.lit(stateNumber('deleted'))} and n.mark_id < ${beforeId}::uuid`,
  /** Of events before this id that somebody did not want to be told of. */
  silent: (beforeId: string) => sql`n.state = ${sql.lit(LAST_STATE + 1)} and n.event_id < ${beforeId}::uuid`,
}

/**
 * Removes the next notifications that expired, and of messages that nobody has any more everything. Waits for nobody:
 * what is being changed is left for later. Returns how many went.
 */
export async function removeExpired(
  tx: Tx,
  which: RawBuilder<unknown>,
  limit: number,
): Promise<{ notifications: number; messages: number }> {
  // Of two who each remove one of the last two holders of a message, both would find that there is another.
  await sql`select pg_advisory_xact_lock(${EXPIRY_LOCK})`.execute(tx)
  const { rows: gone } = await sql<{ events: string[]; variants: number[]; size: number }>`
    with gone as (
      delete from notifications where ctid = any(array(
        select n.ctid from notifications n where ${which} limit ${limit} for update skip locked))
      returning person_id, event_id, variant, state, read_at
    ),
    ${keptOf},
    message as (select event_id, variant, count(*) as size from gone group by event_id, variant),
    -- How far an announcement came is known for longer than its messages are kept.
    reach as (
      update announcement_sendings s set gone_delivered = s.gone_delivered + c.delivered, gone_read = s.gone_read + c.read
      from (
        select event_id, count(*) filter (where state <> ${sql.lit(LAST_STATE + 1)}) as delivered, count(read_at) as read
        from gone group by event_id
      ) c where s.event_id = c.event_id
    )
    select coalesce(array_agg(event_id), '{}') as events, coalesce(array_agg(variant), '{}') as variants,
      coalesce(sum(size), 0)::int as size from message`.execute(tx)
  const { events, variants, size } = gone[0]!
  if (size === 0) return { notifications: 0, messages: 0 }
  const { rows } = await sql<{ messages: number }>`
    with gone as (
      delete from messages m using unnest(${events}::uuid[], ${variants}::smallint[]) e(event_id, variant)
      where m.event_id = e.event_id and m.variant = e.variant
        and not exists (select from notifications n where n.variant = m.variant and n.event_id = m.event_id)
      returning 1
    )
    select count(*)::int as messages from gone`.execute(tx)
  await sql`
    delete from deliveries d where d.event_id = any(${events}::uuid[])
      and not exists (select from messages m where m.event_id = d.event_id)`.execute(tx)
  return { notifications: size, messages: rows[0]!.messages }
}
