import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table cases (
      id uuid primary key,
      workflow text not null,
      state text not null,
      version integer not null default 1,
      title text not null,
      stage text,
      scope text,
      owner_id uuid not null references people,
      assignee_id uuid references people,
      data jsonb not null,
      opened_at timestamptz not null,
      changed_at timestamptz not null,
      urgent_at timestamptz,
      closed_at timestamptz
    );
    -- Ids sort by time, so a queue in order of age is a walk along one of these.
    create index cases_queue on cases (workflow, scope, id) where closed_at is null;
    create index cases_workflow on cases (workflow, id) where closed_at is null;
    create index cases_state on cases (workflow, state, id);
    create index cases_owner on cases (owner_id, id);
    create index cases_urgent on cases (urgent_at) where closed_at is null;
    create index cases_title on cases using gin (title gin_trgm_ops);

    create table case_participants (
      case_id uuid not null references cases on delete cascade,
      person_id uuid not null references people,
      part text not null,
      primary key (case_id, person_id, part)
    );
    create index case_participants_person on case_participants (person_id, case_id);

    -- What happened, in the words of the engine; never changed.
    create table events (
      id uuid primary key,
      at timestamptz not null,
      type text not null,
      actor_id uuid,
      actor_kind text not null,
      actor_name text not null,
      case_id uuid,
      data jsonb not null,
      request_id text,
      ip text,
      user_agent text
    );
    create index events_case on events (case_id, id) where case_id is not null;

    create table idempotency_keys (
      person_id uuid not null,
      key text not null,
      input_hash text not null,
      answer jsonb,
      created_at timestamptz not null default now(),
      primary key (person_id, key)
    );
    create index idempotency_keys_age on idempotency_keys (created_at);
  `.execute(db)
}
