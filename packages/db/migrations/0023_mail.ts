import { type Kysely, sql } from 'kysely'

/**
 * Mail with its whole story: by whom it went, what was answered, what was heard of it afterwards, and which addresses get
 * none any more. The states are drawn in shared/mail/states.ts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table deliveries
      -- That of the message, so that deliveries are found by it.
      add column type text,
      -- Goes before all others that are due.
      add column urgent boolean not null default false,
      -- Where it was sent to last, and the Message-ID it goes by from its first attempt on.
      add column address text,
      add column message_id text,
      -- When it is to be tried. Null where nothing is to be done, and for what goes out with a digest.
      add column next_at timestamptz,
      add column attempts smallint not null default 0,
      -- How often every provider has been asked in vain; the pauses in between grow with it.
      add column rounds smallint not null default 0,
      -- Providers that said no in this round, and those that said no for good.
      add column passed text[] not null default '{}',
      add column refused_by text[] not null default '{}',
      -- The provider that may have it already, so that no other is asked.
      add column bound_to text,
      -- When the state changed.
      add column changed_at timestamptz;

    update deliveries d set type = m.type, urgent = m.priority = 'critical'
      from notifications n join messages m on m.event_id = n.event_id and m.variant = n.variant
      where d.channel = 'mail' and n.event_id = d.event_id and n.person_id = d.person_id;
    update deliveries d set attempts = (select count(*) from delivery_attempts a where a.delivery_id = d.id),
      changed_at = coalesce(d.sent_at, d.created_at) where channel = 'mail';
    -- The only provider there was is the development mailbox, which takes one twice for one.
    update deliveries set state = 'queued', next_at = created_at
      where channel = 'mail' and state in ('queued', 'sending') and coalesce(digest_id, id) = id;

    create index deliveries_to_try on deliveries (urgent, next_at) where next_at is not null;
    create index deliveries_sending on deliveries (id) where state = 'sending' and channel = 'mail';
    -- A list of deliveries is walked along one of these, whatever it is filtered by.
    create index deliveries_mail on deliveries (created_at, id) include (state, provider, type) where channel = 'mail';
    create index deliveries_state on deliveries (state, created_at, id) where channel = 'mail';
    create index deliveries_provider on deliveries (provider, created_at, id) where channel = 'mail';
    create index deliveries_type on deliveries (type, created_at, id) where channel = 'mail';
    create index deliveries_person on deliveries (person_id, created_at, id) where channel = 'mail';
    create index deliveries_provider_id on deliveries (provider_id) where provider_id is not null;

    alter table delivery_attempts
      -- What the provider said, word for word, and the code in it: 550 5.1.1, 429 …
      add column response text,
      add column code text,
      -- The worker. Of one that is gone, nobody will say how it ended.
      add column process_id text;

    -- What a provider said of a mail after it had taken it.
    create table delivery_events (
      id uuid primary key,
      delivery_id uuid not null references deliveries on delete cascade,
      kind text not null,
      -- Whether a bounce is for good.
      hard boolean,
      provider text not null,
      -- The provider's own id of it: what comes twice is kept once.
      provider_event_id text not null,
      -- By the provider's clock.
      at timestamptz not null,
      received_at timestamptz not null,
      detail text,
      unique (provider, provider_event_id)
    );
    create index delivery_events_delivery on delivery_events (delivery_id, at);

    -- Addresses that get no mail.
    create table suppressions (
      address text primary key check (address = lower(address)),
      reason text not null,
      since timestamptz not null,
      -- Who did it, where it was a person.
      by uuid,
      note text,
      -- The mail that it came of.
      delivery_id uuid
    );
    create index suppressions_newest on suppressions (since, address);
    create index suppressions_reason on suppressions (reason, since, address);

    -- Who carries mail, one row for all workers. Times are by this server's clock, since they all compare with it.
    create table providers (
      name text primary key,
      kind text not null,
      -- In the order in which they are asked; null where no worker's settings name it any more.
      position smallint,
      -- It takes the same mail twice for one, so that asking again is safe.
      repeatable boolean not null,
      per_second integer,
      per_day integer,
      state text not null default 'healthy',
      -- Null while it rests: until somebody resumes it.
      rest_until timestamptz,
      -- Troubles in a row, and rests in a row: those grow.
      failures smallint not null default 0,
      rests smallint not null default 0,
      -- When one mail was let through to see whether it works again.
      probed_at timestamptz,
      -- How many places of this second and of this day (UTC) are taken.
      second timestamptz not null default 'epoch',
      second_used integer not null default 0,
      day date not null default 'epoch',
      day_used integer not null default 0,
      last_error text,
      last_error_at timestamptz,
      changed_at timestamptz not null
    ) with (fillfactor = 50);

    -- Domains that said we are too fast: so long apart are mails to them until then.
    create table slow_domains (
      domain text primary key,
      gap_ms integer not null,
      free_at timestamptz not null,
      until timestamptz not null,
      said text
    ) with (fillfactor = 50);
  `.execute(db)
}
