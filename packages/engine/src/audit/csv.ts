import type { AuditRow } from '@belfry/db/queries/audit'

const columns: [string, (row: AuditRow) => unknown][] = [
  ['number', (row) => row.seq],
  ['time', (row) => row.at.toISOString()],
  ['action', (row) => row.action],
  ['actor kind', (row) => row.actor_kind],
  ['actor', (row) => row.actor_name],
  ['actor id', (row) => row.actor_id],
  ['target kind', (row) => row.target_kind],
  ['target', (row) => row.target_title],
  ['target id', (row) => row.target_id],
  ['case id', (row) => row.case_id],
  ['before', (row) => row.before],
  ['after', (row) => row.after],
  ['reason', (row) => row.reason],
  ['note', (row) => row.note],
  ['request', (row) => row.request_id],
  ['ip', (row) => row.ip],
  ['program', (row) => row.user_agent],
  ['id', (row) => row.id],
  ['hash', (row) => row.hash?.toString('hex')],
]

/** Entries as a table: RFC 4180, with a mark in front by which spreadsheets know UTF-8. */
export async function* csvLines(batches: AsyncIterable<AuditRow[]>): AsyncGenerator<string> {
  yield `\uFEFF${lineOf(columns.map(([name]) => name))}`
  for await (const rows of batches)
    yield rows.map((row) => lineOf(columns.map(([, value]) => value(row)))).join('')
}

const lineOf = (values: unknown[]): string => `${values.map(cell).join(',')}\r\n`

/** A spreadsheet would compute what begins like a formula; behind an apostrophe it is text. */
export function cell(value: unknown): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = /^\s*[=+\-@|%\t\r\n]/.test(text) && typeof value !== 'number' ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
