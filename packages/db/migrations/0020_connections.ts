import { type Kysely, sql } from 'kysely'

/** When something last came over a connection, and how far its inbox has been told over it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table connections add column seen_at timestamptz, add column rev bigint`.execute(db)
}
