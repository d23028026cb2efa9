import { type Kysely, sql } from 'kysely'

/** Suppressed addresses are looked for by any part of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index suppressions_search on suppressions using gin (address gin_trgm_ops)`.execute(db)
}
