import type { FileKind, FileRefusal } from '@belfry/shared'
import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'

export type FileRow = Selectable<Schema['files']>
export type ReadyFile = FileRow & { type: string; size: number; sha256: string; storage_key: string }

export async function insertFile(
  tx: Tx,
  file: {
    id: string
    uploadedBy: string
    name: string
    declaredType: string | null
    size: number
    accept: readonly FileKind[]
    at: Date
  },
): Promise<void> {
  await tx
    .insertInto('files')
    .values({
      id: file.id,
      uploaded_by: file.uploadedBy,
      name: file.name,
      declared_type: file.declaredType,
      declared_size: file.size,
      accept: [...file.accept],
      created_at: file.at,
    })
    .execute()
}

export const findFile = (db: Db, id: string): Promise<FileRow | undefined> =>
  db.selectFrom('files').selectAll().where('id', '=', id).executeTakeFirst()

export const lockFile = (tx: Tx, id: string): Promise<FileRow | undefined> =>
  tx.selectFrom('files').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()

/** In the order of their ids, so that two who lock the same ones do not wait for each other for ever. */
export const lockFiles = (tx: Tx, ids: string[]): Promise<FileRow[]> =>
  tx
    .selectFrom('files')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()

/** How many files of this person belong to no case; counts no further than `limit`. */
export async function countUnattached(db: Db, personId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from files where uploaded_by = ${personId} and case_id is null and state in ('uploading', 'ready')
      limit ${limit}) f`.execute(db)
  return rows[0]!.count
}

/**
 * Adds a part at the end of what has arrived. False when the end is elsewhere by now: of two who send the same upload, on
 * whatever process, one gets each part in and the other learns that he is behind.
 */
export async function addPart(
  db: Db,
  id: string,
  part: { offset: number; length: number; key: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update files set received = received + ${part.length}::bigint, parts = parts || ${part.key}::text
    where id = ${id} and state = 'uploading' and received = ${part.offset}::bigint
      and received + ${part.length}::bigint <= declared_size`.execute(db)
  return numAffectedRows === 1n
}

export async function markReady(
  tx: Tx,
  id: string,
  found: { type: string; size: number; sha256: string; storageKey: string; at: Date },
): Promise<void> {
  await tx
    .updateTable('files')
    .set({
      state: 'ready',
      type: found.type,
      size: found.size,
      sha256: found.sha256,
      storage_key: found.storageKey,
      ready_at: found.at,
    })
    .where('id', '=', id)
    .execute()
}

export async function markRefused(tx: Tx, id: string, refusal: FileRefusal): Promise<void> {
  await tx
    .updateTable('files')
    .set({ state: 'refused', refusal: JSON.stringify(refusal) })
    .where('id', '=', id)
    .execute()
}

/** From here on nobody can use it; its bytes can be removed, and then the row. */
export async function markRemoved(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('files').set({ state: 'removed' }).where('id', '=', id).execute()
}

export async function clearParts(db: Db, id: string): Promise<void> {
  await db.updateTable('files').set({ parts: [] }).where('id', '=', id).execute()
}

export async function deleteRemovedFile(db: Db, id: string): Promise<void> {
  await db.deleteFrom('files').where('id', '=', id).where('state', '=', 'removed').execute()
}

/** The newest version in the field of a case; 0 where there is none. */
export async function findLastVersion(db: Db, caseId: string, field: string): Promise<number> {
  const row = await db
    .selectFrom('files')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('case_id', '=', caseId)
    .where('field', '=', field)
    .executeTakeFirst()
  return row?.version ?? 0
}

export async function attachFile(
  tx: Tx,
  id: string,
  place: { caseId: string; field: string; version: number },
): Promise<void> {
  await tx
    .updateTable('files')
    .set({ case_id: place.caseId, field: place.field, version: place.version })
    .where('id', '=', id)
    .execute()
}

const VERSIONS_SHOWN = 500

/** All versions in the fields of a case, newest first. */
export const listCaseFiles = (
  db: Db,
  caseId: string,
): Promise<(ReadyFile & { uploader: string; field: string; version: number; ready_at: Date })[]> =>
  db
    .selectFrom('files as f')
    .innerJoin('people as p', 'p.id', 'f.uploaded_by')
    .selectAll('f')
    .select('p.name as uploader')
    .where('f.case_id', '=', caseId)
    .orderBy('f.ready_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(VERSIONS_SHOWN)
    .$narrowType<{
      type: string
      size: number
      sha256: string
      storage_key: string
      field: string
      version: number
      ready_at: Date
    }>()
    .execute()

/** The newest version in each field of these cases, by case and field. */
export const listNewestFiles = (
  db: Db,
  caseIds: string[],
): Promise<(ReadyFile & { case_id: string; field: string })[]> =>
  db
    .selectFrom('files')
    .selectAll()
    .distinctOn(['case_id', 'field'])
    .where(sql<boolean>`case_id = any(${caseIds}::uuid[])`)
    .where('state', '=', 'ready')
    .orderBy('case_id')
    .orderBy('field')
    .orderBy('version', 'desc')
    .$narrowType<{
      type: string
      size: number
      sha256: string
      storage_key: string
      case_id: string
      field: string
    }>()
    .execute()

export const listReadyFiles = (db: Db, ids: string[]): Promise<ReadyFile[]> =>
  db
    .selectFrom('files')
    .selectAll()
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .where('state', '=', 'ready')
    .$narrowType<{ type: string; size: number; sha256: string; storage_key: string }>()
    .execute()

export interface Retention {
  /** Uploads begun before this that never arrived or were refused. */
  unfinishedBefore: Date
  /** Files begun before this that belong to no case. */
  unusedBefore: Date
}

/**
 * Marks files that outlived their use (those that wait in a draft have not) as removed, and returns those that are, with a batch's leftovers of earlier runs: their
 * bytes are to go, then the rows. In one statement, so that no file that is just being attached is among them.
 */
export async function removeOldFiles(
  db: Db,
  { unfinishedBefore, unusedBefore }: Retention,
  limit: number,
): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    update files set state = 'removed' where id = any(array(
      select id from files
      where case_id is null and (
        (state in ('uploading', 'refused') and created_at < ${unfinishedBefore})
        or (state = 'ready' and created_at < ${unusedBefore}
          and not exists (select from drafts d where d.person_id = uploaded_by and files.id = any(d.file_ids)))
        or (state = 'removed' and created_at < ${unfinishedBefore}))
      order by created_at limit ${limit} for update skip locked))
    returning *`.execute(db)
  return rows
}

/** Files that are all there, or refused, whose parts have not been removed. */
export const listLeftovers = (db: Db, limit: number): Promise<FileRow[]> =>
  db
    .selectFrom('files')
    .selectAll()
    .where('state', '!=', 'uploading')
    .where(sql<boolean>`parts <> '{}'`)
    .limit(limit)
    .execute()
