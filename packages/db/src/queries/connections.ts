import { sql } from 'kysely'
import type { Db } from '../schema.ts'

export interface ConnectionRow {
  id: string
  personId: string
  sessionId: string | null
  transport: 'websocket' | 'sse' | 'polling'
  ip: string | null
  userAgent: string | null
  since: Date
}

/** What changes of an open connection. */
export interface ConnectionSign {
  id: string
  seenAt: Date
  /** The last revision of its inbox that was told over it; null where it follows none. */
  rev: number | null
}

/** Notes signs of life of many connections, in one statement. */
export async function noteConnections(db: Db, signs: ConnectionSign[]): Promise<void> {
  if (signs.length === 0) return
  await sql`update connections c set seen_at = s."seenAt", rev = s.rev
    from json_to_recordset(${JSON.stringify(signs)}::json) as s(id uuid, "seenAt" timestamptz, rev bigint)
    where c.id = s.id`.execute(db)
}

/** Writes what opened and removes what closed, in one statement each: connections come and go by thousands. */
export async function syncConnections(
  db: Db,
  processId: string,
  opened: ConnectionRow[],
  closed: string[],
): Promise<void> {
  if (opened.length > 0)
    await sql`
      insert into connections (id, process_id, person_id, session_id, transport, ip, user_agent, since)
      select id, ${processId}, "personId", "sessionId", transport, ip, "userAgent", since
      from json_to_recordset(${JSON.stringify(opened)}::json)
        as c(id uuid, "personId" uuid, "sessionId" uuid, transport text, ip text, "userAgent" text, since timestamptz)
      where exists (select from processes where id = ${processId})
      on conflict do nothing`.execute(db)
  if (closed.length > 0)
    await db
      .deleteFrom('connections')
      .where(sql<boolean>`id = any(${closed}::uuid[])`)
      .execute()
}

export function listConnections(db: Db, page: { cursor?: string | null | undefined; limit: number }) {
  let query = db
    .selectFrom('connections as c')
    .innerJoin('people as p', 'p.id', 'c.person_id')
    .innerJoin('processes as s', 's.id', 'c.process_id')
    .leftJoin('inboxes as i', 'i.person_id', 'c.person_id')
    .select([
      'c.id',
      'c.person_id as personId',
      'p.name',
      'c.process_id as process',
      'c.transport',
      'c.ip',
      'c.user_agent as userAgent',
      'c.since',
      's.host as node',
      'c.seen_at as seenAt',
      sql<number | null>`case when c.rev is not null then greatest(i.rev - c.rev, 0) end`.as('lag'),
    ])
    .orderBy('c.id', 'desc')
    .limit(page.limit + 1)
  if (page.cursor) query = query.where('c.id', '<', page.cursor)
  return query.execute()
}

export async function countConnections(db: Db): Promise<number> {
  const { n } = await db
    .selectFrom('connections')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}
