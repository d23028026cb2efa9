import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import { pendingMigrations } from '@belfry/db/migrate'
import { type Log, reasonOf } from '@belfry/log'

const SHORTEST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 2_000

/** Waits until the database answers and is as this release needs it; one line for each try. False when it was to stop. */
export async function databaseReady(db: Db, log: Log, stopping: AbortSignal): Promise<boolean> {
  for (let ms = SHORTEST_PAUSE_MS; !stopping.aborted; ms = Math.min(ms * 2, LONGEST_PAUSE_MS)) {
    const trouble = await troubleWith(db)
    if (!trouble) return true
    log.warn({ reason: trouble, againInMs: ms }, 'Waiting for the database')
    await pause(ms, undefined, { signal: stopping }).catch(() => {})
  }
  return false
}

async function troubleWith(db: Db): Promise<string | undefined> {
  try {
    const pending = await pendingMigrations(db)
    return pending.length === 0 ? undefined : `its migrations have not run yet: ${pending.join(', ')}`
  } catch (error) {
    const isEmpty = (error as { code?: unknown }).code === '42P01' // undefined_table
    return isEmpty ? 'its migrations have not run yet' : reasonOf(error)
  }
}
