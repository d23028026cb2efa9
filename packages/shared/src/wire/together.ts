import { z } from 'zod'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import { IdempotencyKey, type Instant } from './page.ts'

export const ClaimInput = z.object({
  caseId: z.uuid(),
  /** Takes it over from whoever works on it. */
  anyway: z.boolean().optional(),
})
export type ClaimInput = z.output<typeof ClaimInput>

/** Cases that were looked at and left: they are not offered again, and set free. */
const Skipped = z.array(z.uuid()).max(100).default([])

export const NextInput = z.object({ workflow: plainText().max(60), skip: Skipped })
export type NextInput = z.output<typeof NextInput>

export const AssignInput = z.object({
  caseId: z.uuid(),
  /** Nobody, for null: it is back for everybody. */
  personId: z.uuid().nullable(),
  idempotencyKey: IdempotencyKey,
})
export type AssignInput = z.output<typeof AssignInput>

export const ParticipantInput = z.object({
  caseId: z.uuid(),
  personId: z.uuid(),
  part: z.literal('watcher').default('watcher'),
})
export type ParticipantInput = z.output<typeof ParticipantInput>

export const CasePeopleInput = z.object({
  caseId: z.uuid(),
  /** A part of the name. */
  search: plainText().trim().max(60).default(''),
})
export type CasePeopleInput = z.output<typeof CasePeopleInput>

/** Somebody whom a case can be given to. */
export interface AssigneeChoice {
  person: PersonRef
  /** Open cases of this workflow that were given to that person. */
  open: number
  awayUntil: Instant | null
}

/** Who has a case open; at most ten of them by name. */
export interface Viewers {
  caseId: string
  people: PersonRef[]
  total: number
}

/** Who has which cases of a queue open. The first event tells of all (`all`), those that follow of what changed. */
export interface QueueViewers {
  all: boolean
  cases: Viewers[]
}

export const assignments = ['manual', 'round_robin', 'least_loaded'] as const
export type Assignment = (typeof assignments)[number]

/** How the cases of a queue come to people; in places that have no rule of their own, as everywhere. */
export interface QueueSettings {
  workflow: string
  assignment: Assignment
  places: { scope: string; name: string; assignment: Assignment | null }[]
}

export const ConfigureQueueInput = z.object({
  workflow: plainText().max(60),
  scope: plainText().max(120).nullish(),
  /** Null for a place: as everywhere. */
  assignment: z.enum(assignments).nullable(),
})
export type ConfigureQueueInput = z.output<typeof ConfigureQueueInput>
