import { setTimeout as pause } from 'node:timers/promises'
import { type Db, type Tx, notify } from '@belfry/db'
import type { Settlement } from '@belfry/db/queries/deliveries'
import { settle } from '@belfry/engine/mail'
import { type Log, reasonOf } from '@belfry/log'
import { clock } from '@belfry/shared'

interface Waiting {
  settlement: Settlement
  alongside: ((tx: Tx) => Promise<void>) | undefined
  done: () => void
}

const AT_ONCE = 200
const TELL_EVERY_MS = 500
const LONGEST_PAUSE_MS = 5_000

/**
 * Writes down how attempts ended: one transaction at a time, with all that ended while the last one was under way. It does
 * not give up: a mail that went out must not be sent again because the database was away.
 */
export function createSettler(db: Db, log: Log) {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let toldAt = Number.NEGATIVE_INFINITY

  async function write(batch: Waiting[]): Promise<void> {
    // Pages hear of it a few times a second at most: each NOTIFY makes other commits wait.
    const isTold = performance.now() - toldAt > TELL_EVERY_MS
    await db.transaction().execute(async (tx) => {
      for (const { alongside } of batch) await alongside?.(tx)
      if (isTold) await notify(tx, { kind: 'mail' })
      await settle(
        tx,
        batch.map(({ settlement }) => settlement),
        clock.now(),
      )
    })
    if (isTold) toldAt = performance.now()
  }

  async function run(): Promise<void> {
    let pauseMs = 100
    let atOnce = AT_ONCE
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atOnce)
      try {
        await write(batch)
        pauseMs = 100
        for (const { done } of batch) done()
      } catch (error) {
        if (isForGood(error) && batch.length === 1) {
          log.error({ err: error, delivery: batch[0]!.settlement.id }, 'How a mail ended cannot be written')
          batch[0]!.done()
          continue
        }
        if (isForGood(error)) atOnce = 1 // one of them spoils it for all
        waiting = [...batch, ...waiting]
        log.warn({ reason: reasonOf(error) }, 'How mails ended could not be written; trying again')
        await pause(pauseMs)
        pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
      }
    }
  }

  const start = () => (running ??= run().finally(() => (running = undefined)))

  return {
    /** Resolves when it is on record. */
    settle: (settlement: Settlement, alongside?: (tx: Tx) => Promise<void>): Promise<void> =>
      new Promise((done) => {
        waiting.push({ settlement, alongside, done })
        void start()
      }),
    idle: (): Promise<void> => running ?? Promise.resolve(),
  }
}

/** The database does not take it, and will not take it later: wrong values, broken rules. */
const isForGood = (error: unknown): boolean => /^(22|23|42)/.test(String((error as { code?: unknown }).code))
