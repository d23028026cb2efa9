import { type Selectable, sql } from 'kysely'
import type { Db, Schema } from '../schema.ts'
import { type AuditRow, auditColumns } from './audit.ts'

export type Checkpoint = Selectable<Schema['audit_checkpoints']>

/** The chain from behind a number on, in its order. */
export const listSealed = (db: Db, after: number, to: number, limit: number): Promise<AuditRow[]> =>
  db
    .selectFrom('audit_entries')
    .select(auditColumns)
    .where('seq', '>', after)
    .where('seq', '<=', to)
    .orderBy('seq')
    .limit(limit)
    .execute()

/** The checkpoints behind a number, the last one of each thousand of entries: any of them proves all before it. */
export const listCheckpoints = (db: Db, after: number, to: number): Promise<Checkpoint[]> =>
  db
    .selectFrom('audit_checkpoints')
    .selectAll()
    .where('seq', 'in', (query) =>
      query
        .selectFrom('audit_checkpoints')
        .select(sql<number>`max(seq)`.as('seq'))
        .where('seq', '>', after)
        .where('seq', '<=', to)
        .groupBy(sql`(seq - 1) / 1000`),
    )
    .orderBy('seq')
    .execute()

/** The hashes at these numbers, as far as there are entries of them. */
export async function hashesAt(db: Db, seqs: number[]): Promise<Map<number, Buffer>> {
  const rows = await db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .where(sql<boolean>`seq = any(${seqs}::bigint[])`)
    .execute()
  return new Map(rows.map(({ seq, hash }) => [seq!, hash!]))
}

/** The first checkpoint at or behind each of these numbers. */
export async function checkpointsCovering(db: Db, seqs: number[]): Promise<Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`
    select distinct c.seq, c.hash, c.at, c.key_id, c.signature from unnest(${seqs}::bigint[]) s(seq)
    cross join lateral (select * from audit_checkpoints where seq >= s.seq order by seq limit 1) c order by c.seq`.execute(
    db,
  )
  return rows
}
