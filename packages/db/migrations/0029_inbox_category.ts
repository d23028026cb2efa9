import { type Kysely, sql } from 'kysely'

/** What few messages are about is found by them, however long an inbox is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index messages_category on messages (category, event_id)`.execute(db)
}
