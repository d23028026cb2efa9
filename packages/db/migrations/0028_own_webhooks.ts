import { type Kysely, sql } from 'kysely'

/** Webhooks that belong to one person and tell him what he is told in the app. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table webhook_endpoints add column person_id uuid references people;
    create index webhook_endpoints_person on webhook_endpoints (person_id) where person_id is not null and state <> 'removed';
    -- Asked for every event; what belongs to a person wants none by itself.
    drop index webhook_endpoints_active;
    create index webhook_endpoints_active on webhook_endpoints (id) where state = 'active' and person_id is null;
  `.execute(db)
}
