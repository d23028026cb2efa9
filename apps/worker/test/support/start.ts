import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { Db } from '@belfry/db'
import { filesOf } from '@belfry/testing/apps'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { crontab } from '../../src/crontab.ts'

export interface WorkerProcess {
  process: ChildProcess
  /** Resolves when it says that it is ready. */
  ready: Promise<void>
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  output(): string
  kill(signal: NodeJS.Signals): void
}

const settings = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: path.join(import.meta.dirname, '../../../../node_modules/.cache/belfry'),
  BELFRY_SECRET: 'only-for-tests-and-therefore-no-secret-at-all',
  PUBLIC_URL: 'https://belfry.test',
}

/** The worker with the tasks of `jobs.ts`, as a process of its own that does not outlive the test. */
export function startWorker(env: NodeJS.ProcessEnv): WorkerProcess {
  let output = ''
  const child = fork(path.join(import.meta.dirname, 'worker.ts'), {
    env: { ...settings, BELFRY_DATA: filesOf(env.DATABASE_URL ?? 'postgres://none'), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  child.stdout?.on('data', (chunk) => (output += String(chunk)))
  child.stderr?.on('data', (chunk) => (output += String(chunk)))
  // Not `close`: it never comes where the channel to the child was closed from this side.
  const exited = Promise.all([
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
    once(child.stdout!, 'close'),
    once(child.stderr!, 'close'),
  ]).then(([[code, signal]]) => ({ code, signal }))
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve())
    void exited.then(() => reject(new Error(`The worker ended before it was ready.\n${output}`)))
  })
  ready.catch(() => {}) // not every test waits for it
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return { process: child, ready, exited, output: () => output, kill: (signal) => void child.kill(signal) }
}

/** Where the tasks of these tests leave their marks. */
export const makeMarks = (db: Db, { once = false } = {}) =>
  sql`create table marks (key text not null ${once ? sql`primary key` : sql``})`.execute(db)

export async function marks(db: Db): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`select key from marks order by key`.execute(db)
  return rows.map((row) => row.key)
}

export interface QueueRow {
  id: string
  task: string
  attempts: number
  maxAttempts: number
  lastError: string | null
  lockedBy: string | null
  /** It has failed, and waits before it is tried again. */
  isLater: boolean
}

/** What the clock asks for: it may run in the middle of any test, whenever a minute turns. */
const byTheClock = crontab.map(({ task }) => task)

/** Every job that is not done, but those of the clock. */
export async function queue(db: Db): Promise<QueueRow[]> {
  const { rows } = await sql<QueueRow>`
    select id::text, task_identifier as task, attempts, max_attempts as "maxAttempts", last_error as "lastError",
      locked_by as "lockedBy", run_at > now() as "isLater" from graphile_worker.jobs
    where task_identifier <> all(${byTheClock}) order by jobs.id`.execute(db)
  return rows
}

export interface RunRow {
  jobId: string
  task: string
  attempt: number
  processId: string
  outcome: string | null
  error: string | null
  startedAt: Date
}

/** Every run of every job, in order, but those of the clock. */
export async function runs(db: Db): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select job_id::text as "jobId", task, attempt, process_id as "processId", outcome, error, started_at as "startedAt"
    from job_runs where task <> all(${byTheClock}) order by id`.execute(db)
  return rows
}

/** The history, once no job is left and every run has ended; the end of a run is noted a little later. */
export async function historyWhenDone(db: Db): Promise<RunRow[] | false> {
  const left = await queue(db)
  const all = await runs(db)
  return left.length === 0 && all.every((run) => run.outcome !== null) && all
}
