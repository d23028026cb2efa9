import { z } from 'zod'
import { type FlagName, flagNames } from '../flags.ts'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import type { Instant } from './page.ts'

export interface ProcessView {
  id: string
  kind: 'api' | 'worker'
  host: string
  pid: number
  version: string
  startedAt: Instant
  seenAt: Instant
  alive: boolean
  connections: number
}

export interface ConnectionView {
  id: string
  person: PersonRef
  process: string
  /** Whoever polls is one connection for each session, as long as he asks. */
  transport: 'websocket' | 'sse' | 'polling'
  ip: string | null
  userAgent: string | null
  since: Instant
  /** The machine that holds it. */
  node: string
  /** When something last came over it, as of a few seconds ago. */
  seenAt: Instant | null
  /** Changes of the person's inbox that have not been told over it yet; null where it does not follow the inbox. */
  lag: number | null
}

export interface JobFigures {
  ready: number
  running: number
  /** Waiting for a later time, retries included. */
  later: number
  failed: number
  /** Age of the oldest job that could run now, in milliseconds. */
  oldestMs: number
  /** Runs in the last hour, by outcome. */
  lastHour: { ok: number; failed: number; crashed: number }
}

export interface SystemHealth {
  at: Instant
  database: { ok: boolean; version: string; latencyMs: number; sizeBytes: number }
  live: { ok: boolean; latencyMs: number | null }
  processes: ProcessView[]
  connections: number
  jobs: JobFigures
  audit: { entries: number; unsealed: number; sealedTo: number }
}

/** Something that can be switched off for everybody; never changed where `changedAt` is null. */
export interface FlagView {
  name: FlagName
  on: boolean
  changedAt: Instant | null
  changedBy: PersonRef | null
}

const Reason = plainText().trim().min(1).max(500)

export const SetFlagInput = z.object({ name: z.enum(flagNames), on: z.boolean(), reason: Reason })

/** A person or program that told more than it may: how many events wait, and since when. */
export interface ThrottledSender {
  /** A person's id, or an API key's. */
  sender: string
  name: string
  waiting: number
  /** How many of them go out in a minute. */
  perMinute: number
  since: Instant
}

export const SettleThrottledInput = z.object({
  sender: z.uuid(),
  as: z.enum(['released', 'dropped']),
  reason: Reason,
})
