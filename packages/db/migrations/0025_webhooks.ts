import { type Kysely, sql } from 'kysely'

/** Other systems that are told what happens: by signed webhooks, in Slack, in Teams. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id uuid primary key,
      kind text not null,
      name text not null,
      url text not null,
      -- Which events: see shared/webhooks.
      topics text[] not null,
      locale text not null,
      state text not null default 'active',
      -- Why it is disabled: by_hand, gone or failing.
      why text,
      -- The secret is made from this number and the id; the one before it counts until then.
      generation integer not null default 1,
      previous_until timestamptz,
      -- Attempts that failed since the last one that did not.
      failures integer not null default 0,
      failing_since timestamptz,
      rest_until timestamptz,
      -- The job that calls it now, and until when it is taken to be alive.
      holder text,
      held_until timestamptz,
      created_by uuid not null references people,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    -- Asked for every event: where there is no endpoint it is empty.
    create index webhook_endpoints_active on webhook_endpoints (id) where state = 'active';

    create table webhook_deliveries (
      id uuid primary key,
      endpoint_id uuid not null references webhook_endpoints,
      event_id uuid not null,
      type text not null,
      state text not null default 'queued',
      -- Since somebody had it sent again by hand, or from the beginning.
      tries smallint not null default 0,
      -- When it may be sent; null as soon as it is over.
      due_at timestamptz,
      created_at timestamptz not null,
      sent_at timestamptz,
      unique (endpoint_id, event_id)
    );
    create index webhook_deliveries_due on webhook_deliveries (endpoint_id, due_at) where due_at is not null;
    create index webhook_deliveries_newest on webhook_deliveries (endpoint_id, id);
    create index webhook_deliveries_state on webhook_deliveries (endpoint_id, state, id);
    create index webhook_deliveries_old on webhook_deliveries (created_at);

    create table webhook_attempts (
      delivery_id uuid not null references webhook_deliveries on delete cascade,
      attempt smallint not null,
      started_at timestamptz not null,
      finished_at timestamptz,
      status smallint,
      -- The beginning of what was answered.
      response text,
      error text,
      primary key (delivery_id, attempt)
    );
  `.execute(db)
}
