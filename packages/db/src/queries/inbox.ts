import { type Selectable, sql } from 'kysely'
import type { Db, Schema } from '../schema.ts'
import { LAST_STATE } from './inbox-filter.ts'

/** How far a reader of one inbox has come; the client's position is `epoch.rev`. */
export interface Position {
  personId: string
  rev: number
}

/** A notification with the text its reader gets. */
export interface NotificationRow {
  personId: string
  eventId: string
  rev: number
  variant: number
  state: number
  readAt: Date | null
  snoozedUntil: Date | null
  pinned: boolean
}

export interface InboxChanges {
  personId: string
  epoch: number
  rev: number
  unread: number
  changes: NotificationRow[]
}

/** Changes of one inbox that one read takes at most; a reader further behind reads again. */
export const CHANGES_PER_READ = 200

/**
 * What changed in these inboxes since their readers' positions: one query for all of them, with revision and count of the
 * same moment. A reader who got `CHANGES_PER_READ` changes may have more to come.
 */
export async function changesSince(db: Db, positions: Position[]): Promise<InboxChanges[]> {
  if (positions.length === 0) return []
  const { rows } = await sql<{
    person_id: string
    epoch: number
    inbox_rev: number
    unread: number
    event_id: string | null
    rev: number
    variant: number
    state: number
    read_at: Date | null
    snoozed_until: Date | null
    pinned: boolean
  }>`
    select i.person_id, i.epoch, i.rev as inbox_rev, i.unread, n.event_id, n.rev, n.variant, n.state,
      n.read_at, n.snoozed_until, n.pinned
    from unnest(${positions.map((p) => p.personId)}::uuid[], ${positions.map((p) => p.rev)}::bigint[]) as w(person_id, rev)
    join inboxes i on i.person_id = w.person_id
    left join lateral (
      select event_id, rev, variant, state, read_at, snoozed_until, pinned from notifications n
      where n.person_id = w.person_id and n.rev > w.rev and n.state <= ${LAST_STATE} order by n.rev limit ${CHANGES_PER_READ}
    ) n on true
    order by i.person_id, n.rev`.execute(db)

  const inboxes: InboxChanges[] = []
  for (const row of rows) {
    let inbox = inboxes.at(-1)
    if (inbox?.personId !== row.person_id) {
      inbox = {
        personId: row.person_id,
        epoch: row.epoch,
        rev: row.inbox_rev,
        unread: row.unread,
        changes: [],
      }
      inboxes.push(inbox)
    }
    if (row.event_id)
      inbox.changes.push({
        personId: row.person_id,
        eventId: row.event_id,
        rev: row.rev,
        variant: row.variant,
        state: row.state,
        readAt: row.read_at,
        snoozedUntil: row.snoozed_until,
        pinned: row.pinned,
      })
  }
  return inboxes
}

export const findInbox = (db: Db, personId: string) =>
  db
    .selectFrom('inboxes')
    .select(['epoch', 'rev', 'unread'])
    .where('person_id', '=', personId)
    .executeTakeFirst()

export type MessageRow = Selectable<Schema['messages']>

/** All that a message says; what it is found by is left where it is. */
export const messageColumns = [
  'event_id',
  'variant',
  'locale',
  'type',
  'category',
  'tone',
  'priority',
  'title',
  'body',
  'link',
  'case_id',
  'actor_id',
  'actor_name',
  'data',
  'created_at',
] as const satisfies (keyof MessageRow)[]

export const listMessages = (db: Db, keys: { eventId: string; variant: number }[]): Promise<MessageRow[]> =>
  db
    .selectFrom('messages')
    .select(messageColumns)
    .where(
      sql<boolean>`(event_id, variant) in (select * from unnest(${keys.map((k) => k.eventId)}::uuid[], ${keys.map((k) => k.variant)}::smallint[]))`,
    )
    .execute()
