import { z } from 'zod'
import { jobs } from '../jobs/index.ts'
import { plainText } from '../text.ts'
import { IdPageInput, type Instant, PageInput } from './page.ts'
import type { JobFigures, ProcessView } from './system.ts'

/**
 * Where a job is: `ready` to run, `running`, waiting for a `later` time, `retrying` after an attempt that failed, or `failed` for
 * good. What is done is no job any more, and stays as runs.
 */
export const jobStates = ['ready', 'running', 'later', 'retrying', 'failed'] as const
export type JobState = (typeof jobStates)[number]

export const runOutcomes = ['ok', 'failed', 'crashed', 'running'] as const
export type RunOutcome = (typeof runOutcomes)[number]

/** What jobs carry that they can be found by: `payload.caseId:…`. */
export const payloadKeys = ['eventId', 'caseId', 'deliveryId', 'endpointId', 'personId'] as const

export interface JobItem {
  id: string
  task: string
  state: JobState
  payload: Record<string, unknown>
  /** Attempts so far, the running one included. */
  attempts: number
  maxAttempts: number
  priority: number
  runAt: Instant
  createdAt: Instant
  /** The process that runs it. */
  worker: string | null
  /** Of the last attempt that failed. */
  error: string | null
}

export interface JobRun {
  id: string
  jobId: string
  task: string
  attempt: number
  worker: string
  payload: Record<string, unknown>
  startedAt: Instant
  finishedAt: Instant | null
  outcome: RunOutcome
  error: string | null
}

/** A job with everything that was tried, the newest first; `job` is null once it is done. */
export interface JobStory {
  id: string
  task: string
  payload: Record<string, unknown>
  job: JobItem | null
  runs: JobRun[]
  /** What it is about, as far as that is known. */
  about: { eventId: string | null; eventType: string | null; caseId: string | null; caseTitle: string | null }
}

/** One kind of job. */
export interface TaskFigures {
  task: string
  waiting: Record<JobState, number>
  /** Of the last hour. */
  ok: number
  failed: number
  /** How long its runs of the last hour took, in milliseconds: half of them less, and 95 of a hundred; good guesses. */
  medianMs: number | null
  p95Ms: number | null
  /** When it runs by the clock: last and next. */
  clock: { every: 'minute' | 'hour'; lastAt: Instant | null; nextAt: Instant } | null
}

export interface JobsOverview {
  at: Instant
  figures: JobFigures
  tasks: TaskFigures[]
  /** The last hour, minute by minute, the oldest first. */
  minutes: { at: Instant; ok: number; failed: number }[]
  workers: (ProcessView & { running: number })[]
}

const Id = z.string().regex(/^\d{1,18}$/)
const Task = z.enum(Object.values(jobs).map(({ name }) => name))
/** `payload.caseId:… error:timeout worker:…`, a job's number, an id that it carries, or a part of its task's name. */
const Search = plainText().max(300).default('')

const JobsFilter = z.object({
  state: z.enum(jobStates).optional(),
  task: Task.optional(),
  search: Search,
})

export const ListJobsInput = PageInput.extend({ ...JobsFilter.shape, cursor: Id.nullish() })
export type ListJobsInput = z.output<typeof ListJobsInput>

export const ListRunsInput = IdPageInput.extend({
  outcome: z.enum(runOutcomes).optional(),
  task: Task.optional(),
  search: Search,
})
export type ListRunsInput = z.output<typeof ListRunsInput>

/** Some jobs, or all that match; running ones are left alone. */
const Which = z.union([z.object({ ids: z.array(Id).min(1).max(200) }), z.object({ filter: JobsFilter })])
const Reason = plainText().trim().min(1).max(500)

/** What one call changes at most; whoever means more calls again. */
export const JOBS_AT_ONCE = 1_000

/** How many it was about; where they are `JOBS_AT_ONCE`, there may be more. */
export interface ChangedJobs {
  changed: number
}

export const GetJobInput = z.object({ id: Id })
export const RetryJobsInput = z.object({ which: Which })
export type RetryJobsInput = z.output<typeof RetryJobsInput>
export const DiscardJobsInput = z.object({ which: Which, reason: Reason })
export type DiscardJobsInput = z.output<typeof DiscardJobsInput>
export const RescheduleJobsInput = z.object({
  ids: z.array(Id).min(1).max(200),
  runAt: z.iso.datetime({ offset: true }),
  reason: Reason.optional(),
})
export type RescheduleJobsInput = z.output<typeof RescheduleJobsInput>
export type WhichJobs = z.output<typeof Which>
