import type { KeyObject } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { Db } from '@belfry/db'
import type { AuditRow } from '@belfry/db/queries/audit'
import { checkpointsCovering } from '@belfry/db/queries/audit-export'
import { findCase } from '@belfry/db/queries/cases'
import { listCaseEvents } from '@belfry/db/queries/events'
import { listCaseFiles } from '@belfry/db/queries/files'
import { type Locale, clock, notFound } from '@belfry/shared'
import { type ZipEntry, zip } from '../files/zip.ts'
import { canonical } from './canonical.ts'
import { evidencePage } from './evidence-page.ts'
import { checkpointLine, foundLines, foundRows } from './export.ts'
import { keyId } from './keys.ts'

/**
 * All there is to prove about one case, as a zip: a page to read, the case, its events, its documents' names and hashes, its entries in
 * a signed file that proves itself, and the first checkpoint behind each of them, which leads into the chain.
 */
export async function evidencePack(
  db: Db,
  key: KeyObject,
  { caseId, to, locale }: { caseId: string; to: number; locale: Locale },
): Promise<Readable> {
  const at = clock.now()
  const item = await findCase(db, caseId, at)
  if (!item) throw notFound()
  return zip(filesOf())

  async function* filesOf(): AsyncGenerator<ZipEntry> {
    const filter = { caseId, sealedTo: to }
    const entries: AuditRow[] = []
    for await (const rows of foundRows(db, filter)) entries.push(...rows)
    const [events, documents, checkpoints] = await Promise.all([
      listCaseEvents(db, caseId),
      listCaseFiles(db, caseId),
      checkpointsCovering(
        db,
        entries.map(({ seq }) => seq!),
      ),
    ])
    const page = evidencePage({ item: item!, entries, documents, keyId: keyId(key), at }, locale)
    yield { name: 'index.html', at, content: Buffer.from(page) }
    yield { name: 'case.json', at, content: pretty(item) }
    yield { name: 'events.json', at, content: pretty(events) }
    const files = documents.map(({ id, field, version, name, type, size, sha256, uploader, ready_at }) => ({
      id,
      field,
      version,
      name,
      type,
      size,
      sha256,
      uploader,
      at: ready_at,
    }))
    yield { name: 'documents.json', at, content: pretty(files) }
    const lines: string[] = []
    for await (const line of foundLines(db, key, { filter, asked: { caseId } })) lines.push(line)
    yield { name: 'entries.jsonl', at, content: Buffer.from(lines.join('')) }
    const kept = checkpoints.map((checkpoint) => `${canonical(checkpointLine(checkpoint))}\n`)
    yield { name: 'checkpoints.jsonl', at, content: Buffer.from(kept.join('')) }
  }
}

const pretty = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
