import { hostname } from 'node:os'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import { isListed, registerProcess } from '@belfry/db/queries/processes'
import type { Log } from '@belfry/log'
import manifest from '../package.json' with { type: 'json' }
import { databaseReady } from './database.ts'
import { type History, createHistory } from './history.ts'
import { type ProcessLock, holdLock } from './lock.ts'
import { keepWatch, signOff } from './recovery.ts'
import { type JobRunner, startRunner } from './runner.ts'
import { type Runs, createRuns } from './runs.ts'
import type { Handler, TaskContext } from './task.ts'
import { aborted, within } from './wait.ts'

export interface ServeOptions {
  url: string
  /** Its transactions are durable. */
  db: Db
  /** Its transactions may be lost with the server's last moment; for the history. */
  historyDb: Db
  log: Log
  concurrency: number
  handlers: Handler[]
  context: Omit<TaskContext, 'db' | 'log' | 'job' | 'signal'>
  stopping: AbortSignal
  /** Called when this worker is on the list of processes and takes work. */
  onReady: () => void
}

/** Supervisors kill after 20 seconds; these leave time to hand everything back. */
const FINISH_WITHIN_MS = 15_000
const LET_GO_WITHIN_MS = 5_000
const HAND_BACK_WITHIN_MS = 2_000
const A_MOMENT_MS = 1_000

interface Life {
  options: ServeOptions
  id: string
  runner: JobRunner
  runs: Runs
  history: History
  /** Tells the tasks that nobody waits for them any more. */
  abort: AbortController
  endWatch: () => Promise<void>
}

/**
 * Works under one id until `stopping`, or until that id is lost: its lock went with its session, or graphile-worker could
 * not go on. Resolves with nothing left in its hands; throws where the database did not let it.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { db, log, stopping } = options
  const listed = Promise.withResolvers<{ id: string; lock: ProcessLock }>()
  listed.promise.catch(() => {}) // also where nobody waits for it any more
  const abort = new AbortController()
  const history = createHistory(options.historyDb, log)
  const runs = createRuns({
    db,
    log,
    history,
    context: { ...options.context, db, signal: abort.signal },
    listed: async () => (await listed.promise).id,
  })
  const runner = await startRunner({
    ...options,
    run: runs.run,
    onId: (id) => void list(options, id).then(listed.resolve, listed.reject),
  }).catch(async (error: unknown) => {
    await history.stop()
    throw error
  })

  try {
    const { id, lock } = await listed.promise
    const life = { options, id, runner, runs, history, abort, endWatch: keepWatch(db, id, log) }
    log.info({ id, concurrency: options.concurrency }, 'Ready')
    await options.context.postOffice.open(id)
    options.onReady()

    await Promise.race([aborted(stopping), lock.lost, runner.ended])
    await (stopping.aborted ? finish(life) : letGo(life))
  } finally {
    abort.abort()
    void runner.stop()
    const unlisted = listed.promise.then(({ lock }) => lock.release())
    await within(A_MOMENT_MS, Promise.allSettled([runner.close(), history.stop(), unlisted]))
  }
}

/** First the lock, then the row: a row whose lock is free belongs to the dead. */
async function list({ url, db, log }: ServeOptions, id: string) {
  const lock = await holdLock(url, id, { isListed: () => isListed(db, id), log })
  const { version } = manifest
  try {
    await registerProcess(db, { id, kind: 'worker', host: hostname(), pid: process.pid, version })
    return { id, lock }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Ends in good order: what runs may finish, what waits goes back as if nobody had touched it. */
async function finish(life: Life) {
  const { runner, runs, abort } = life
  const { log } = life.options
  const stopped = runner.stop()
  await nextTurn() // a job that was handed out just now is under way then
  const { postOffice } = life.options.context
  if (!(await within(FINISH_WITHIN_MS, Promise.all([runs.idle(), postOffice.close()])))) {
    log.warn('Some tasks take too long; they run again elsewhere')
    abort.abort(new Error('The worker stops.'))
    await within(A_MOMENT_MS, runs.idle())
  }
  await within(A_MOMENT_MS, Promise.all([stopped, life.endWatch()]))
  const handedBack = handBack(life, { reason: 'The worker was stopped before this was done.', forgive: true })
  if (await within(HAND_BACK_WITHIN_MS, handedBack)) await handedBack
  else log.warn('The database does not answer; what is left here is handed back by another worker')
}

/** Drops everything, since others may take it any moment; and hands it back as soon as the database answers. */
async function letGo(life: Life) {
  const { runner, runs, abort } = life
  const { db, log, stopping } = life.options
  abort.abort(new Error('The worker lost its place in the database.'))
  void runner.stop()
  await within(A_MOMENT_MS, life.endWatch())
  const { postOffice } = life.options.context
  if (!(await within(LET_GO_WITHIN_MS, Promise.all([runs.idle(), postOffice.close()]))))
    log.warn('Some tasks go on although nobody waits for them')
  await within(A_MOMENT_MS, runner.close())
  if (!(await databaseReady(db, log, stopping))) return
  await handBack(life, { reason: 'The worker lost its place in the database.', forgive: false })
}

/** A worker that is off the list holds no job, and the history knows how each run ended. */
async function handBack({ options: { db }, id, history }: Life, how: { reason: string; forgive: boolean }) {
  await history.flush()
  await signOff(db, id, how)
  await history.flush() // jobs given up can be set aside now that nobody holds them
}
