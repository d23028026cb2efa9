import type { Db } from '@belfry/db'
import { jobFigures } from '@belfry/db/queries/job-runs'
import {
  type JobRow,
  type MinuteRow,
  type RunRow,
  countByTask,
  countRunning,
  findAbout,
  listClock,
  listJobs as listJobRows,
  listMinutes,
  listRuns as listRunRows,
} from '@belfry/db/queries/jobs'
import { listProcesses } from '@belfry/db/queries/processes'
import { type Actor, clock, notFound } from '@belfry/shared'
import { type JobDefinition, jobs } from '@belfry/shared/jobs'
import {
  type JobItem,
  type JobRun,
  type JobState,
  type JobStory,
  type JobsOverview,
  type ListJobsInput,
  type ListRunsInput,
  type Page,
  type TaskFigures,
  jobStates,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { viewProcess } from '../system/view.ts'
import { jobsQuery } from './search.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Attempts of one job that are shown, the newest. */
const MOST_RUNS = 100

/** Jobs that are not done, the newest first. */
export async function listJobs(
  db: Db,
  actor: Actor,
  { search, task, state, ...part }: ListJobsInput,
): Promise<Page<JobItem>> {
  demand(actor, 'jobs.read')
  return pageOf(
    (await listJobRows(db, { ...jobsQuery(actor, search, task), state }, part)).map(viewJob),
    part,
  )
}

/** What workers did and do, the newest first. */
export async function listRuns(
  db: Db,
  actor: Actor,
  { search, task, outcome, ...part }: ListRunsInput,
): Promise<Page<JobRun>> {
  demand(actor, 'jobs.read')
  return pageOf(
    (await listRunRows(db, { ...jobsQuery(actor, search, task), outcome }, part)).map(viewRun),
    part,
  )
}

const pageOf = <Item extends { id: string }>(all: Item[], { limit }: { limit: number }): Page<Item> => {
  const items = all.slice(0, limit)
  return { items, nextCursor: all.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** One job: where it is, if it is not done, and every attempt. */
export async function getJob(db: Db, actor: Actor, id: string): Promise<JobStory> {
  demand(actor, 'jobs.read')
  const one = { jobId: id, payload: {}, carries: [] }
  const [[job], runs] = await Promise.all([
    listJobRows(db, one, { limit: 1 }),
    listRunRows(db, one, { limit: MOST_RUNS }),
  ])
  const known = job ?? runs[0]
  if (!known) throw notFound()
  const { task, payload } = known
  const [eventId, caseId] = [textIn(payload, 'eventId'), textIn(payload, 'caseId')]
  const about = eventId || caseId ? await findAbout(db, { eventId, caseId }) : nothing
  return {
    id,
    task,
    payload,
    job: job ? viewJob(job) : null,
    runs: runs.slice(0, MOST_RUNS).map(viewRun),
    about: { eventId: about.eventType ? (eventId ?? null) : null, ...about },
  }
}

const nothing = { eventType: null, caseId: null, caseTitle: null }

const textIn = (payload: Record<string, unknown>, key: string): string | undefined =>
  typeof payload[key] === 'string' ? payload[key] : undefined

/** All kinds of jobs with their figures, the last hour by the minute, and the workers. */
export async function jobsOverview(db: Db, actor: Actor): Promise<JobsOverview> {
  demand(actor, 'jobs.read')
  const now = clock.now()
  const first = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS - HOUR_MS + MINUTE_MS)
  const [figures, waiting, minutes, ranAt, processes, running] = await Promise.all([
    jobFigures(db, now),
    countByTask(db),
    listMinutes(db, first),
    listClock(db),
    listProcesses(db),
    countRunning(db),
  ])
  return {
    at: now.toISOString(),
    figures,
    tasks: Object.values<JobDefinition>(jobs).map((job): TaskFigures => {
      const { name: task } = job
      const runs = minutes.filter((row) => row.task === task)
      const counts = waiting.filter((row) => row.task === task)
      const countOf = (state: JobState) => counts.find((row) => row.state === state)?.jobs ?? 0
      return {
        task,
        waiting: Object.fromEntries(
          jobStates.map((state) => [state, countOf(state)]),
        ) as TaskFigures['waiting'],
        ok: sumOf(runs, isOk),
        failed: sumOf(runs, isNotOk),
        medianMs: quantileOf(runs, 0.5),
        p95Ms: quantileOf(runs, 0.95),
        clock: job.every
          ? {
              every: job.every,
              lastAt: ranAt.find((row) => row.task === task)?.lastAt?.toISOString() ?? null,
              nextAt: nextOf(job.every, now).toISOString(),
            }
          : null,
      }
    }),
    minutes: Array.from({ length: HOUR_MS / MINUTE_MS }, (_, i) => {
      const at = first.getTime() + i * MINUTE_MS
      const rows = minutes.filter(({ minute }) => minute.getTime() === at)
      return { at: new Date(at).toISOString(), ok: sumOf(rows, isOk), failed: sumOf(rows, isNotOk) }
    }),
    workers: processes
      .filter(({ kind }) => kind === 'worker')
      .map((row) => ({
        ...viewProcess(row),
        running: running.find(({ worker }) => worker === row.id)?.running ?? 0,
      })),
  }
}

const isOk = ({ outcome }: MinuteRow) => outcome === 'ok'
const isNotOk = (row: MinuteRow) => !isOk(row)
const sumOf = (rows: MinuteRow[], of: (row: MinuteRow) => boolean): number =>
  rows.reduce((sum, row) => (of(row) ? sum + row.runs : sum), 0)

/** How long this part of the runs took at most: they are known by powers of two, and spread evenly between these. */
function quantileOf(rows: MinuteRow[], part: number): number | null {
  const total = sumOf(rows, () => true)
  let left = total * part
  for (const { power, runs } of rows.toSorted((a, b) => a.power - b.power)) {
    if (runs >= left) return Math.round(2 ** power * (1 + left / runs))
    left -= runs
  }
  return null
}

const nextOf = (every: 'minute' | 'hour', now: Date): Date => {
  const span = every === 'minute' ? MINUTE_MS : HOUR_MS
  return new Date((Math.floor(now.getTime() / span) + 1) * span)
}

const viewJob = (row: JobRow): JobItem => ({
  ...row,
  runAt: row.runAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
})

const viewRun = (row: RunRow): JobRun => ({
  ...row,
  startedAt: row.startedAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
})
