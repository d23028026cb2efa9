import { z } from 'zod'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import type { NotificationState } from './notifications.ts'
import { AnyMoment, type Instant, PageInput } from './page.ts'

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
  /** The case that it belongs to, whatever it was done to. */
  caseId: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  reason: string | null
  note: string | null
  ip: string | null
  userAgent: string | null
  requestId: string | null
  /** SHA-256 over the entry and the hash before it, hex; null until sealed. */
  hash: string | null
  /** What was personal about it was taken out; the rest stands, and proves. */
  isRedacted: boolean
}

/** What one led to, as far as it is still kept. */
export interface AuditCaused {
  notifications: { state: NotificationState | 'silent'; count: number }[]
  deliveries: { channel: string; state: string; count: number }[]
  webhooks: { state: string; count: number }[]
  jobs: { task: string; attempt: number; outcome: string | null; startedAt: Instant; error: string | null }[]
}

const word = plainText().trim().min(1).max(200)

/** What the trail is asked for; all of it has to hold. The console makes it of `actor:… action:… since:…`. */
export const AuditFilter = z.object({
  /** `shift.approve`, `case.reject` (of any workflow) or `shift.*`. */
  action: word.max(80).optional(),
  /** A name or a part of it, an e-mail address, an id, or `system`. */
  actor: word.optional(),
  actorId: z.uuid().optional(),
  /** A kind of thing (`session`), or the id of one. */
  target: word.optional(),
  caseId: z.uuid().optional(),
  requestId: word.optional(),
  ip: word.optional(),
  from: AnyMoment.optional(),
  to: AnyMoment.optional(),
  /** All of these words, the last one perhaps the beginning of one. */
  words: word.optional(),
})
export type AuditFilter = z.output<typeof AuditFilter>

export const AuditSearchInput = PageInput.extend(AuditFilter.shape)
export type AuditSearchInput = z.output<typeof AuditSearchInput>

export const auditFormats = ['jsonl', 'csv'] as const
export type AuditFormat = (typeof auditFormats)[number]

/**
 * `chain` is the whole trail, or what follows `after`, in a form that proves itself; else what the filter finds, of which
 * each entry proves itself. Both as JSON lines (docs/audit.md); what is found also as a table.
 */
export const AuditExportInput = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('chain'), after: z.int().min(0).default(0) }),
  z.object({
    scope: z.literal('found'),
    filter: AuditFilter.default({}),
    format: z.enum(auditFormats).default('jsonl'),
  }),
  /** The evidence pack of one case: a zip. */
  z.object({ scope: z.literal('case'), caseId: z.uuid() }),
])
export type AuditExportInput = z.output<typeof AuditExportInput>

/** Where a file is to be had for ten minutes, below Belfry's own address. */
export interface AuditExport {
  url: string
  name: string
  expiresAt: Instant
}

/** From which number on; the answer says where to go on. */
export const AuditVerifyInput = z.object({ after: z.int().min(0).default(0) }).default({ after: 0 })
export type AuditVerifyInput = z.output<typeof AuditVerifyInput>

export interface AuditVerification {
  /** The last entry that was looked at now, and the last one that is sealed. */
  checkedTo: number
  sealedTo: number
  /** Where to go on; null at the end, or where something is wrong. */
  next: number | null
  /** The first thing that is wrong. */
  fault: { kind: AuditFault; seq: number } | null
  /** The newest checkpoint. */
  checkpoint: { seq: number; at: Instant; keyId: string } | null
}

export const auditFaults = [
  'unreadable',
  'changed',
  'removed',
  'inserted',
  'rewritten',
  'forged',
  'cut_off',
  'altered',
  'unknown_key',
] as const
/**
 * `changed`: this entry is not what was sealed. `removed`: it is missing. `inserted`: something that does not belong there stands in its
 * place. `rewritten`: a checkpoint says otherwise about the entries up to here. `forged`: a signature is not by the key. `cut_off`: the
 * end is missing. `altered`: something else in the file was changed. `unknown_key`: it is signed by another key than expected.
 */
export type AuditFault = (typeof auditFaults)[number]

export const RedactInput = z.object({ personId: z.uuid(), reason: plainText().trim().min(3).max(500) })
