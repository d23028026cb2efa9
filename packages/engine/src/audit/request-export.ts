import { type KeyObject, hkdfSync } from 'node:crypto'
import type { Db, Tx } from '@belfry/db'
import { findEvent } from '@belfry/db/queries/events'
import { type Actor, clock, defaultLocale, locales, newId, notFound } from '@belfry/shared'
import { type AuditExport, AuditExportInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { type EventData, record } from '../events/record.ts'
import { type LinkKey, checkLink, signLink } from '../files/link.ts'
import { csvLines } from './csv.ts'
import { evidencePack } from './evidence.ts'
import { chainLines, foundLines, foundRows } from './export.ts'
import { sealNow } from './seal.ts'
import { filterOf } from './search.ts'

/** The key of links to exports, derived from `BELFRY_SECRET`: whoever sees it can sign links and nothing else. */
export const exportKeyFrom = (secret: string): LinkKey =>
  Buffer.from(hkdfSync('sha256', secret, '', 'belfry audit export links', 32))

const endings = { chain: 'jsonl', case: 'zip' } as const

/** A link to what was asked for, for ten minutes. That it was asked for, and what, is on the trail. */
export async function requestExport(
  tx: Tx,
  actor: Actor,
  input: AuditExportInput,
  key: LinkKey,
): Promise<AuditExport> {
  demand(actor, 'audit.export')
  const id = newId()
  const day = clock.now().toISOString().slice(0, 10)
  const name = `belfry-audit-${input.scope}-${day}.${input.scope === 'found' ? input.format : endings[input.scope]}`
  await record(tx, actor, {
    id,
    type: 'audit.export',
    ...(input.scope === 'case' && { caseId: input.caseId }),
    data: { target: { kind: 'export', id, title: name }, after: { ...input, locale: actor.locale } },
  })
  const { url, expiresAt } = signLink(key, { id, name }, '/exports')
  return { url, name, expiresAt: expiresAt.toISOString() }
}

export interface ExportFile {
  type: string
  content: AsyncIterable<string | Uint8Array>
}

/** The export that a signed link names. What was done until now is sealed first, so that it is in it. */
export async function openExport(
  db: Db,
  { signingKey, linkKey }: { signingKey: KeyObject; linkKey: LinkKey },
  link: { id: string; expires: string | undefined; signature: string | undefined },
): Promise<ExportFile> {
  checkLink(linkKey, { fileId: link.id, expires: link.expires, signature: link.signature })
  const event = await findEvent(db, link.id)
  const { after } = (event?.data ?? {}) as EventData
  const asked = AuditExportInput.safeParse(after)
  if (event?.type !== 'audit.export' || !asked.success) throw notFound()

  const to = (await sealNow(db, signingKey))?.seq ?? 0
  const input = asked.data
  if (input.scope === 'chain') {
    const content = chainLines(db, signingKey, { after: Math.min(input.after, to), to })
    return { type: 'application/jsonl', content }
  }
  if (input.scope === 'case') {
    const locale = locales.find((one) => one === after?.locale) ?? defaultLocale
    const content = await evidencePack(db, signingKey, { caseId: input.caseId, to, locale })
    return { type: 'application/zip', content }
  }
  const filter = { ...(await filterOf(db, input.filter)), sealedTo: to }
  return input.format === 'csv'
    ? { type: 'text/csv; charset=utf-8', content: csvLines(foundRows(db, filter)) }
    : { type: 'application/jsonl', content: foundLines(db, signingKey, { filter, asked: input.filter }) }
}
