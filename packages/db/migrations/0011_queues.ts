import { type Kysely, sql } from 'kysely'

/** Queues in every order and by every filter along an index, and the views of them that people keep. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    drop index cases_queue;
    drop index cases_workflow;
    drop index cases_state;
    drop index cases_owner;
    drop index cases_urgent;

    -- In order of age: open ones, open ones of a scope, those in a state, all.
    create index cases_open on cases (workflow, opened_at, id) where closed_at is null;
    create index cases_open_scope on cases (workflow, scope, opened_at, id) where closed_at is null;
    create index cases_state on cases (workflow, state, opened_at, id);
    create index cases_all on cases (workflow, opened_at, id);

    -- In the other orders. What has no limit comes last; titles are compared letter by letter, whatever the server's locale.
    create index cases_urgency on cases (workflow, (coalesce(urgent_at, 'infinity'::timestamptz)), id) where closed_at is null;
    create index cases_changed on cases (workflow, changed_at, id);
    create index cases_titles on cases (workflow, (lower(left(title, 100)) collate "C"), id);

    -- By whom they concern, and by the values of their fields.
    create index cases_owner on cases (owner_id, opened_at, id);
    create index cases_assignee on cases (assignee_id, opened_at, id) where assignee_id is not null;
    create index cases_ready on cases (workflow, opened_at, id) where ready_at is not null and closed_at is null;
    create index cases_data on cases using gin (data jsonb_path_ops);
    create index people_name_parts on people using gin (name gin_trgm_ops);

    create table saved_views (
      id uuid primary key,
      owner_id uuid not null references people,
      workflow text not null,
      name text not null,
      -- What the page shows, as its address says it: search, order, columns.
      settings jsonb not null,
      -- Everybody who holds this role has it on his list.
      role text,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    create index saved_views_owner on saved_views (owner_id, workflow);
    create index saved_views_role on saved_views (role, workflow) where role is not null;
  `.execute(db)
}
