import type { Db } from '@belfry/db'
import { countCrashes } from '@belfry/db/queries/job-runs'
import { type Log, reasonOf } from '@belfry/log'
import { GiveUp } from '@belfry/shared'
import type { History } from './history.ts'
import { createPrecedence } from './precedence.ts'
import type { Handler, TaskContext } from './task.ts'
import { createTurns } from './turns.ts'

/** Who has brought two workers down runs alone, so that no neighbour is blamed for the third. */
const CRASHES_BEFORE_ALONE = 2

export interface QueuedJob {
  id: string
  payload: unknown
  /** Counted from one. */
  attempts: number
}

export interface RunsOptions {
  db: Db
  log: Log
  history: History
  context: Omit<TaskContext, 'log' | 'job'>
  /** Resolves with the id this worker is listed under; until then nothing runs. */
  listed: () => Promise<string>
}

export interface Runs {
  run(handler: Handler, job: QueuedJob): Promise<void>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
}

/** Runs jobs, keeps their history, and knows which are under way. */
export function createRuns({ db, log, history, context, listed }: RunsOptions): Runs {
  const underWay = new Set<Promise<void>>()
  const inTurn = createTurns()
  const inOrder = createPrecedence()
  const { signal } = context

  async function runOnce({ job: { name }, run }: Handler, job: QueuedJob) {
    const processId = await listed()
    const crashes = job.attempts > 1 ? await countCrashes(db, job.id) : 0
    const alone = crashes >= CRASHES_BEFORE_ALONE
    await inTurn(alone, async () => {
      signal.throwIfAborted()
      if (alone) await history.flush() // those before it have ended, and that must be on record when it strikes
      const { id: jobId, attempts: attempt, payload } = job
      const { id, onRecord } = await history.begin({ jobId, task: name, attempt, processId, payload })
      // A first try does not wait until it is on record: Postgres writes down what was sent even when we die now.
      if (attempt > 1) await onRecord
      const jobLog = log.child({ task: name, job: jobId, attempt })
      const since = performance.now()
      try {
        await run(payload, { ...context, log: jobLog, job: { id: jobId, attempt } })
        history.end(id)
        jobLog.debug({ ms: Math.round(performance.now() - since) }, 'Done')
      } catch (error) {
        if (signal.aborted) throw error // stays open in the history: it was not the task's fault
        history.end(id, reasonOf(error))
        if (error instanceof GiveUp) history.giveUp(jobId, reasonOf(error))
        jobLog[error instanceof GiveUp ? 'warn' : 'error']({ err: error }, 'Failed')
        throw error
      }
    })
  }

  return {
    async run(handler, job) {
      const work = inOrder((handler.job.priority ?? 0) < 0, () => runOnce(handler, job))
      const settled = work.then(
        () => {},
        () => {},
      )
      underWay.add(settled)
      void settled.then(() => underWay.delete(settled))
      try {
        await work
      } catch (error) {
        // A task that was told to end is nobody's failure: graphile-worker never hears of it, and the job is handed back.
        if (signal.aborted) await new Promise(() => {})
        throw error
      }
    },

    async idle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}
