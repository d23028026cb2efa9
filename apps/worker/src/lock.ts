import { PROCESS_LOCK } from '@belfry/db/queries/processes'
import { type Log, reasonOf } from '@belfry/log'
import pg from 'pg'

export interface ProcessLock {
  /** Resolves when the lock is gone, and with it the right to do any work under this id. */
  lost: Promise<void>
  release(): Promise<void>
}

// Postgres gives the lock of a host that vanished free within 15 seconds, and never ends an idle session.
const settings = [
  'tcp_keepalives_idle=5',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=2',
  'idle_session_timeout=0',
  'lock_timeout=5s',
]

/**
 * Holds the advisory lock on a process id, by a session that does nothing else, until it is released or lost. As long
 * as it is held everybody else leaves the process and its jobs alone.
 *
 * A session that breaks is opened again once: the lock is not lost if it can be had back while `isListed` says that
 * nobody has declared the process dead in between.
 */
export async function holdLock(
  url: string,
  id: string,
  { isListed, log }: { isListed: () => Promise<boolean>; log: Log },
): Promise<ProcessLock> {
  const lost = Promise.withResolvers<void>()
  let isReleased = false
  let session = await take(url, id)
  watch()

  function watch() {
    void session.ended.then(() => {
      if (!isReleased) void takeBack()
    })
  }

  async function takeBack() {
    try {
      session = await take(url, id)
      if (!(await isListed())) throw new Error('another worker has taken over')
      log.warn('The session with the lock broke; the lock was taken back')
      watch()
    } catch (error) {
      log.error({ reason: reasonOf(error) }, 'The session with the lock broke, and the lock is lost')
      lost.resolve()
      await session.close()
    }
  }

  return {
    lost: lost.promise,
    async release() {
      isReleased = true
      await session.close()
    },
  }
}

async function take(url: string, id: string) {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'belfry worker lock',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 5_000,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  })
  client.on('error', () => {}) // the end follows, and says enough
  const ended = new Promise<void>((resolve) => client.once('end', resolve))
  const close = () => client.end().catch(() => {})
  try {
    await client.connect()
    await client.query('select pg_advisory_lock($1, hashtext($2))', [PROCESS_LOCK, id])
    return { ended, close }
  } catch (error) {
    await close()
    throw error
  }
}
