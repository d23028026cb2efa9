import { type Kysely, sql } from 'kysely'

/**
 * What was told, hour by hour: to count it anew took seconds for a month of a million notifications, and what retention removes
 * could not be counted any more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notification_totals (
      hour timestamptz not null,
      -- Of notifications that have been removed since; the others are counted anew now and then.
      gone boolean not null,
      -- One row for each message of the hour, without a role; and one for each role, without a message.
      role text not null,
      type text not null,
      category text not null,
      priority text not null,
      sent integer not null,
      read integer not null,
      -- How many were read within 2, 4, 8 … seconds.
      times integer[] not null,
      primary key (hour, gone, role, type, category, priority)
    );

    -- Hours in which something has changed since they were counted. Without a key: nobody should wait for another's note.
    create table notification_totals_due (hour timestamptz not null);
    create index notification_totals_due_hour on notification_totals_due (hour);

    create table notification_counting (
      only_one boolean primary key default true check (only_one),
      -- Every hour before this one has been counted, and every reading before that moment seen.
      counted_to timestamptz,
      read_to timestamptz
    );
    insert into notification_counting default values;

    -- Ids of version 7 begin with their time in milliseconds.
    create function belfry_hour(uuid) returns timestamptz language sql stable parallel safe
      return date_trunc('hour', to_timestamp(('x' || translate(left($1::text, 13), '-', ''))::bit(48)::bigint / 1000.0), 'UTC');
    create function belfry_added(integer[], integer[]) returns integer[] language sql immutable parallel safe
      return array(select a + b from unnest($1, $2) with ordinality as both_of(a, b, place) order by place);
  `.execute(db)
}
