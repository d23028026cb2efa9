import { type Kysely, sql } from 'kysely'

/** Supervisors, API keys, devices a person was seen with, and refused calls that are told as one. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table people
      add column supervisor_id uuid references people,
      add column away_until timestamptz,
      -- For sorting and searching: É is an E, whatever the database's own order of letters is.
      add column sort_name text generated always as
        (regexp_replace(normalize(lower(name), NFD), U&'[\\0300-\\036F]', '', 'g')) stored;
    create index people_sort_name on people (sort_name, id);
    create index people_supervisor on people (supervisor_id) where supervisor_id is not null;
    create index people_search on people using gin ((sort_name || ' ' || email) gin_trgm_ops);
    alter table role_grants add column revoked_by uuid;

    -- Of a program that showed an API key; actor_id is then whom the key belongs to.
    alter table events add column actor_key_id uuid;
    create index events_person on events ((data #>> '{target,id}'), id) where data #>> '{target,kind}' = 'person';

    -- A standing session of a program. Only the SHA-256 of the key is kept: it is random, so nothing slower is needed.
    create table api_keys (
      id uuid primary key,
      person_id uuid not null references people,
      name text not null,
      hash bytea not null unique,
      -- The first characters, by which people tell keys apart.
      start text not null,
      created_by uuid not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz,
      revoked_by uuid
    );
    create index api_keys_person on api_keys (person_id, id);

    create function notify_key_ended() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'session_ended', 'sessionId', old.id)::text);
      return null;
    end $$;
    create trigger key_ended after update of revoked_at on api_keys for each row
      when (old.revoked_at is null and new.revoked_at is not null) execute function notify_key_ended();

    create function notify_person_closed() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'rights_changed', 'personId', new.id)::text);
      return null;
    end $$;
    create trigger person_closed after update of deactivated_at on people for each row
      when (old.deactivated_at is distinct from new.deactivated_at) execute function notify_person_closed();

    -- A hash of what tells a person's devices apart; none of it can be read back.
    create table known_devices (
      person_id uuid not null references people on delete cascade,
      device bytea not null,
      seen_at timestamptz not null,
      primary key (person_id, device)
    );
    create index known_devices_age on known_devices (seen_at);

    -- Refused calls of one caller (a person, a key or an address) at one door, as long as no hour passes between two.
    create table refusals (
      caller text not null,
      procedure text not null,
      -- The event of the first of them, whose message tells of all.
      event_id uuid not null unique,
      name text not null,
      times bigint not null,
      since timestamptz not null,
      last_at timestamptz not null,
      -- When the trail last got an entry and by which event, how many the message speaks of, and when it last was new.
      noted_at timestamptz not null,
      noted_id uuid not null,
      told bigint not null,
      surfaced_at timestamptz not null,
      primary key (caller, procedure)
    );
    create index refusals_untold on refusals (last_at) where told < times;
  `.execute(db)
}
