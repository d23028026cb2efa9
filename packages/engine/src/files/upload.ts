import type { Db, Tx } from '@belfry/db'
import {
  type FileRow,
  addPart,
  clearParts,
  deleteRemovedFile,
  findFile,
  lockFile,
  markReady,
  markRefused,
  markRemoved,
} from '@belfry/db/queries/files'
import {
  type Actor,
  DomainError,
  type FileKind,
  type FileRefusal,
  clock,
  judgeFile,
  notFound,
} from '@belfry/shared'
import { record } from '../events/record.ts'
import { refusalError } from './refusal.ts'

/** What the bytes of an upload turned out to be, once all of them lie in one piece at `storageKey`. */
export interface Inspected {
  type: string
  size: number
  sha256: string
  storageKey: string
}

/** An upload is its uploader's alone; to everybody else it does not exist. */
export async function getUpload(db: Db, actor: Actor, fileId: string): Promise<FileRow> {
  const row = await findFile(db, fileId)
  if (!row || row.uploaded_by !== actor.id || row.state === 'removed') throw notFound()
  return row
}

/** Why the content of an upload is not taken; undefined when it is. */
export const judgeUpload = (row: FileRow, type: string): FileRefusal | undefined =>
  judgeFile({ name: row.name, declaredType: row.declared_type, accept: acceptOf(row) }, type)

export const acceptOf = (row: FileRow): FileKind[] => row.accept as FileKind[]

/** Throws the refusal of an upload that was refused. */
export function assertNotRefused(row: FileRow, actor: Actor): void {
  if (row.state === 'refused') throw refusalError(row.refusal as FileRefusal, acceptOf(row), actor.locale)
}

/** From here on the file can be read and attached. Twice is once. Throws `file_incomplete` when bytes are missing. */
export async function finishUpload(tx: Tx, actor: Actor, fileId: string, found: Inspected): Promise<void> {
  const row = await lockUpload(tx, actor, fileId)
  if (row.state !== 'uploading') return assertNotRefused(row, actor)
  if (found.size !== row.declared_size) throw new DomainError('file_incomplete')

  const at = clock.now()
  await markReady(tx, fileId, { ...found, at })
  await record(tx, actor, {
    type: 'document.upload',
    at,
    data: {
      target: { kind: 'file', id: fileId, title: row.name },
      after: { name: row.name, type: found.type, size: found.size, sha256: found.sha256 },
    },
  })
}

/** Ends an upload whose content is not what it should be. */
export async function refuseUpload(
  tx: Tx,
  actor: Actor,
  fileId: string,
  refusal: FileRefusal,
): Promise<void> {
  const row = await lockUpload(tx, actor, fileId)
  if (row.state !== 'uploading') return
  await markRefused(tx, fileId, refusal)
  await record(tx, actor, {
    type: 'document.refused',
    data: {
      target: { kind: 'file', id: fileId, title: row.name },
      after: { name: row.name, size: row.declared_size, ...refusal },
      reason: refusal.code,
    },
  })
}

/** Takes back a file that belongs to no case yet. Its bytes can then be removed, and after them the row (`forgetFile`). */
export async function discardUpload(tx: Tx, actor: Actor, fileId: string): Promise<FileRow> {
  const row = await lockUpload(tx, actor, fileId)
  if (row.case_id) throw new DomainError('unknown_file')
  await markRemoved(tx, fileId)
  return row
}

/** The row of a file whose bytes are gone. */
export const forgetFile = deleteRemovedFile

export const findUpload = findFile
export const receivePart = addPart
export const forgetParts = clearParts

async function lockUpload(tx: Tx, actor: Actor, fileId: string): Promise<FileRow> {
  const row = await lockFile(tx, fileId)
  if (!row || row.uploaded_by !== actor.id || row.state === 'removed') throw notFound()
  return row
}
