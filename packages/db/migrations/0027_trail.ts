import { type Kysely, sql } from 'kysely'

/**
 * Entries of the second form: what is personal goes into the chain as two salted digests (`who` acted; `what` it was about),
 * so that it can be taken out and the rest still proves. Every filter of the search has an index in the order of time, and
 * words have one. The keys that ever signed are kept, since a changed secret makes another.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table audit_entries
      add column case_id uuid,
      add column who_salt bytea, add column what_salt bytea,
      add column who_digest bytea, add column what_digest bytea,
      add column words tsvector;
    -- What is random about a uuid is strong enough for a salt.
    alter table audit_entries
      alter column who_salt set default uuid_send(gen_random_uuid()),
      alter column what_salt set default uuid_send(gen_random_uuid());

    -- By any word of an entry, whatever its language: the words of actors, titles, notes and changed fields.
    create function audit_words(actor_name text, action text, title text, reason text, note text, before jsonb, after jsonb)
    returns tsvector language sql stable parallel safe
      return belfry_search('', concat_ws(' ', actor_name, action, title, reason, note, left(concat_ws(' ', before, after), 2000)));

    alter table audit_entries disable trigger audit_keep;
    update audit_entries set
      case_id = case when target_kind = 'case' and target_id ~ '^[0-9a-f-]{36}$' then target_id::uuid end,
      who_salt = case when seq is null then uuid_send(gen_random_uuid()) end,
      what_salt = case when seq is null then uuid_send(gen_random_uuid()) end,
      words = audit_words(actor_name, action, target_title, reason, note, before, after);
    alter table audit_entries enable trigger audit_keep;

    drop index audit_entries_action, audit_entries_actor, audit_entries_target;
    create index audit_entries_action on audit_entries (action text_pattern_ops, at, id);
    create index audit_entries_actor on audit_entries (actor_id, at, id);
    create index audit_entries_kind on audit_entries (target_kind, at, id);
    create index audit_entries_target on audit_entries (target_id, at, id);
    create index audit_entries_case on audit_entries (case_id, at, id);
    create index audit_entries_request on audit_entries (request_id, at, id);
    create index audit_entries_ip on audit_entries (ip, at, id);
    create index audit_entries_words on audit_entries using gin (words) with (gin_pending_list_limit = 1024);

    -- Besides sealing one change is allowed: of a sealed entry the personal part may be emptied, with its salt. Its digest stays.
    create or replace function audit_keep() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and tg_table_name <> 'audit_checkpoints' then
        if old.seq is null and new.seq is not null
           and to_jsonb(new) - array['seq', 'hash', 'who_digest', 'what_digest'] = to_jsonb(old) - array['seq', 'hash', 'who_digest', 'what_digest'] then
          return new;
        end if;
        if old.seq is not null
           and to_jsonb(new) - array['words', 'who_salt', 'actor_name', 'ip', 'user_agent', 'what_salt', 'target_title', 'before', 'after', 'note']
             = to_jsonb(old) - array['words', 'who_salt', 'actor_name', 'ip', 'user_agent', 'what_salt', 'target_title', 'before', 'after', 'note']
           and ((new.who_salt, new.actor_name, new.ip, new.user_agent) is not distinct from (old.who_salt, old.actor_name, old.ip, old.user_agent)
             or old.who_digest is not null and new.who_salt is null and new.actor_name = '' and new.ip is null and new.user_agent is null)
           and ((new.what_salt, new.target_title, new.before, new.after, new.note)
               is not distinct from (old.what_salt, old.target_title, old.before, old.after, old.note)
             or old.what_digest is not null and num_nonnulls(new.what_salt, new.target_title, new.before, new.after, new.note) = 0)
           and (new.who_salt, new.what_salt) is distinct from (old.who_salt, old.what_salt) then
          return new;
        end if;
      end if;
      raise exception 'The audit trail is append-only.' using errcode = 'insufficient_privilege';
    end $$;

    create function audit_refuse() returns trigger language plpgsql as $$
    begin
      raise exception 'The audit trail is append-only.' using errcode = 'insufficient_privilege';
    end $$;
    create table audit_keys (
      id text primary key,
      public_key bytea not null,
      first_at timestamptz not null
    );
    create trigger audit_refuse before update or delete on audit_keys for each row execute function audit_refuse();
    create trigger audit_refuse_all before truncate on audit_keys for each statement execute function audit_refuse();

    -- Months that were removed: up to which number, and the hash there, signed, which the rest goes on from.
    create table audit_removals (
      month text primary key,
      entries integer not null,
      seq bigint not null,
      hash bytea not null,
      at timestamptz not null,
      key_id text not null,
      signature bytea not null
    );
    create trigger audit_refuse before update or delete on audit_removals for each row execute function audit_refuse();
    create trigger audit_refuse_all before truncate on audit_removals for each statement execute function audit_refuse();

    -- Where checkpoints are kept beside the database, and the last one that is there.
    create table audit_witnesses (
      name text primary key,
      seq bigint not null,
      at timestamptz not null,
      told_at timestamptz not null
    );
  `.execute(db)
}
