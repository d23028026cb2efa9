import { type Insertable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'

export interface OldMonth {
  /** Of the partition. */
  name: string
  entries: number
  /** The last number in it, and the hash there. */
  seq: number
  hash: Buffer
}

/** The oldest partition that ends before a moment, is not empty and wholly sealed; undefined where there is none. */
export async function findOldMonth(db: Db, before: Date): Promise<OldMonth | undefined> {
  const last = `audit_entries_${before.toISOString().slice(0, 7).replace('-', '_')}`
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'audit_entries'::regclass and c.relname ~ '^audit_entries_[0-9]{4}_[0-9]{2}$' and c.relname < ${last}
    order by 1`.execute(db)
  for (const { name } of rows) {
    const { rows: found } = await sql<OldMonth & { unsealed: boolean }>`
      select ${name} as name, (select count(*) from ${sql.id(name)})::int as entries, seq, hash,
        exists (select from ${sql.id(name)} where seq is null) as unsealed
      from ${sql.id(name)} where seq is not null order by seq desc limit 1`.execute(db)
    if (found[0] && !found[0].unsealed) return found[0]
  }
  return undefined
}

/** Takes a partition away for good, with all that is in it. */
export async function dropMonth(tx: Tx, name: string): Promise<void> {
  await sql`set local lock_timeout = '5s'`.execute(tx)
  await sql`alter table audit_entries detach partition ${sql.id(name)}`.execute(tx)
  await sql`drop table ${sql.id(name)}`.execute(tx)
}

export async function insertRemoval(tx: Tx, removal: Insertable<Schema['audit_removals']>): Promise<void> {
  await tx.insertInto('audit_removals').values(removal).execute()
}

/** Up to which number entries were removed, and the hash there; undefined where all are there. */
export const lastRemoval = (db: Db) =>
  db.selectFrom('audit_removals').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()

const BATCH = 1_000

/** Takes out what of somebody is in entries that he made: his name and from where. Returns of how many; zero at the end. */
export async function redactActor(tx: Tx, personId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update audit_entries e set who_salt = null, actor_name = '', ip = null, user_agent = null,
      words = audit_words('', action, target_title, reason, note, before, after)
    from (select id, at from audit_entries where actor_id = ${personId}::uuid and who_salt is not null and who_digest is not null
      limit ${BATCH}) d where e.id = d.id and e.at = d.at`.execute(tx)
  return Number(numAffectedRows)
}

/** Takes out what entries say about somebody, his account and his cases: titles, values and notes. */
export async function redactSubject(tx: Tx, personId: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update audit_entries e set what_salt = null, target_title = null, before = null, after = null, note = null,
      words = audit_words(actor_name, action, null, reason, null, null, null)
    from (select id, at from (
        select id, at, what_salt, what_digest from audit_entries where target_id = ${personId}::text and target_kind = 'person'
        union all
        select a.id, a.at, a.what_salt, a.what_digest from cases c join audit_entries a on a.case_id = c.id where c.owner_id = ${personId}::uuid
      ) s where what_salt is not null and what_digest is not null limit ${BATCH}) d
    where e.id = d.id and e.at = d.at`.execute(tx)
  return Number(numAffectedRows)
}
