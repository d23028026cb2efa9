import type { AuditRow } from '@belfry/db/queries/audit'
import type { CaseRow } from '@belfry/db/queries/cases'
import type { ReadyFile } from '@belfry/db/queries/files'
import { type Locale, directionOf } from '@belfry/shared'
import { evidenceWords } from '@belfry/shared/words/evidence'
import { say } from '@belfry/shared/words/format'

export interface Evidence {
  item: CaseRow
  entries: AuditRow[]
  documents: (ReadyFile & { field: string; version: number })[]
  keyId: string
  at: Date
}

/** The evidence of a case for people to read: one page that needs nothing else, and runs nothing. */
export function evidencePage({ item, entries, documents, keyId, at }: Evidence, locale: Locale): string {
  const words = evidenceWords[locale]
  const rows = entries.map((entry) => {
    const who = entry.who_salt ? entry.actor_name : words.redacted
    const why = [entry.reason, entry.note].filter(Boolean).join(': ')
    return [
      entry.seq,
      entry.at.toISOString(),
      entry.actor_id ? who : words.system,
      entry.action,
      entry.what_salt ? changes(entry) : words.redacted,
      why,
      entry.hash?.toString('hex'),
    ]
  })
  const files = documents.map(({ name, version, ready_at, sha256 }) => [
    name,
    version,
    ready_at?.toISOString(),
    sha256,
  ])
  const { number, time, actor, action, change, reason, hash } = words
  return `<!doctype html>
<html lang="${locale}" dir="${directionOf(locale)}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(words.title)}: ${escaped(item.title)}</title>
<style>
body { font: 14px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-block-end: 1px solid #ccc; padding: .4rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
td { unicode-bidi: plaintext; }
</style>
<h1>${escaped(words.title)}: <bdi>${escaped(item.title)}</bdi></h1>
<p><code>${escaped(item.workflow)} ${item.id}</code> · ${escaped(item.state)}</p>
<p>${escaped(say(locale, words.intro, { at: at.toISOString() }))}</p>
<h2>${escaped(words.entries)}</h2>
${table([number, time, actor, action, change, reason, hash], rows)}
<h2>${escaped(words.documents)}</h2>
${files.length > 0 ? table([words.name, words.version, time, hash], files) : `<p>${escaped(words.noDocuments)}</p>`}
<p>${escaped(say(locale, words.prove, { key: keyId }))}</p>
</html>
`
}

const table = (heads: string[], rows: unknown[][]): string =>
  `<table><thead><tr>${heads.map((head) => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>
${rows.map((row) => `<tr>${row.map((value) => `<td>${escaped(value)}</td>`).join('')}</tr>`).join('\n')}
</tbody></table>`

function changes({ before, after }: AuditRow): string {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names].map((name) => `${name}: ${shown(before?.[name])} → ${shown(after?.[name])}`).join('\n')
}

const shown = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value)

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (value: unknown): string =>
  (value === null || value === undefined ? '' : String(value as string | number)).replace(
    /[&<>"']/g,
    (sign) => signs[sign]!,
  )
