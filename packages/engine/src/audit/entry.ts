import { hash as digest } from 'node:crypto'
import type { AuditRow } from '@belfry/db/queries/audit'
import { canonical } from './canonical.ts'

// What goes into a hash, and how an entry stands in an export; docs/audit.md says it for those who write a verifier.

/** Of these the chain has a salted digest alone, so that they can be taken out and the proof stays. */
export interface Personal {
  who: { salt: string; name: string; ip: string | null; userAgent: string | null } | null
  what: {
    salt: string
    title: string | null
    before: AuditRow['before']
    after: AuditRow['after']
    note: string | null
  } | null
}

export interface EntryLine extends Personal {
  kind: 'entry'
  content: Record<string, unknown>
  /** Of the entry before, hex. */
  previous: string
  hash: string
}

/** Null where it was redacted. */
export const personalOf = (row: AuditRow): Personal => ({
  who: row.who_salt && {
    salt: row.who_salt.toString('hex'),
    name: row.actor_name,
    ip: row.ip,
    userAgent: row.user_agent,
  },
  what: row.what_salt && {
    salt: row.what_salt.toString('hex'),
    title: row.target_title,
    before: row.before,
    after: row.after,
    note: row.note,
  },
})

/** Of a personal part as it is written. */
export const digestOf = (personal: string): Buffer => digest('sha256', personal, 'buffer')

/** What the link of an entry covers. The digests are those that were sealed, or will be. */
export function contentOf(
  row: AuditRow,
  seq: number,
  { who, what }: { who: Buffer; what: Buffer },
): Record<string, unknown> {
  return {
    version: 2,
    seq,
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    targetKind: row.target_kind,
    targetId: row.target_id,
    caseId: row.case_id,
    reason: row.reason,
    requestId: row.request_id,
    who: who.toString('hex'),
    what: what.toString('hex'),
  }
}

/** Entries from before there were versions: everything they say is content. */
const firstContentOf = (row: AuditRow, seq: number): Record<string, unknown> => ({
  id: row.id,
  at: row.at.toISOString(),
  action: row.action,
  actor_kind: row.actor_kind,
  actor_id: row.actor_id,
  actor_name: row.actor_name,
  target_kind: row.target_kind,
  target_id: row.target_id,
  target_title: row.target_title,
  before: row.before,
  after: row.after,
  reason: row.reason,
  note: row.note,
  request_id: row.request_id,
  ip: row.ip,
  user_agent: row.user_agent,
  seq,
})

/** What the first entry follows. */
export const GENESIS = Buffer.alloc(32)

/** The link of the chain: SHA-256 over the hash before it and its own content as it is written. */
export const linkHash = (previous: Buffer, content: string): Buffer =>
  digest('sha256', Buffer.concat([previous, Buffer.from(content)]), 'buffer')

/** A sealed entry as it stands in an export. */
export function entryLine(row: AuditRow, previous: Buffer): EntryLine {
  const { seq, hash } = row
  if (seq === null || hash === null) throw new Error(`Entry ${row.id} is not sealed.`)
  const isFirst = row.who_digest === null || row.what_digest === null
  return {
    kind: 'entry',
    content: isFirst
      ? firstContentOf(row, seq)
      : contentOf(row, seq, { who: row.who_digest!, what: row.what_digest! }),
    ...(isFirst ? { who: null, what: null } : personalOf(row)),
    previous: previous.toString('hex'),
    hash: hash.toString('hex'),
  }
}

/** Digests and hash of an entry that is sealed now, at `seq` behind `previous`. */
export function sealOf(
  previous: Buffer,
  seq: number,
  row: AuditRow,
): { who: Buffer; what: Buffer; hash: Buffer } {
  const { who, what } = personalOf(row)
  if (!who || !what) throw new Error(`Entry ${row.id} was redacted before it was sealed.`)
  const digests = { who: digestOf(canonical(who)), what: digestOf(canonical(what)) }
  return { ...digests, hash: linkHash(previous, canonical(contentOf(row, seq, digests))) }
}
