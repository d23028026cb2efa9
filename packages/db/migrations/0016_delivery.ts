import { type Kysely, sql } from 'kysely'

/**
 * How people want to be told, and what became of every message by that: `notifications.routing` says for each channel what
 * was decided, so "why" and "why not" need no guessing afterwards. See shared/delivery.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table people
      -- An IANA name; null until a browser has said it, and then UTC counts.
      add column time_zone text,
      -- When digests come: an hour of the day, and for weekly ones a day (1 is Monday), in the person's zone.
      add column digest_hour smallint not null default 8,
      add column digest_weekday smallint not null default 1,
      -- Quiet hours as the person set them, and the span they amount to now or next, moved on by the minute's job.
      add column quiet jsonb,
      add column quiet_from timestamptz,
      add column quiet_to timestamptz;
    create index people_quiet on people (quiet_to) where quiet_to is not null;

    -- When the next digest comes, for the rhythms (see shared/delivery) that a person has chosen anywhere. The minute's job moves it on.
    create table digests (
      person_id uuid not null references people,
      rhythm smallint not null,
      next_at timestamptz not null,
      primary key (person_id, rhythm)
    );
    create index digests_next on digests (next_at);

    -- What a person changed; a null is Belfry's own rule. The numbers are those of shared/delivery.
    create table preferences (
      person_id uuid not null references people,
      category text not null,
      app smallint,
      mail smallint,
      push smallint,
      webhook smallint,
      changed_at timestamptz not null,
      primary key (person_id, category)
    );

    create table mutes (
      case_id uuid not null,
      person_id uuid not null references people,
      at timestamptz not null,
      primary key (case_id, person_id)
    );
    create index mutes_person on mutes (person_id, at);

    alter table notifications
      add column routing integer not null default 0,
      -- The same for messages of one kind about one case: they are shown as one line. Null stands alone.
      add column group_key bigint,
      add column snoozed_until timestamptz,
      add column pinned boolean not null default false;
    create index notifications_group on notifications (person_id, group_key, event_id) where group_key is not null;
    create index notifications_snoozed on notifications (snoozed_until) where state = 4;
    create index notifications_pinned on notifications (person_id, event_id) where pinned;
    create index notifications_read on notifications (read_at) where read_at is not null;

    -- What waits for the end of quiet hours.
    alter table deliveries
      add column due_at timestamptz,
      -- The digest that this one went out with.
      add column digest_id uuid;
    create index deliveries_due on deliveries (due_at) where due_at is not null;
    -- What waits for a digest has no time of its own: the digest's may change.
    create index deliveries_held on deliveries (person_id) where state = 'held';
    create index deliveries_digest on deliveries (digest_id) where digest_id is not null;
  `.execute(db)
}
