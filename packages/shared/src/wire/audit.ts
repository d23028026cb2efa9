import { z } from 'zod'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import { AnyMoment, type Instant, IdPageInput } from './page.ts'

export interface AuditEntry {
  id: string
  at: Instant
  /** Place in the sealed chain; null until the sealer has been there (seconds). */
  seq: number | null
  /** `session.start`, `shift.approve`, `access.refused` … */
  action: string
  actor: (PersonRef & { kind: 'person' | 'program' | 'system' }) | null
  /** What it was done to: `case 0199…`, `session …`. */
  target: { kind: string; id: string; title: string | null } | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  note: string | null
  ip: string | null
  userAgent: string | null
  requestId: string | null
  /** SHA-256 over the entry and the hash before it, hex; null until sealed. */
  hash: string | null
}

export const AuditSearchInput = IdPageInput.extend({
  action: plainText().trim().max(80).optional(),
  actorId: z.uuid().optional(),
  caseId: z.uuid().optional(),
  from: AnyMoment.optional(),
  to: AnyMoment.optional(),
})
export type AuditSearchInput = z.output<typeof AuditSearchInput>
