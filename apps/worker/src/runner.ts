import { EventEmitter } from 'node:events'
import { createPool } from '@belfry/db'
import { type Log, reasonOf } from '@belfry/log'
import { Logger, type TaskList, type WorkerEvents, run } from 'graphile-worker'
import { crontab } from './crontab.ts'
import { type FaultWatch, watchFaults } from './faults.ts'
import type { QueuedJob } from './runs.ts'
import type { Handler } from './task.ts'

export interface RunnerOptions {
  url: string
  concurrency: number
  handlers: Handler[]
  run: (handler: Handler, job: QueuedJob) => Promise<void>
  /** Gets the id that jobs are held under, before the first job is taken. */
  onId: (id: string) => void
  log: Log
}

export interface JobRunner {
  /** Resolves when graphile-worker takes no more jobs: asked to, or because it could not go on. */
  ended: Promise<void>
  /** Takes no more jobs, hands back those that wait here, and resolves when those that run have ended. */
  stop(): Promise<void>
  /** Closes its sessions, whatever it is doing. */
  close(): Promise<void>
}

/** Fewer round trips, at the price of jobs that wait here while another worker may be free. */
const PREFETCHED = 20

/** graphile-worker, as we use it. */
export async function startRunner(options: RunnerOptions): Promise<JobRunner> {
  const { url, concurrency, handlers, onId, log } = options
  // Taking and finishing a job need not reach the disk: what a crash of the server forgets is done again, and tasks can
  // bear that. The work itself commits by other sessions, which do wait for the disk.
  // Its sessions keep pg's own parsers; graphile-worker breaks with others.
  const pool = createPool(url, {
    name: 'belfry worker jobs',
    max: concurrency + 3,
    options: '-c synchronous_commit=off',
    onError: (error) => log.debug({ reason: error.message }, 'A session for jobs broke'),
  })
  const events: WorkerEvents = new EventEmitter()
  events.once('pool:create', ({ workerPool }) => onId(workerPool.id))
  const faults = watchFaults(events)
  const tasks: TaskList = {}
  for (const handler of handlers)
    tasks[handler.job.name] = (_, { job }) =>
      options.run(handler, { id: job.id, payload: job.payload, attempts: job.attempts })

  try {
    const runner = await run({
      pgPool: pool,
      events,
      taskList: tasks,
      parsedCronItems: crontab,
      noHandleSignals: true,
      logger: quiet(log, faults),
      preset: {
        worker: {
          concurrentJobs: concurrency,
          pollInterval: 1_000,
          localQueue: { size: Math.max(PREFETCHED, concurrency) },
          // With the default, stopping does not wait until the last job is marked as done.
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
    })
    const finished = runner.promise.catch((error: unknown) =>
      log.warn({ reason: reasonOf(error) }, 'graphile-worker ended'),
    )
    let stopped: Promise<void> | undefined
    let closed: Promise<void> | undefined
    return {
      ended: Promise.race([faults.over, finished]),
      stop: () => (stopped ??= runner.stop().catch(() => {})), // it refuses when it has stopped by itself
      close: () => (closed ??= pool.end()),
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** A task that fails is logged where it runs; of the rest, what goes wrong. */
const quiet = (log: Log, faults: FaultWatch): Logger =>
  new Logger(() => (level, message, meta) => {
    if (meta?.failure) return
    faults.hear(message)
    if (level === 'error' || level === 'warning')
      log.warn({ by: 'graphile-worker' }, message.split('\n', 1)[0])
  })
