import type { KeyObject } from 'node:crypto'
import type { Db } from '@belfry/db'
import type { Witness } from '@belfry/engine/audit'
import type { Keep } from '@belfry/engine/notify'
import type { TellingSettings } from '@belfry/engine/notify'
import type { Log } from '@belfry/log'
import type { JobDefinition } from '@belfry/shared/jobs'
import type { Storage } from '@belfry/storage'
import type { z } from 'zod'
import type { Bounces } from './channels/bounces/mailbox.ts'
import type { PostOffice } from './channels/mail/post-office.ts'
import type { Pusher } from './channels/push/pusher.ts'
import type { Caller } from './channels/webhook/caller.ts'

export interface TaskContext {
  db: Db
  log: Log
  postOffice: PostOffice
  pusher: Pusher
  /** Where bounces come to; null where nobody reads them. */
  bounces: Bounces | null
  caller: Caller
  storage: Storage
  telling: TellingSettings
  signingKey: KeyObject
  /** Where checkpoints of the trail are kept beside the database. */
  witnesses: Witness[]
  /** How many months of the trail are kept; null is all. */
  auditMonths: number | null
  /** How long notifications are kept. */
  keep: Keep
  /** Aborted when the worker cannot wait any longer; the job then runs again elsewhere. */
  signal: AbortSignal
  job: { id: string; attempt: number }
}

/**
 * Does one kind of job. It may run twice, and must do its work once.
 *
 * `GiveUp` (shared/errors) ends the job for good; any other error has it tried again, after pauses that grow, as often
 * as the job's definition allows.
 */
export type Task<Payload> = (payload: Payload, context: TaskContext) => Promise<void>

/** A job with its task, the payload's type put away. */
export interface Handler {
  job: JobDefinition
  run(payload: unknown, context: TaskContext): Promise<void>
}

/** The payload is parsed again: another release may have written it. */
export const handle = <Payload extends z.ZodType>(
  job: JobDefinition<string, Payload>,
  task: Task<z.output<Payload>>,
): Handler => ({ job, run: (payload, context) => task(job.payload.parse(payload), context) })
