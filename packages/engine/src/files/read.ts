import type { Db, Tx } from '@belfry/db'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type FileRow, type ReadyFile, findFile, listCaseFiles } from '@belfry/db/queries/files'
import { type Actor, type FileRefusal, notFound } from '@belfry/shared'
import { seesField } from '@belfry/shared/machine'
import type { FileLink, FileVersion, FileView } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { readCase } from '../cases/read.ts'
import { factsOf } from '../cases/view.ts'
import { record } from '../events/record.ts'
import { type LinkKey, checkLink, signLink } from './link.ts'
import { refusalError } from './refusal.ts'
import { acceptOf } from './upload.ts'

/** Every version of every document in the fields of a case that the actor sees, newest first. */
export async function listFiles(db: Db, actor: Actor, caseId: string): Promise<FileVersion[]> {
  const item = await readCase(db, actor, caseId)
  const rows = await listCaseFiles(db, caseId)
  const seen = rows.filter(({ field }) => isSeen(item, field, actor))
  return seen.map((row) => ({
    id: row.id,
    field: row.field,
    version: row.version,
    name: row.name,
    type: row.type,
    size: row.size,
    sha256: row.sha256,
    uploadedBy: { id: row.uploaded_by, name: row.uploader },
    uploadedAt: row.ready_at.toISOString(),
  }))
}

export async function getFile(db: Db, actor: Actor, fileId: string): Promise<FileView> {
  const row = await readFile(db, actor, fileId)
  return {
    id: row.id,
    name: row.name,
    size: row.declared_size,
    type: row.type,
    state: row.state as FileView['state'],
    refusal: refusalOf(row, actor),
    received: row.received,
    attached: row.case_id !== null,
  }
}

function refusalOf(row: FileRow, { locale }: Actor): FileView['refusal'] {
  if (!row.refusal) return null
  const error = refusalError(row.refusal as FileRefusal, acceptOf(row), locale)
  return { key: error.code, message: error.in(locale) }
}

/** A link to the file's bytes, for ten minutes. That it was asked for is on the trail. */
export async function linkTo(tx: Tx, actor: Actor, fileId: string, key: LinkKey): Promise<FileLink> {
  const row = await readFile(tx, actor, fileId)
  if (!isReady(row)) throw notFound()
  const { url, expiresAt } = signLink(key, row)
  await record(tx, actor, {
    type: 'document.download',
    data: {
      target: { kind: 'file', id: row.id, title: row.name },
      ...(row.case_id && { after: { case: row.case_id, field: row.field, version: row.version } }),
    },
  })
  return { url, name: row.name, type: row.type, size: row.size, expiresAt: expiresAt.toISOString() }
}

/** The file that a signed link names. Whoever has the link may read it, signed in or not. */
export async function openLink(
  db: Db,
  key: LinkKey,
  link: { fileId: string; expires: string | undefined; signature: string | undefined },
): Promise<ReadyFile> {
  checkLink(key, link)
  const row = await findFile(db, link.fileId)
  if (!row || !isReady(row)) throw notFound()
  return row
}

const isSeen = (item: CaseRow, field: string, actor: Actor): boolean =>
  seesField(getWorkflow(item.workflow), field, actor, factsOf(item))

/** A file is read by whoever may see its case, and its field there; until it has one, by its uploader alone. */
async function readFile(db: Db, actor: Actor, fileId: string): Promise<FileRow> {
  const row = await findFile(db, fileId)
  if (!row || row.state === 'removed') throw notFound()
  if (!row.case_id) {
    if (row.uploaded_by !== actor.id) throw notFound()
  } else if (!isSeen(await readCase(db, actor, row.case_id), row.field!, actor)) throw notFound()
  return row
}

/** The case that a document belongs to, for whoever sees it there. */
export async function caseOfFile(db: Db, actor: Actor, fileId: string): Promise<string> {
  const { case_id: caseId } = await readFile(db, actor, fileId)
  if (!caseId) throw notFound()
  return caseId
}

const isReady = (row: FileRow): row is ReadyFile => row.state === 'ready'
