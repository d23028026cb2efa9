import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- What an administrator switched on or off; without a row the configuration decides.
    create table flags (
      name text primary key,
      "on" boolean not null,
      changed_at timestamptz not null,
      changed_by uuid
    );

    -- Events whose sender told more than he may in a minute. They wait, and go out at the rate he may send at.
    create table throttled_events (
      event_id uuid primary key,
      sender text not null, -- a person's id, or that of the API key that acted
      sender_name text not null,
      per_minute integer not null,
      state text not null default 'waiting',
      at timestamptz not null,
      settled_at timestamptz,
      settled_by uuid
    );
    create index throttled_waiting on throttled_events (sender, event_id) where state = 'waiting';
    create index throttled_age on throttled_events (at);

    -- How much somebody has sent of late is counted here.
    create index events_actor on events (actor_id, id) where actor_id is not null;

    -- Deliveries of a channel that is switched off.
    create index deliveries_paused on deliveries (channel) where state = 'paused';
  `.execute(db)
}
