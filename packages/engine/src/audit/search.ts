import type { Db } from '@belfry/db'
import { type AuditRow, findAuditEntry, searchAudit as search } from '@belfry/db/queries/audit'
import { type Actor, notFound } from '@belfry/shared'
import type { AuditEntry, AuditSearchInput, Page } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'

/** Entries that match, newest first. */
export async function searchAudit(db: Db, actor: Actor, input: AuditSearchInput): Promise<Page<AuditEntry>> {
  demand(actor, 'audit.read')
  const rows = await search(db, input)
  const items = rows.slice(0, input.limit).map(viewEntry)
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
}

export async function getAuditEntry(db: Db, actor: Actor, id: string): Promise<AuditEntry> {
  demand(actor, 'audit.read')
  const row = await findAuditEntry(db, id)
  if (!row) throw notFound()
  return viewEntry(row)
}

const viewEntry = (row: AuditRow): AuditEntry => ({
  id: row.id,
  at: row.at.toISOString(),
  seq: row.seq,
  action: row.action,
  actor: row.actor_id ? { kind: row.actor_kind as 'person', id: row.actor_id, name: row.actor_name } : null,
  target:
    row.target_kind && row.target_id
      ? { kind: row.target_kind, id: row.target_id, title: row.target_title }
      : null,
  before: row.before,
  after: row.after,
  reason: row.reason,
  note: row.note,
  ip: row.ip,
  userAgent: row.user_agent,
  requestId: row.request_id,
  hash: row.hash?.toString('hex') ?? null,
})
