import { sql } from 'kysely'
import type { Db } from '../schema.ts'

/** Version, size in bytes and how long one small question takes, in milliseconds. */
export async function databaseFigures(
  db: Db,
): Promise<{ version: string; latencyMs: number; sizeBytes: number }> {
  const asked = performance.now()
  await sql`select 1`.execute(db)
  const latencyMs = Math.round((performance.now() - asked) * 10) / 10
  const { rows } = await sql<{ version: string; sizeBytes: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as "sizeBytes"`.execute(
    db,
  )
  return { ...rows[0]!, latencyMs }
}
