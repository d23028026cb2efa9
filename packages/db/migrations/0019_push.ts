import { type Kysely, sql } from 'kysely'

/** Browsers that show messages while Belfry is closed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table push_subscriptions (
      id uuid primary key,
      person_id uuid not null references people,
      -- Whoever signs out, or is signed out from elsewhere, hears nothing more there.
      session_id uuid not null references auth.session on delete cascade,
      -- The address of the browser's push service. Who knows it and the keys can be no other than the browser.
      endpoint text not null unique,
      p256dh text not null,
      auth text not null,
      user_agent text,
      created_at timestamptz not null,
      sent_at timestamptz
    );
    create index push_subscriptions_person on push_subscriptions (person_id);
    create index push_subscriptions_session on push_subscriptions (session_id);

    -- Which browsers have a delivery already, so that trying the others again does not tell these twice.
    create table push_receipts (
      delivery_id uuid not null references deliveries on delete cascade,
      subscription_id uuid not null references push_subscriptions on delete cascade,
      primary key (delivery_id, subscription_id)
    );
    create index push_receipts_subscription on push_receipts (subscription_id);

    -- Until when whoever has such browsers looks at Belfry, for each session. It is worth nothing after a crash.
    create unlogged table looking (
      session_id uuid primary key references auth.session on delete cascade,
      person_id uuid not null,
      until timestamptz not null
    );
    create index looking_person on looking (person_id);
  `.execute(db)
}
