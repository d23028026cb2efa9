import { type NotificationState, notificationStates } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { stateNumber } from './inbox-filter.ts'

/** What becomes of notifications. `markId` names the operation, so that it can be taken back. */
export interface Mark {
  as: NotificationState
  /** When what is snoozed comes back. */
  until: Date | null
  markId: string
  now: Date
}

/**
 * Gives those of a person's notifications that are in one of `from` another state, each with a revision of its own under
 * the inbox's lock. Returns how many changed.
 */
export function markNotifications(
  tx: Tx,
  personId: string,
  ids: string[],
  from: readonly NotificationState[],
  { as, until, markId, now }: Mark,
): Promise<number> {
  const to = stateNumber(as)
  // What is snoozed already can be snoozed until another time.
  const states = from.filter((state) => state !== as || as === 'snoozed').map(stateNumber)
  const readAt = {
    unread: sql`null`,
    snoozed: sql`n.read_at`,
    read: sql`coalesce(n.read_at, ${now}::timestamptz)`,
  }
  return change(
    tx,
    personId,
    sql`n.event_id = any(${ids}::uuid[]) and n.state = any(${states}::smallint[])`,
    sql`state = ${to}::smallint, snoozed_until = ${until}::timestamptz, mark_id = ${markId}::uuid,
      read_at = ${as === 'unread' || as === 'snoozed' ? readAt[as] : readAt.read},
      prior_state = n.state, prior_read_at = n.read_at, prior_until = n.snoozed_until`,
  )
}

/** What one marking changed, and nothing changed since; newest first. */
export async function findMarked(
  db: Db,
  personId: string,
  markId: string,
  { cursor, limit }: { cursor: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select event_id as id from notifications n where person_id = ${personId}::uuid and mark_id = ${markId}::uuid
      and (${cursor}::uuid is null or event_id < ${cursor}::uuid)
    order by event_id desc limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

/** Takes a marking of these back: each that nothing changed since is as it was before. */
export const unmarkNotifications = (
  tx: Tx,
  personId: string,
  ids: string[],
  markId: string,
): Promise<number> =>
  change(
    tx,
    personId,
    sql`n.event_id = any(${ids}::uuid[]) and n.mark_id = ${markId}::uuid`,
    sql`state = n.prior_state, read_at = n.prior_read_at, snoozed_until = n.prior_until, mark_id = null`,
  )

/** Keeps notifications at the top, or lets them go. */
export const pinNotifications = (tx: Tx, personId: string, ids: string[], pinned: boolean): Promise<number> =>
  change(
    tx,
    personId,
    sql`n.event_id = any(${ids}::uuid[]) and n.pinned <> ${pinned} and n.state < ${notificationStates.length}`,
    sql`pinned = ${pinned}`,
  )

/** Changes notifications of one inbox, moves its count with them, and says so to those who follow it. */
async function change(
  tx: Tx,
  personId: string,
  which: RawBuilder<unknown>,
  set: RawBuilder<unknown>,
): Promise<number> {
  // The lock is a statement of its own, so that the next one sees what others committed while we waited for it.
  await sql`select from inboxes where person_id = ${personId} for update`.execute(tx)
  const { rows } = await sql<{ changed: number }>`
    with target as (
      select n.event_id, n.state, row_number() over (order by n.event_id) as place
      from notifications n where n.person_id = ${personId} and ${which}
    ),
    changed as (
      update notifications n set rev = i.rev + t.place, ${set}
      from target t, inboxes i
      where n.person_id = ${personId} and n.event_id = t.event_id and i.person_id = ${personId}
      returning (n.state = 0)::int - (t.state = 0)::int as unread
    ),
    counted as (select count(*) as changed, coalesce(sum(unread), 0)::int as unread from changed),
    -- One that expired at this moment has its place too: the others' revisions must not be given again.
    taken as (select count(*) as places from target),
    said as (
      select pg_notify('belfry', json_build_object('kind', 'inbox', 'people', json_build_array(${personId}::uuid))::text)
      from counted where changed > 0
    ),
    moved as (
      update inboxes i set rev = i.rev + t.places, unread = i.unread + c.unread
      from counted c, taken t where i.person_id = ${personId} and c.changed > 0
    )
    select changed, (select count(*) from said) from counted`.execute(tx)
  return rows[0]?.changed ?? 0
}
