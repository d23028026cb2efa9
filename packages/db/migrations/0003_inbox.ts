import { type Kysely, sql } from 'kysely'

/**
 * `rev` counts every change of one person's inbox; each changed notification carries the rev of its last change, taken
 * under the inbox row's lock. Notification rows are narrow and without foreign keys: a broadcast writes one per person.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table inboxes (
      person_id uuid primary key references people,
      epoch integer not null default (random() * 2147483647)::integer,
      rev bigint not null default 0,
      unread integer not null default 0
    ) with (fillfactor = 50);

    create table messages (
      event_id uuid not null,
      variant smallint not null,
      locale text not null,
      type text not null,
      category text not null,
      tone text not null,
      priority text not null,
      title text not null,
      body text not null,
      link text not null,
      case_id uuid,
      actor_id uuid,
      actor_name text,
      data jsonb not null,
      created_at timestamptz not null,
      primary key (event_id, variant)
    );
    create index messages_case on messages (case_id, event_id) where case_id is not null;

    create table notifications (
      person_id uuid not null,
      event_id uuid not null,
      rev bigint not null,
      variant smallint not null,
      state smallint not null default 0,
      prior_state smallint,
      mark_id uuid,
      read_at timestamptz,
      primary key (person_id, event_id)
    ) with (fillfactor = 80);
    create index notifications_rev on notifications (person_id, rev);
  `.execute(db)
}
