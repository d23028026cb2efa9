import { Kysely } from 'kysely'
import pg from 'pg'
import { PipeliningDialect } from './driver.ts'
import type { Db, Schema } from './schema.ts'

export interface Connection {
  db: Db
  pool: pg.Pool
  close(): Promise<void>
}

export interface ConnectOptions {
  /** Sessions at most. */
  max?: number
  /** Shown in pg_stat_activity. */
  name?: string
  /** Called when an idle session breaks; the pool opens a new one by itself. */
  onError?: (error: Error) => void
  /** Server settings for every session, as in `-c synchronous_commit=off`. */
  options?: string
}

// bigint columns (revisions, sequence numbers) stay far below 2^53. Set for our own pools only: graphile-worker
// breaks when pg's global parsers change.
const types = {
  getTypeParser: ((oid: number, format?: 'text') =>
    oid === 20 ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

/** Opens a pool on the database. Nothing is sent before the first query. */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const pool = createPool(url, { ...options, types })
  const db = new Kysely<Schema>({ dialect: new PipeliningDialect(pool) })
  return { db, pool, close: () => db.destroy() }
}

export function createPool(
  url: string,
  options: ConnectOptions & { types?: pg.CustomTypesConfig } = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 10,
    application_name: options.name ?? 'belfry',
    // A server that is restarting refuses at once; one that hangs must not hang us.
    connectionTimeoutMillis: 10_000,
    // Statements that do not wait for each other's answers share a round trip; see driver.ts.
    pipeline: options.types !== undefined,
    ...(options.options ? { options: options.options } : {}),
    ...(options.types ? { types: options.types } : {}),
  })
  // Without a handler, a session that the server ends would end this process too.
  const onError = options.onError ?? (() => {})
  pool.on('error', onError)
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}
