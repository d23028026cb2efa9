import { type Kysely, sql } from 'kysely'

/** Who works on a case and who looks at it, and how a queue gives cases to people. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    -- A soft lock. It is prolonged while its holder has the case open, and lapses by itself; see engine/together/claims.ts.
    create table claims (
      case_id uuid primary key references cases on delete cascade,
      person_id uuid not null references people,
      since timestamptz not null,
      expires_at timestamptz not null
    );
    create index claims_expiry on claims (expires_at);
    create index claims_person on claims (person_id);

    -- Who has which case open, by the API process that he is connected to; gone with it. Nothing that a crash must not lose.
    create unlogged table presence (
      case_id uuid not null,
      person_id uuid not null,
      process_id text not null references processes on delete cascade,
      since timestamptz not null,
      primary key (case_id, person_id, process_id)
    );
    create index presence_process on presence (process_id);

    -- The table itself says it, since rows of a dead process go with that. At most 150 ids fit into one NOTIFY.
    create function notify_presence() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'presence', 'cases', json_agg(case_id))::text)
      from (
        select case_id, (row_number() over ()) / 150 as part from (select distinct case_id from changed) d
      ) numbered group by part;
      return null;
    end $$;
    create trigger presence_came after insert on presence referencing new table as changed
      for each statement execute function notify_presence();
    create trigger presence_left after delete on presence referencing old table as changed
      for each statement execute function notify_presence();

    -- Who gets a case that enters this queue; of a scope's own row and the one for all, the scope's counts.
    create table queue_settings (
      workflow text not null,
      scope text references scopes,
      assignment text not null,
      -- Who got the last one.
      last_id uuid,
      changed_at timestamptz not null,
      changed_by uuid
    );
    create unique index queue_settings_queue on queue_settings (workflow, scope) nulls not distinct;

    -- How much somebody has to do.
    create index cases_load on cases (assignee_id, workflow, opened_at, id) where closed_at is null and assignee_id is not null;
  `.execute(db)
}
