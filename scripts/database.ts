import pg from 'pg'
import type { Settings } from './config.ts'
import { startPostgres, type Postgres } from './postgres.ts'
import { Problem } from './problem.ts'
import type { Life } from './run.ts'

const NAME = 'belfry'
const OLDEST_VERSION = 15
const ONE_AT_A_TIME = 438_0438 // key of the advisory lock that belongs to whoever runs on the embedded server

/** The address of the database: the one that was given, or that of a server we start and keep running. */
export function openDatabase(settings: Settings, life: Life): Promise<string> {
  return settings.databaseUrl ? check(settings.databaseUrl) : embedded(settings, life)
}

async function check(url: string) {
  const { host, pathname } = new URL(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>('select current_setting($1) as version', [
      'server_version',
    ])
    const version = rows[0]?.version ?? '0'
    if (parseInt(version) < OLDEST_VERSION) {
      throw new Problem(`Postgres ${OLDEST_VERSION} or later is needed; the one at ${host} is ${version}.`)
    }
    return url
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem(
      `DATABASE_URL: the database${pathname.replace('/', ' ')} at ${host} cannot be used (${reason(error)}).`,
    )
  } finally {
    await client.end().catch(() => {})
  }
}

/** A refused connection to a name with several addresses is an AggregateError without a message of its own. */
function reason(error: unknown) {
  const { message, code } = error as NodeJS.ErrnoException
  return message || code || 'unknown'
}

/** A server that dies is started again where it was; API and worker reconnect by themselves. */
async function embedded({ dataDir, postgresPort }: Settings, life: Life) {
  const options = { dataDir: `${dataDir}/postgres`, port: postgresPort }
  const server = await startPostgres(options)
  const guard = await takeServer(server, dataDir)
  let healing = Promise.resolve()
  life.atEnd(async () => {
    await healing // or it would be started after it was stopped
    await server.stop()
  })
  watch(guard)
  await createDatabase(guard)
  return server.url(NAME)

  function watch(guard: pg.Client) {
    guard.once('end', () => {
      if (life.stopping.aborted) return
      console.error('Postgres has stopped; it is started again.')
      healing = heal().catch((error: Error) => life.end(error))
    })
  }

  async function heal() {
    const again = await startPostgres({ ...options, port: server.port })
    if (again.port !== server.port)
      throw new Problem(`Port ${server.port} of Postgres was taken by another program.`)
    watch(await takeServer(again, dataDir))
  }
}

/** Two that run on the same data would stop the server under each other. The lock goes when its session does. */
async function takeServer(server: Postgres, dataDir: string) {
  const guard = new pg.Client({ connectionString: server.url(), keepAlive: true })
  guard.on('error', () => {}) // its end follows, and that is what counts
  await guard.connect()
  const { rows } = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
    ONE_AT_A_TIME,
  ])
  if (rows[0]?.taken) return guard
  await guard.end()
  throw new Problem(
    `Belfry already runs on the data in ${dataDir}: stop it first, or set BELFRY_DATA to another folder.`,
  )
}

async function createDatabase(guard: pg.Client) {
  const { rowCount } = await guard.query('select from pg_database where datname = $1', [NAME])
  if (!rowCount) await guard.query(`create database ${NAME}`)
}
