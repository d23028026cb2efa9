import { type Kysely, sql } from 'kysely'

/** Forms that were begun and not sent yet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table drafts (
      person_id uuid not null references people on delete cascade,
      -- The idempotency key that its form will be sent with: by that it goes.
      key text not null,
      workflow text not null,
      -- Where the case is to hang; neither for one of its own.
      parent_id uuid,
      slot text,
      -- Grows by one each time it is saved: of two windows, the one that knows an older one is told.
      rev int not null,
      content jsonb not null,
      -- What it may name that was uploaded; kept as long as the draft.
      file_ids uuid[] not null,
      saved_at timestamptz not null,
      primary key (person_id, key)
    );
    create unique index drafts_form on drafts (person_id, workflow, parent_id, slot) nulls not distinct;
    create index drafts_age on drafts (saved_at);
  `.execute(db)
}
