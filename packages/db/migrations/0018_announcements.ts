import { type Kysely, sql } from 'kysely'

/** What people write to many others, and each time that it went out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table announcements (
      id uuid primary key,
      author_id uuid not null references people,
      state text not null,
      version integer not null default 1,
      -- Audience, texts, tone …; see AnnouncementContent in engine/announcements.
      content jsonb not null,
      -- When it goes out for the first time, and how it comes again by the clocks of that zone.
      starts_at timestamptz,
      time_zone text not null default 'UTC',
      recurrence jsonb,
      next_at timestamptz,
      -- Why Belfry gave it up.
      stopped text,
      created_at timestamptz not null,
      changed_at timestamptz not null
    );
    create index announcements_author on announcements (author_id, id);
    create index announcements_next on announcements (next_at) where next_at is not null;

    -- An event each. As it was written then, since what is repeated may be changed in between.
    create table announcement_sendings (
      event_id uuid primary key,
      announcement_id uuid not null references announcements,
      occurrence timestamptz not null,
      content jsonb not null,
      at timestamptz not null,
      recipients integer not null,
      -- When everybody had been told.
      done_at timestamptz,
      -- When whoever has not read it does not get to see it any more; null once that is done.
      expires_at timestamptz,
      -- Of messages that have been removed by their age since: how many had been delivered, and read.
      gone_delivered integer not null default 0,
      gone_read integer not null default 0,
      unique (announcement_id, occurrence)
    );
    create index announcement_sendings_expiry on announcement_sendings (expires_at) where expires_at is not null;
  `.execute(db)
}
