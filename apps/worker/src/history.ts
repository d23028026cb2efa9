import type { Db } from '@belfry/db'
import { type RunEnd, type RunStart, finishRuns, setJobsAside, startRun } from '@belfry/db/queries/job-runs'
import { type Log, reasonOf } from '@belfry/log'
import { clock, newId } from '@belfry/shared'
import { every } from './wait.ts'

const FLUSH_EVERY_MS = 250
const ERROR_LIMIT = 2_000
const SET_ASIDE_TRIES = 100 // 25 seconds; a job that is still held then will give up again

export interface History {
  /**
   * Notes that a run begins. The note is on its way to Postgres when this resolves, so a run that ends its process will be
   * counted; `onRecord` resolves when it is there.
   */
  begin(run: Omit<RunStart, 'id' | 'startedAt'>): Promise<{ id: string; onRecord: Promise<void> }>
  /** Notes how it ended, a little later. */
  end(id: string, error?: string): void
  /** Sets the run's job aside for good as soon as graphile-worker has let go of it; it pauses before it tries again. */
  giveUp(jobId: string, reason: string): void
  flush(): Promise<void>
  stop(): Promise<void>
}

/** What graphile-worker forgets: every run of every job. */
export function createHistory(db: Db, log: Log): History {
  const beginning = new Set<Promise<void>>()
  let ends: RunEnd[] = []
  const givenUp = new Map<string, { reason: string; tries: number }>()

  async function flush() {
    const batch = ends
    ends = []
    await Promise.allSettled(beginning) // nothing can end that is not there
    try {
      await finishRuns(db, batch)
      await setGivenUpAside()
    } catch (error) {
      ends = [...batch, ...ends] // a run that is ended twice stays as it was
      log.warn({ reason: reasonOf(error) }, 'The history of jobs could not be written; trying again')
    }
  }

  async function setGivenUpAside() {
    for (const [jobId, job] of givenUp) {
      const done = await setJobsAside(db, [jobId], job.reason)
      job.tries += 1
      if (done.length > 0 || job.tries === SET_ASIDE_TRIES) givenUp.delete(jobId)
    }
  }

  let flushing: Promise<void> = Promise.resolve()
  const flushInTurn = () => (flushing = flushing.then(flush))
  const stopFlushing = every(FLUSH_EVERY_MS, flushInTurn)

  return {
    async begin(run) {
      const id = newId()
      const { onRecord } = await startRun(db, { ...run, id, startedAt: clock.now() })
      beginning.add(onRecord)
      onRecord
        .catch((error: unknown) =>
          log.warn({ reason: reasonOf(error) }, 'The beginning of a job is not on record'),
        )
        .finally(() => beginning.delete(onRecord))
      return { id, onRecord }
    },
    end(id, error) {
      ends.push({
        id,
        finishedAt: clock.now(),
        outcome: error === undefined ? 'ok' : 'failed',
        error: error?.slice(0, ERROR_LIMIT) ?? null,
      })
    },
    giveUp: (jobId, reason) => void givenUp.set(jobId, { reason, tries: 0 }),
    flush: flushInTurn,
    async stop() {
      await stopFlushing()
      await flushInTurn()
    },
  }
}
