import { type Kysely, sql } from 'kysely'

/**
 * Uploaded files. While one is on its way its bytes lie in parts, in the order of `parts`, and `received` is what they come to;
 * once it is ready they lie in one piece under `storage_key`. Versions count within the field of a case.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table files (
      id uuid primary key,
      uploaded_by uuid not null references people,
      name text not null,
      declared_type text,
      declared_size bigint not null,
      accept text[] not null default '{}',
      state text not null default 'uploading' check (state in ('uploading', 'ready', 'refused', 'removed')),
      refusal jsonb,
      received bigint not null default 0,
      parts text[] not null default '{}',
      type text,
      size bigint,
      sha256 text,
      storage_key text,
      case_id uuid references cases on delete set null,
      field text,
      version integer,
      created_at timestamptz not null,
      ready_at timestamptz,
      check (state <> 'ready' or (type is not null and size = declared_size and sha256 is not null and storage_key is not null)),
      check (case_id is null or (state = 'ready' and field is not null and version > 0))
    );
    create unique index files_versions on files (case_id, field, version) where case_id is not null;
    -- What a person has that belongs to nothing yet, and by age for whoever clears it away.
    create index files_uploader on files (uploaded_by, id) where case_id is null;
    create index files_unattached on files (created_at) where case_id is null;
    create index files_leftover on files (id) where state <> 'uploading' and parts <> '{}';
  `.execute(db)
}
