import type { Db, Tx } from '@belfry/db'
import { settleAbandoned } from '@belfry/db/queries/deliveries'
import {
  abandonRuns,
  crashRuns,
  listUnknownHolders,
  setJobsAside,
  unlockJobs,
} from '@belfry/db/queries/job-runs'
import { heartbeat, listUnlocked, removeProcess, takeDeadProcesses } from '@belfry/db/queries/processes'
import { type Log, reasonOf } from '@belfry/log'
import { clock } from '@belfry/shared'
import { every } from './wait.ts'

const HEARTBEAT_EVERY_MS = 5_000
// Who is found without a lock twice is dead: that takes two seconds at most, and until a living worker looks for its
// jobs one more.
const SWEEP_EVERY_MS = 1_000
const LOOK_FOR_UNKNOWN_EVERY = 30

/** A job that ends its worker process this often is set aside. */
const CRASHES_ALLOWED = 3
const POISON = 'It ended its worker process three times.'

/** Shows that this worker lives, and gives the jobs of those that do not back to the living. Returns how to end it. */
export function keepWatch(db: Db, id: string, log: Log): () => Promise<void> {
  const attempt = (what: string, work: () => Promise<void>) => () =>
    work().catch((error: unknown) => log.warn({ reason: reasonOf(error) }, `${what} failed`))
  const sweep = createSweep(db, log)
  const stops = [
    every(
      HEARTBEAT_EVERY_MS,
      attempt('The heartbeat', () => heartbeat(db, id)),
    ),
    every(SWEEP_EVERY_MS, attempt('The look for dead workers', sweep)),
  ]
  return async () => void (await Promise.all(stops.map((stop) => stop())))
}

function createSweep(db: Db, log: Log): () => Promise<void> {
  let suspects: string[] = []
  let sweeps = 0

  return async () => {
    const before = suspects
    suspects = [] // what was seen before an outage proves nothing
    const { unlocked, dead, aside } = await db.transaction().execute(async (tx) => {
      const unlocked = await listUnlocked(tx)
      const dead = await takeDeadProcesses(
        tx,
        unlocked.filter((id) => before.includes(id)),
      )
      const workers = dead.filter((process) => process.kind === 'worker').map((process) => process.id)
      const unknown = sweeps++ % LOOK_FOR_UNKNOWN_EVERY === 0 ? await listUnknownHolders(tx) : []
      return { unlocked, dead, aside: await recover(tx, [...workers, ...unknown]) }
    })
    suspects = unlocked
    for (const { id, kind } of dead)
      log.warn({ id }, `A process of the ${kind} died; what it held is free again`)
    for (const job of aside) log.error({ job }, `A job was set aside. ${POISON}`)
  }
}

/** Gives the jobs of dead workers back, and in the same moment sets those aside that keep killing them. */
async function recover(tx: Tx, workerIds: string[]): Promise<string[]> {
  if (workerIds.length === 0) return []
  await settleAbandoned(tx, clock.now())
  const crashed = await crashRuns(tx, workerIds, clock.now())
  await unlockJobs(
    tx,
    workerIds,
    crashed.map((run) => run.jobId),
  )
  const poison = crashed.filter((run) => run.crashes >= CRASHES_ALLOWED).map((run) => run.jobId)
  return setJobsAside(tx, poison, POISON)
}

/**
 * Takes this worker off the list, with nothing left in its hands. What it could not finish runs again; that costs an
 * attempt unless `forgive`.
 */
export async function signOff(
  db: Db,
  id: string,
  { reason, forgive }: { reason: string; forgive: boolean },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const unfinished = await abandonRuns(tx, id, reason, clock.now())
    await unlockJobs(tx, [id], forgive ? [] : unfinished)
    await removeProcess(tx, id)
    await settleAbandoned(tx, clock.now())
  })
}
