import type { WorkerEvents } from 'graphile-worker'

/** Fetches that fail in a row until the runner counts as broken; a database that is away looks no different. */
const FETCHES_IN_VAIN = 3

export interface FaultWatch {
  /** Resolves when graphile-worker shuts down, or does not but should. */
  over: Promise<void>
  /** Gets what graphile-worker logs. */
  hear(message: string): void
}

/**
 * Three faults of graphile-worker 0.18.0, which show when sessions break while the server runs. Each would leave a worker
 * that holds its lock and does nothing.
 *
 * - It shuts down when it cannot note that a job has ended, but may never come to the end of that: its count of what is
 *   still to be noted goes wrong at the second failure. So the beginning of the shutdown counts as its end.
 * - It hands back what it had fetched only while it is busy fetching more; else it stumbles, and does not wait for the
 *   answer. So it is kept busy until the shutdown.
 * - Where its first look at the list of tasks fails, it keeps that error for good. So some fetches in vain are enough.
 */
export function watchFaults(events: WorkerEvents): FaultWatch {
  const over = Promise.withResolvers<void>()
  events.once('pool:gracefulShutdown', () => over.resolve())

  const shutdown = new Promise<void>((resolve) => events.once('pool:gracefulShutdown', () => resolve()))
  events.once('localQueue:init', ({ localQueue }) => {
    const queue = localQueue as object as { background?: (work: Promise<void>) => void }
    queue.background?.(shutdown)
  })

  let inVain = 0
  events.on('localQueue:getJobs:complete', () => (inVain = 0))
  return {
    over: over.promise,
    hear(message) {
      if (!message.startsWith('Error occurred fetching jobs')) return
      inVain += 1
      if (inVain === FETCHES_IN_VAIN) over.resolve()
    },
  }
}
