import { type Db, type Signal, notify } from '@belfry/db'
import {
  PROCESS_LOCK,
  type ProcessRow,
  heartbeat,
  registerProcess,
  removeProcess,
} from '@belfry/db/queries/processes'
import type { Log } from '@belfry/log'
import { clock, newId } from '@belfry/shared'
import pg from 'pg'
import type { Bus, Ears } from './bus.ts'

const HEARTBEAT_MS = 5_000
const RETRY_MS = [100, 250, 500, 1_000, 2_000]
const SELF_TEST_MS = 2_000

export interface Listener {
  start(): Promise<void>
  stop(): Promise<void>
  /** Sends itself a signal through Postgres and waits for it. Milliseconds; throws when it does not arrive. */
  selfTest(): Promise<number>
  readonly connected: boolean
  readonly reconnects: number
}

interface ListenerOptions {
  db: Db
  url: string
  process: ProcessRow
  log: Log
  makeBus: (ears: Ears) => Bus
}

interface Handlers {
  onSignal: (signal: Signal) => void
  /** Listening began, for the first time or again: whatever was said in between was not heard. */
  onListening: (deafSince: Date) => Promise<void>
  /** From now on whatever is said is heard, or it is not. */
  onHearing: (isHearing: boolean) => void
}

/**
 * The one session by which this process is tied to Postgres: on it the bus hears what others commit. It also holds the advisory lock that says the process
 * lives. When the session breaks, it is opened again for as long as it takes.
 */
export function createListener(
  { db, url, process: self, log, makeBus }: ListenerOptions,
  { onSignal, onListening, onHearing }: Handlers,
): Listener {
  let client: pg.Client | undefined
  let stopped = false
  let reconnects = -1
  let deafSince = clock.now()
  let beat: NodeJS.Timeout | undefined
  const tests = new Map<string, () => void>()
  const bus = makeBus({ hear, missed: (since) => void catchUp(since) })

  async function open(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'belfry listener',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    })
    next.on('error', (error) => log.warn({ err: error.message }, 'listener: session broke'))
    const ended = new Promise<void>((resolve) => next.once('end', resolve))
    await next.connect()
    try {
      await bus.attach(next)
      await next.query('select pg_advisory_lock($1, hashtext($2))', [PROCESS_LOCK, self.id])
      await registerProcess(db, self)
      await onListening(deafSince)
    } catch (error) {
      bus.detach()
      await next.end().catch(() => {})
      throw error
    }
    client = next
    reconnects += 1
    onHearing(true)
    // A promise, since it may have ended while we caught up.
    void ended.then(() => {
      client = undefined
      bus.detach()
      deafSince = clock.now()
      onHearing(false)
      if (!stopped) void reopen()
    })
  }

  async function reopen(): Promise<void> {
    for (let tries = 0; !stopped; tries++) {
      try {
        await open()
        if (tries > 0) log.info({ tries }, 'listener: back')
        return
      } catch (error) {
        log.warn({ err: (error as Error).message }, 'listener: cannot listen, trying again')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]))
      }
    }
  }

  /** The bus was deaf for a while, though the session was not. */
  async function catchUp(since: Date): Promise<void> {
    if (!client) return
    onHearing(true)
    await onListening(since).catch((error: Error) => {
      log.warn({ err: error.message }, 'listener: cannot catch up, starting over')
      void client?.end().catch(() => {})
    })
  }

  function hear(payload: string): void {
    const signal = JSON.parse(payload) as Signal
    if (signal.kind === 'self_test') tests.get(signal.nonce)?.()
    else onSignal(signal)
  }

  return {
    async start() {
      await open()
      beat = setInterval(() => {
        heartbeat(db, self.id).catch((error: Error) => log.warn({ err: error.message }, 'heartbeat failed'))
      }, HEARTBEAT_MS)
      beat.unref()
    },
    async stop() {
      stopped = true
      clearInterval(beat)
      await bus.stop()
      await removeProcess(db, self.id).catch(() => {})
      await client?.end().catch(() => {})
    },
    async selfTest() {
      const nonce = newId()
      const asked = performance.now()
      const heard = new Promise<void>((resolve) => tests.set(nonce, resolve))
      const late = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error('NOTIFY did not arrive.')), SELF_TEST_MS).unref()
      })
      try {
        await Promise.race([notify(db, { kind: 'self_test', nonce }).then(() => heard), late])
        return Math.round((performance.now() - asked) * 10) / 10
      } finally {
        tests.delete(nonce)
      }
    },
    get connected() {
      return client !== undefined
    },
    get reconnects() {
      return Math.max(0, reconnects)
    },
  }
}
