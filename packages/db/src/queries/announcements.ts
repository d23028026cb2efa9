import type { Recurrence } from '@belfry/shared'
import type {
  AnnouncementState,
  AnnouncementToRead,
  AnnouncementWritten,
  ListAnnouncementsInput,
} from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { SILENT } from './fan-out.ts'
import type { Held } from './snoozes.ts'

export interface AnnouncementRow {
  id: string
  authorId: string
  authorName: string
  state: AnnouncementState
  version: number
  content: AnnouncementWritten
  startsAt: Date | null
  timeZone: string
  recurrence: Recurrence | null
  nextAt: Date | null
  stopped: string | null
  createdAt: Date
}

export interface SendingRow {
  id: string
  announcementId: string
  occurrence: Date
  content: AnnouncementWritten
  at: Date
  recipients: number
  doneAt: Date | null
  /** Of messages that have been removed by their age since. */
  gone: { delivered: number; read: number }
}

const select = (db: Db) =>
  db
    .selectFrom('announcements as a')
    .innerJoin('people as p', 'p.id', 'a.author_id')
    .select([
      'a.id',
      'a.author_id as authorId',
      'p.name as authorName',
      sql<AnnouncementState>`a.state`.as('state'),
      'a.version',
      sql<AnnouncementWritten>`a.content`.as('content'),
      'a.starts_at as startsAt',
      'a.time_zone as timeZone',
      sql<Recurrence | null>`a.recurrence`.as('recurrence'),
      'a.next_at as nextAt',
      'a.stopped',
      'a.created_at as createdAt',
    ])

/** Those of one author, or everybody's; newest first, and one more than the limit. */
export const listAnnouncements = (
  db: Db,
  authorId: string | null,
  { state, cursor, limit }: ListAnnouncementsInput,
): Promise<AnnouncementRow[]> =>
  select(db)
    .$if(authorId !== null, (q) => q.where('a.author_id', '=', authorId!))
    .$if(state !== undefined, (q) => q.where('a.state', 'in', state!))
    .$if(Boolean(cursor), (q) => q.where('a.id', '<', cursor!))
    .orderBy('a.id', 'desc')
    .limit(limit + 1)
    .execute()

export const findAnnouncement = (db: Db, id: string): Promise<AnnouncementRow | undefined> =>
  select(db).where('a.id', '=', id).executeTakeFirst()

export const lockAnnouncement = (tx: Tx, id: string): Promise<AnnouncementRow | undefined> =>
  select(tx).where('a.id', '=', id).forUpdate('a').executeTakeFirst()

/** The one that is due longest, and that nobody else sees to right now. */
export const lockDueAnnouncement = (
  tx: Tx,
  now: Date,
  except: string[],
): Promise<AnnouncementRow | undefined> =>
  select(tx)
    .where('a.next_at', '<=', now)
    .where('a.state', '=', 'scheduled')
    .where(sql<boolean>`a.id <> all(${except}::uuid[])`)
    .orderBy('a.next_at')
    .limit(1)
    .forUpdate('a')
    .skipLocked()
    .executeTakeFirst()

export type AnnouncementChange = Partial<
  Pick<
    AnnouncementRow,
    'state' | 'content' | 'startsAt' | 'timeZone' | 'recurrence' | 'nextAt' | 'stopped' | 'version'
  >
>

const valuesOf = ({
  state,
  content,
  startsAt,
  timeZone,
  recurrence,
  nextAt,
  stopped,
}: AnnouncementChange) => ({
  ...(state !== undefined && { state }),
  ...(content !== undefined && { content: JSON.stringify(content) }),
  ...(startsAt !== undefined && { starts_at: startsAt }),
  ...(timeZone !== undefined && { time_zone: timeZone }),
  ...(recurrence !== undefined && { recurrence: recurrence && JSON.stringify(recurrence) }),
  ...(nextAt !== undefined && { next_at: nextAt }),
  ...(stopped !== undefined && { stopped }),
})

export async function insertAnnouncement(
  tx: Tx,
  row: Pick<AnnouncementRow, 'id' | 'authorId' | 'state' | 'content'>,
  at: Date,
): Promise<void> {
  const { id, authorId, state, content } = row
  await tx
    .insertInto('announcements')
    .values({
      id,
      author_id: authorId,
      state,
      content: JSON.stringify(content),
      created_at: at,
      changed_at: at,
    })
    .execute()
}

/** Every change is another version, so that nobody writes over what he has not seen. */
export async function changeAnnouncement(
  tx: Tx,
  id: string,
  change: AnnouncementChange,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('announcements')
    .set({ ...valuesOf(change), version: sql<number>`version + 1`, changed_at: at })
    .where('id', '=', id)
    .execute()
}

/** False where it has gone out for this occurrence already. */
export async function insertSending(
  tx: Tx,
  { content, ...row }: Omit<SendingRow, 'doneAt' | 'gone'>,
): Promise<boolean> {
  const inserted = await tx
    .insertInto('announcement_sendings')
    .values({
      event_id: row.id,
      announcement_id: row.announcementId,
      occurrence: row.occurrence,
      content: JSON.stringify(content),
      at: row.at,
      recipients: row.recipients,
      expires_at: content.expiresAt,
    })
    .onConflict((conflict) => conflict.columns(['announcement_id', 'occurrence']).doNothing())
    .returning('event_id')
    .execute()
  return inserted.length > 0
}

const selectSendings = (db: Db) =>
  db
    .selectFrom('announcement_sendings')
    .select([
      'event_id as id',
      'announcement_id as announcementId',
      'occurrence',
      sql<AnnouncementWritten>`content`.as('content'),
      'at',
      'recipients',
      'done_at as doneAt',
      sql<SendingRow['gone']>`json_build_object('delivered', gone_delivered, 'read', gone_read)`.as('gone'),
    ])

export const findSending = (db: Db, eventId: string): Promise<SendingRow | undefined> =>
  selectSendings(db).where('event_id', '=', eventId).executeTakeFirst()

/** Newest first. One has 400 at most. */
export const listSendings = (db: Db, announcementIds: string[]): Promise<SendingRow[]> =>
  selectSendings(db)
    .where(sql<boolean>`announcement_id = any(${announcementIds}::uuid[])`)
    .orderBy('occurrence', 'desc')
    .execute()

/** Everybody has been told: how many that were in the end is known now. */
export async function finishSending(tx: Tx, eventId: string, recipients: number, at: Date): Promise<void> {
  await sql`
    with done as (
      update announcement_sendings set recipients = ${recipients}::int, done_at = ${at}::timestamptz
      where event_id = ${eventId} and done_at is null returning announcement_id
    )
    update announcements a set state = 'sent', version = version + 1 from done
    where a.id = done.announcement_id and a.state = 'sending'`.execute(tx)
}

/** Sendings that are over though somebody may not have read them yet; those whose people are still being told come later. */
export const listExpiredSendings = async (db: Db, now: Date, limit: number): Promise<string[]> =>
  (
    await db
      .selectFrom('announcement_sendings')
      .select('event_id')
      .where('expires_at', '<=', now)
      .where('done_at', 'is not', null)
      .orderBy('expires_at')
      .limit(limit)
      .execute()
  ).map(({ event_id }) => event_id)

export async function findUnreadOf(db: Db, eventId: string, limit: number): Promise<Held[]> {
  const { rows } = await sql<Held>`
    select n.person_id as "personId", n.event_id as "eventId"
    from messages m join notifications n on n.variant = m.variant and n.event_id = m.event_id
    where m.event_id = ${eventId}::uuid and n.state = 0 and not n.pinned order by n.person_id limit ${limit}`.execute(
    db,
  )
  return rows
}

export async function closeSending(tx: Tx, eventId: string): Promise<void> {
  await tx
    .updateTable('announcement_sendings')
    .set({ expires_at: null })
    .where('event_id', '=', eventId)
    .execute()
}

/** Announcements of a sender that waited too long to be told, and are not told any more. */
export async function cancelDropped(tx: Tx, { sender, at }: { sender: string; at: Date }): Promise<void> {
  await sql`
    with dropped as (
      update announcement_sendings s set recipients = 0, done_at = ${at}::timestamptz
      from throttled_events t
      where t.sender = ${sender} and t.state = 'dropped' and s.event_id = t.event_id and s.done_at is null
      returning s.announcement_id
    )
    update announcements a set state = 'cancelled', stopped = 'dropped', version = version + 1 from dropped
    where a.id = dropped.announcement_id and a.state = 'sending'`.execute(tx)
}

/** Names of what audiences are made of. */
export async function namesIn(
  db: Db,
  ids: { people: string[]; scopes: string[]; cases: string[] },
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id::text, name from people where id = any(${ids.people}::uuid[])
    union all select id, name from scopes where id = any(${ids.scopes}::text[])
    union all select id::text, title from cases where id = any(${ids.cases}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** What one person was told by a sending; nothing where it was not for him. */
export async function findToRead(
  db: Db,
  personId: string,
  eventId: string,
): Promise<AnnouncementToRead | undefined> {
  const row = await db
    .selectFrom('notifications as n')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.event_id', '=', 'n.event_id').onRef('m.variant', '=', 'n.variant'),
    )
    .innerJoin('announcement_sendings as s', 's.event_id', 'n.event_id')
    .select([
      'm.event_id as id',
      'm.title',
      'm.body',
      sql<AnnouncementToRead['tone']>`m.tone`.as('tone'),
      sql<AnnouncementToRead['priority']>`m.priority`.as('priority'),
      sql<string | null>`s.content ->> 'link'`.as('link'),
      'm.actor_id',
      'm.actor_name',
      'm.created_at',
    ])
    .where('n.person_id', '=', personId)
    .where('n.event_id', '=', eventId)
    .executeTakeFirst()
  if (!row) return undefined
  const { actor_id, actor_name, created_at, ...text } = row
  return {
    ...text,
    author: actor_id ? { id: actor_id, name: actor_name ?? '' } : null,
    at: created_at.toISOString(),
  }
}

/** How many have each of these events in their inbox, and have read it; those who switched it off have not. */
export async function countReach(
  db: Db,
  eventIds: string[],
): Promise<Map<string, { delivered: number; read: number }>> {
  const { rows } = await sql<{ id: string; delivered: number; read: number }>`
    select n.event_id as id, count(*)::int as delivered, count(n.read_at)::int as read
    from messages m join notifications n on n.variant = m.variant and n.event_id = m.event_id
    where m.event_id = any(${eventIds}::uuid[]) and n.state <> ${SILENT} group by n.event_id`.execute(db)
  return new Map(rows.map(({ id, ...reach }) => [id, reach]))
}
