import { Logger, runMigrations } from 'graphile-worker'
import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from '../migrations/index.ts'
import { connect } from './connect.ts'
import type { Db } from './schema.ts'

const quiet = new Logger(() => () => {})

/** The advisory lock of whoever migrates. */
const MIGRATION = 4713

/**
 * Brings the database to this release: graphile-worker's tables, then ours. Safe to start from several processes at
 * once: one does it, the others wait for it. Throws with the reason when the server is older than Postgres 15.
 */
export async function migrate(url: string): Promise<void> {
  const { db, pool, close } = connect(url, { max: 3, name: 'belfry migrate' })
  try {
    const { rows } = await sql<{
      version: number
    }>`select current_setting('server_version_num')::int as version`.execute(db)
    if ((rows[0]?.version ?? 0) < 150_000) throw new Error('Belfry needs Postgres 15 or newer.')
    // Held by a session of its own until that ends. "If not exists" is no protection: two who look at once both create.
    await db.connection().execute(async (session) => {
      await sql`select pg_advisory_lock(${MIGRATION})`.execute(session)
      await sql`create extension if not exists pg_trgm`.execute(db)
      await runMigrations({ pgPool: pool, logger: quiet })
      const { error } = await new Migrator({
        db,
        provider: { getMigrations: () => Promise.resolve(migrations) },
      }).migrateToLatest()
      if (error) throw error
    })
  } finally {
    await close()
  }
}

/** The names of migrations that have not run yet; empty when the database is as this release needs it. */
export async function pendingMigrations(db: Db): Promise<string[]> {
  const done = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const names = new Set(done.rows.map((row) => row.name))
  return Object.keys(migrations).filter((name) => !names.has(name))
}
