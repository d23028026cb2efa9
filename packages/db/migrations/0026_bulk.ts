import { type Kysely, sql } from 'kysely'

/** One thing done to many cases: see engine/bulk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table bulk_runs (
      id uuid primary key,
      person_id uuid not null references people,
      -- The program that acts for that person, where one does, and where the call came from: as the events say it.
      actor jsonb not null,
      workflow text not null,
      -- What is done: see the wire type BulkDeed.
      deed jsonb not null,
      -- running, done, cancelled, undoing, undone.
      state text not null default 'running',
      total integer not null,
      started_at timestamptz not null,
      finished_at timestamptz,
      undone_at timestamptz,
      -- The events that people were told under, of each time that it ended.
      ends uuid[] not null default '{}'
    );
    create index bulk_runs_newest on bulk_runs (person_id, id);

    create table bulk_items (
      run_id uuid not null references bulk_runs on delete cascade,
      place integer not null,
      case_id uuid not null,
      -- Of the case: as it was when the run began, and as the run left it.
      version integer not null,
      left_version integer,
      -- waiting, done, there, refused, failed, cancelled, undoing, undone.
      state text not null default 'waiting',
      code text,
      message text,
      -- What undoing brings back.
      before jsonb,
      event_id uuid,
      primary key (run_id, place),
      unique (run_id, case_id)
    );
    create index bulk_items_state on bulk_items (run_id, state, place);

    -- Events of runs that somebody is to hear of: untold, told, correct (told and undone since), over.
    create table bulk_news (
      run_id uuid not null references bulk_runs on delete cascade,
      event_id uuid not null,
      state text not null default 'untold',
      primary key (run_id, event_id)
    );
    create index bulk_news_owed on bulk_news (run_id, state, event_id) where state in ('untold', 'correct');

    alter table events add column run_id uuid;
    -- A run is told in one go, and does not count among what its sender told of late.
    drop index events_actor;
    create index events_actor on events (actor_id, id) where actor_id is not null and run_id is null;
  `.execute(db)
}
