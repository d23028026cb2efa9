import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- Every API and worker process that runs. It holds an advisory lock on its id for as long as it lives, so a row
    -- whose lock is free belongs to the dead. For a worker the id is graphile-worker's pool id.
    create table processes (
      id text primary key,
      kind text not null,
      host text not null,
      pid integer not null,
      version text not null,
      started_at timestamptz not null default now(),
      seen_at timestamptz not null default now()
    );

    create table connections (
      id uuid primary key,
      process_id text not null references processes on delete cascade,
      person_id uuid not null,
      session_id uuid,
      transport text not null,
      ip text,
      user_agent text,
      since timestamptz not null
    );
    create index connections_process on connections (process_id);
    create index connections_person on connections (person_id);

    -- graphile-worker forgets a job that is done; this is what it did. A row without an outcome is running.
    create table job_runs (
      id uuid primary key,
      job_id bigint not null,
      task text not null,
      attempt integer not null,
      process_id text not null,
      payload jsonb,
      started_at timestamptz not null,
      finished_at timestamptz,
      outcome text,
      error text
    );
    create index job_runs_task on job_runs (task, id);
    create index job_runs_job on job_runs (job_id, id);
    create index job_runs_running on job_runs (process_id) where outcome is null;
    create index job_runs_finished on job_runs (finished_at);

    -- One channel for all processes. A deleted session and a changed right must reach open connections within a second,
    -- whoever changed the row, so the table itself says it.
    create function notify_session_ended() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'session_ended', 'sessionId', old.id)::text);
      return null;
    end $$;
    create trigger session_ended after delete on auth.session for each row execute function notify_session_ended();

    create function notify_rights_changed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'rights_changed', 'personId', new.person_id)::text);
      return null;
    end $$;
    create trigger rights_changed after insert or update on role_grants for each row execute function notify_rights_changed();
  `.execute(db)
}
