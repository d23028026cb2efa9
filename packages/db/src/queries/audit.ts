import { jobs } from '@belfry/shared/jobs'
import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'
import { prepared, send, written } from '../statements.ts'

export type AuditRow = Omit<Selectable<Schema['audit_entries']>, 'words'>

/** All but the words, which are for finding alone. */
export const auditColumns = [
  'id',
  'at',
  'action',
  'actor_kind',
  'actor_id',
  'actor_name',
  'target_kind',
  'target_id',
  'target_title',
  'before',
  'after',
  'reason',
  'note',
  'request_id',
  'ip',
  'user_agent',
  'case_id',
  'who_salt',
  'what_salt',
  'seq',
  'hash',
  'who_digest',
  'what_digest',
] as const

export type NewAuditEntry = Omit<
  AuditRow,
  'seq' | 'hash' | 'who_salt' | 'what_salt' | 'who_digest' | 'what_digest'
>

/** Writes entries; that of the same event once. */
export async function insertAuditEntries(tx: Tx, entries: NewAuditEntry[]): Promise<void> {
  await send(tx, entriesIn(JSON.stringify(entries)))
}

const entriesIn = written((_, entries: string) => {
  const columns = sql`id, at, action, actor_kind, actor_id, actor_name, target_kind, target_id, target_title, before, after,
    reason, note, request_id, ip, user_agent, case_id`
  return sql`insert into audit_entries (${columns}, words)
    select ${columns}, audit_words(actor_name, action, target_title, reason, note, before, after)
    from json_populate_recordset(null::audit_entries, ${entries}::json) on conflict do nothing`
})

export const findAuditEntry = (db: Db, id: string): Promise<AuditRow | undefined> =>
  db.selectFrom('audit_entries').select(auditColumns).where('id', '=', id).executeTakeFirst()

// Advisory locks: one sealer at a time; every writer until it commits; and the one writer who asks for the seal.
const SEALER = 4712
const WRITERS = 4714
const ASKING = 4715

/** Waits until no other sealer is at work and every writer of before has committed. Held until the transaction ends. */
export async function lockSealer(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SEALER})`.execute(tx)
  await sql`select pg_advisory_lock(${WRITERS}), pg_advisory_unlock(${WRITERS})`.execute(tx)
}

/**
 * Makes the next sealer wait for this transaction. True for one of many that write at the same time: it has to ask for
 * the seal, and so none of the others needs to.
 */
export async function joinWriters(tx: Tx): Promise<boolean> {
  const join = sql<{ asks: boolean }>`
    select pg_advisory_xact_lock_shared(${WRITERS}), pg_try_advisory_xact_lock(${ASKING}) as asks`
  return (await prepared(tx, join)).rows[0]!.asks
}

/** No job that has yet to begin will seal what is written now. Asked by who has joined the writers, since that job waits for him. */
export const noSealWaits = sql<boolean>`not exists (
  select from graphile_worker.jobs where key = ${jobs.sealAudit.key} and locked_at is null and attempts = 0)`

export const lastCheckpoint = (db: Db) =>
  db.selectFrom('audit_checkpoints').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst()

export const listUnsealed = (tx: Tx, limit: number): Promise<AuditRow[]> =>
  tx
    .selectFrom('audit_entries')
    .select(auditColumns)
    .where('seq', 'is', null)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .execute()

export interface Seal {
  id: string
  at: Date
  seq: number
  hash: Buffer
  who: Buffer
  what: Buffer
}

/** Gives entries their place, hash and digests, in one statement. Returns how many got them. */
export async function sealEntries(tx: Tx, seals: Seal[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update audit_entries e set seq = s.seq, hash = s.hash, who_digest = s.who, what_digest = s.what
    from unnest(${seals.map((s) => s.id)}::uuid[], ${seals.map((s) => s.at)}::timestamptz[],
      ${seals.map((s) => s.seq)}::bigint[], ${seals.map((s) => s.hash)}::bytea[],
      ${seals.map((s) => s.who)}::bytea[], ${seals.map((s) => s.what)}::bytea[]) as s(id, at, seq, hash, who, what)
    where e.id = s.id and e.at = s.at`.execute(tx)
  return Number(numAffectedRows)
}

/** The public half of a key that signs; the first time counts. */
export async function keepAuditKey(tx: Tx, id: string, publicKey: Buffer, at: Date): Promise<void> {
  await tx
    .insertInto('audit_keys')
    .values({ id, public_key: publicKey, first_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export const listAuditKeys = (db: Db) => db.selectFrom('audit_keys').selectAll().orderBy('first_at').execute()

export async function insertCheckpoint(
  tx: Tx,
  checkpoint: Selectable<Schema['audit_checkpoints']>,
): Promise<void> {
  await tx.insertInto('audit_checkpoints').values(checkpoint).execute()
}

/** Makes the partitions of this month and the next two, where they are missing. */
export async function makeAuditPartitions(db: Db, now: Date): Promise<void> {
  await sql`select audit_make_partition((date_trunc('month', ${now}::timestamptz at time zone 'UTC') + n * interval '1 month')::date)
    from generate_series(0, 2) n`.execute(db)
}

export async function auditFigures(db: Db): Promise<{ unsealed: number; sealedTo: number }> {
  const { rows } = await sql<{ unsealed: number; sealedTo: number }>`
    select (select count(*) from (select 1 from audit_entries where seq is null limit 10001) u)::int as unsealed,
      coalesce((select max(seq) from audit_checkpoints), 0)::bigint as "sealedTo"`.execute(db)
  return rows[0]!
}
