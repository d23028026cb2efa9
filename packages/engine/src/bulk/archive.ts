import type { Db, Tx } from '@belfry/db'
import { listPicked } from '@belfry/db/queries/bulk'
import { listCasesById } from '@belfry/db/queries/cases'
import { findEvent } from '@belfry/db/queries/events'
import { type ReadyFile, listNewestFiles, listReadyFiles } from '@belfry/db/queries/files'
import { type Actor, DomainError, clock, newId, notFound } from '@belfry/shared'
import { seesField } from '@belfry/shared/machine'
import type { DocumentArchive, DocumentArchiveInput } from '@belfry/shared/wire'
import { getWorkflow } from '@belfry/shared/workflows'
import { factsOf, titleOf } from '../cases/view.ts'
import { type EventData, record } from '../events/record.ts'
import { type LinkKey, checkLink, signLink } from '../files/link.ts'
import { pickedBy } from './preview.ts'

/** What one archive holds at most. */
const MOST_FILES = 1_000
const MOST_BYTES = 2 * 1024 ** 3
const UNDER = '/archives'

/**
 * A link to the newest documents of cases that the actor picks in a queue of his, as one zip, for ten minutes: those in fields that he
 * sees. That it was asked for, and which documents are in it, is on the trail.
 */
export async function requestArchive(
  tx: Tx,
  actor: Actor,
  input: DocumentArchiveInput,
  key: LinkKey,
): Promise<DocumentArchive> {
  const now = clock.now()
  const ids = await listPicked(tx, pickedBy(actor, input), { limit: MOST_FILES + 1 }, now)
  if (ids.length > MOST_FILES) throw new DomainError('too_many_cases', { limit: MOST_FILES })
  const workflow = getWorkflow(input.workflow)
  const cases = new Map((await listCasesById(tx, ids, now)).map((row) => [row.id, row]))
  const files = (await listNewestFiles(tx, ids)).filter(({ case_id: caseId, field }) => {
    const row = cases.get(caseId)
    return row && seesField(workflow, field, actor, factsOf(row))
  })
  const size = files.reduce((sum, file) => sum + file.size, 0)
  if (files.length === 0) throw new DomainError('no_documents')
  if (files.length > MOST_FILES) throw new DomainError('too_many_cases', { limit: MOST_FILES })
  if (size > MOST_BYTES) throw new DomainError('too_large', { limit: '2 GB' })

  const id = newId()
  const words = workflow.words[actor.locale]
  const name = `${safe(words.plural)} ${now.toISOString().slice(0, 10)}.zip`
  const taken = new Set<string>()
  const entries = files.map((file) => ({
    id: file.id,
    name: unlike(`${safe(titleOf(cases.get(file.case_id)!, actor.locale))} - ${safe(file.name)}`, taken),
  }))
  await record(tx, actor, {
    id,
    type: 'document.archive',
    data: { target: { kind: 'export', id, title: name }, after: { documents: entries, bytes: size } },
  })
  const { url, expiresAt } = signLink(key, { id, name }, UNDER)
  return { url, name, documents: files.length, size, expiresAt: expiresAt.toISOString() }
}

export interface ArchivedFile {
  name: string
  file: ReadyFile
}

/** What the archive holds that a signed link names; documents that were removed meanwhile are not in it. */
export async function openArchive(
  db: Db,
  key: LinkKey,
  link: { id: string; expires: string | undefined; signature: string | undefined },
): Promise<ArchivedFile[]> {
  checkLink(key, { fileId: link.id, expires: link.expires, signature: link.signature })
  const event = await findEvent(db, link.id)
  if (event?.type !== 'document.archive') throw notFound()
  const { after } = event.data as EventData
  const asked = (after?.['documents'] ?? []) as { id: string; name: string }[]
  const files = await listReadyFiles(
    db,
    asked.map(({ id }) => id),
  )
  const byId = new Map(files.map((file) => [file.id, file]))
  return asked.flatMap(({ id, name }) => {
    const file = byId.get(id)
    return file ? [{ name, file }] : []
  })
}

const LONGEST = 120

/** As every file system takes it: no path, no control signs, none of what Windows refuses, and no dot or blank at an end. */
function safe(text: string): string {
  const plain = text
    .replace(/\p{Cf}+/gu, '') // marks that nobody sees, by which a name could look like another
    .replace(/[\p{Cc}\\/:*?"<>|]+/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
  if (plain.length <= LONGEST) return plain || '_'
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(plain)?.[0] ?? ''
  return `${plain.slice(0, LONGEST - ending.length).toWellFormed()}${ending}`
}

/** Another name than those that are taken, as file systems compare them. */
function unlike(name: string, taken: Set<string>): string {
  const [, stem = name, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(name) ?? []
  let free = name
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${stem} (${i})${ending}`
  taken.add(free.toLowerCase())
  return free
}
