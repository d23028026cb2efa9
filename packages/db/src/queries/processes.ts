import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

/** First half of the advisory lock that a living process holds on its id. */
export const PROCESS_LOCK = 4711

/** Long enough for a heartbeat every five seconds to be missed twice. */
const SEEN_WITHIN = '15 seconds'

export interface ProcessRow {
  id: string
  kind: 'api' | 'worker'
  host: string
  pid: number
  version: string
}

export async function registerProcess(db: Db, process: ProcessRow): Promise<void> {
  await db
    .insertInto('processes')
    .values(process)
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ seen_at: sql<Date>`now()` }))
    .execute()
}

export async function heartbeat(db: Db, id: string): Promise<void> {
  await sql`update processes set seen_at = now() where id = ${id}`.execute(db)
}

export async function removeProcess(db: Db, id: string): Promise<void> {
  await db.deleteFrom('processes').where('id', '=', id).execute()
}

/**
 * Processes whose lock nobody holds: dead ones, and living ones that lost their session a moment ago and are taking it
 * back. Whoever is found here twice in a row is dead.
 */
export async function listUnlocked(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from processes where pg_try_advisory_xact_lock(${PROCESS_LOCK}, hashtext(id))`.execute(tx)
  return rows.map((row) => row.id)
}

/**
 * Removes the rows of those processes among `ids` that nobody holds the lock of, and returns them. The lock is taken for
 * the transaction, so of several sweepers one gets each.
 */
export async function takeDeadProcesses(tx: Tx, ids: string[]): Promise<{ id: string; kind: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; kind: string }>`
    with dead as (
      select id from processes where id = any(${ids}) and pg_try_advisory_xact_lock(${PROCESS_LOCK}, hashtext(id))
    )
    delete from processes p using dead d where p.id = d.id returning p.id, p.kind`.execute(tx)
  return rows
}

export async function isListed(db: Db, id: string): Promise<boolean> {
  const row = await db.selectFrom('processes').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

export type ListedProcess = Awaited<ReturnType<typeof listProcesses>>[number]

export const listProcesses = (db: Db) =>
  db
    .selectFrom('processes as p')
    .select((eb) => [
      'p.id',
      'p.kind',
      'p.host',
      'p.pid',
      'p.version',
      'p.started_at as startedAt',
      'p.seen_at as seenAt',
      sql<boolean>`p.seen_at > now() - ${SEEN_WITHIN}::interval`.as('alive'),
      eb
        .selectFrom('connections as c')
        .whereRef('c.process_id', '=', 'p.id')
        .select((e) => e.fn.countAll<number>().as('n'))
        .as('connections'),
    ])
    .orderBy('p.kind')
    .orderBy('p.started_at')
    .limit(200)
    .execute()
