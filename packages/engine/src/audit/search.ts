import type { Db } from '@belfry/db'
import { type AuditRow, findAuditEntry } from '@belfry/db/queries/audit'
import { findCaused } from '@belfry/db/queries/audit-caused'
import {
  type AuditFilter as Filter,
  listActors,
  searchAudit as search,
} from '@belfry/db/queries/audit-search'
import { type Actor, notFound } from '@belfry/shared'
import {
  type AuditCaused,
  type AuditEntry,
  type AuditFilter,
  type AuditSearchInput,
  type Page,
  notificationStates,
} from '@belfry/shared/wire'
import { workflows } from '@belfry/shared/workflows'
import { demand } from '../access/demand.ts'
import { decodeCursor, encodeCursor } from '../cursor.ts'

/** Entries that match, newest first. */
export async function searchAudit(db: Db, actor: Actor, input: AuditSearchInput): Promise<Page<AuditEntry>> {
  demand(actor, 'audit.read')
  const { cursor, limit } = input
  const after = decodeCursor(cursor)
  const rows = await search(db, await filterOf(db, input), { after, limit: limit + 1 })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const isMore = last !== undefined && rows.length > limit
  return {
    items: shown.map(viewEntry),
    nextCursor: isMore ? encodeCursor(last.at.toISOString().replace('Z', '000Z'), last.id) : null,
  }
}

/** One entry, and what it led to. */
export async function getAuditEntry(
  db: Db,
  actor: Actor,
  id: string,
): Promise<AuditEntry & { caused: AuditCaused }> {
  demand(actor, 'audit.read')
  const row = await findAuditEntry(db, id)
  if (!row) throw notFound()
  const { notifications, ...caused } = await findCaused(db, id, row.at)
  const named = notifications.map(({ state, count }) => ({
    state: notificationStates[state] ?? ('silent' as const),
    count,
  }))
  return { ...viewEntry(row), caused: { ...caused, notifications: named } }
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** What was asked as the query takes it: people by their ids, things by kind or id, actions by their names. */
export async function filterOf(db: Db, asked: AuditFilter): Promise<Filter> {
  const { actor, actorId, target, from, to, caseId, requestId, ip, words, action } = asked
  const filter: Filter = {
    ...(caseId !== undefined && { caseId }),
    ...(requestId !== undefined && { requestId }),
    ...(ip !== undefined && { ip }),
    ...(words !== undefined && { words }),
    ...(from !== undefined && { from: new Date(from) }),
    ...(to !== undefined && { before: new Date(to) }),
    ...(target !== undefined && (isId(target) ? { targetId: target.toLowerCase() } : { targetKind: target })),
    ...(action !== undefined && actionsOf(action)),
  }
  if (actorId !== undefined) filter.actors = [actorId]
  else if (actor !== undefined) filter.actors = await actorsOf(db, actor)
  return filter
}

async function actorsOf(db: Db, written: string): Promise<(string | null)[]> {
  if (written === 'system') return [null]
  return isId(written) ? [written.toLowerCase()] : listActors(db, written)
}

function actionsOf(written: string): Pick<Filter, 'actions' | 'actionPrefix'> {
  const [noun = '', verb = ''] = written.split('.')
  if (verb === '*') return { actionPrefix: `${noun}.` }
  if (noun !== 'case') return { actions: [written] }
  // A case's action carries the name of its workflow.
  const own = Object.values(workflows).filter(
    ({ actions }) => verb === 'submit' || Object.hasOwn(actions, verb),
  )
  return { actions: [written, ...own.map(({ name }) => `${name}.${verb}`)] }
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
  caseId: row.case_id,
  before: row.before,
  after: row.after,
  reason: row.reason,
  note: row.note,
  ip: row.ip,
  userAgent: row.user_agent,
  requestId: row.request_id,
  hash: row.hash?.toString('hex') ?? null,
  isRedacted: row.seq !== null && row.who_digest !== null && !(row.who_salt && row.what_salt),
})
