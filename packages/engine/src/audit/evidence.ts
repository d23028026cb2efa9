import type { KeyObject } from 'node:crypto'
import type { Db } from '@belfry/db'
import type { AuditRow } from '@belfry/db/queries/audit'
import { checkpointsCovering } from '@belfry/db/queries/audit-export'
import { findCase } from '@belfry/db/queries/cases'
import { listCaseEvents } from '@belfry/db/queries/events'
import { listCaseFiles } from '@belfry/db/queries/files'
import { type Locale, clock, notFound } from '@belfry/shared'
import { canonical } from './canonical.ts'
import { evidencePage } from './evidence-page.ts'
import { checkpointLine, foundLines, foundRows } from './export.ts'
import { keyId } from './keys.ts'
import { type ZipFile, zip } from './zip.ts'

/**
 * All there is to prove about one case, as a zip: a page to read, the case, its events, its documents' names and hashes, its entries in
 * a signed file that proves itself, and the first checkpoint behind each of them, which leads into the chain.
 */
export async function evidencePack(
  db: Db,
  key: KeyObject,
  { caseId, to, locale }: { caseId: string; to: number; locale: Locale },
): Promise<AsyncGenerator<Buffer>> {
  const at = clock.now()
  const item = await findCase(db, caseId, at)
  if (!item) throw notFound()
  return zip(filesOf(), at)

  async function* filesOf(): AsyncGenerator<ZipFile> {
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
    yield { name: 'index.html', bytes: Buffer.from(page) }
    yield { name: 'case.json', bytes: pretty(item) }
    yield { name: 'events.json', bytes: pretty(events) }
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
    yield { name: 'documents.json', bytes: pretty(files) }
    const lines: string[] = []
    for await (const line of foundLines(db, key, { filter, asked: { caseId } })) lines.push(line)
    yield { name: 'entries.jsonl', bytes: Buffer.from(lines.join('')) }
    const kept = checkpoints.map((checkpoint) => `${canonical(checkpointLine(checkpoint))}\n`)
    yield { name: 'checkpoints.jsonl', bytes: Buffer.from(kept.join('')) }
  }
}

const pretty = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)
