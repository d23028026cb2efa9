import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table deliveries (
      id uuid primary key,
      event_id uuid not null,
      person_id uuid not null,
      channel text not null,
      state text not null default 'queued',
      provider text,
      provider_id text,
      error text,
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      unique (event_id, person_id, channel)
    );
    create index deliveries_newest on deliveries (created_at, id);

    create table delivery_attempts (
      delivery_id uuid not null references deliveries on delete cascade,
      attempt smallint not null,
      provider text not null,
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      outcome text,
      error text,
      primary key (delivery_id, attempt)
    );

    -- The development mailbox: where mail goes that must not leave the machine.
    create table mailbox (
      id uuid primary key references deliveries on delete cascade,
      sender text not null,
      recipient text not null,
      subject text not null,
      message_id text not null,
      html text not null,
      body text not null,
      at timestamptz not null default now()
    );
    create index mailbox_newest on mailbox (at, id);
    create index mailbox_search on mailbox using gin ((recipient || ' ' || subject) gin_trgm_ops);
  `.execute(db)
}
