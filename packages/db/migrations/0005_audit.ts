import { type Kysely, sql } from 'kysely'

/**
 * The trail: one row per event, in partitions by month, sealed in order by one job. The trigger keeps everybody,
 * the owner of the table included, from changing what is written; sealing fills `seq` and `hash` once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_entries (
      id uuid not null,
      at timestamptz not null,
      action text not null,
      actor_kind text not null,
      actor_id uuid,
      actor_name text not null,
      target_kind text,
      target_id text,
      target_title text,
      before jsonb,
      after jsonb,
      reason text,
      note text,
      request_id text,
      ip text,
      user_agent text,
      seq bigint,
      hash bytea,
      primary key (id, at)
    ) partition by range (at);
    create index audit_entries_at on audit_entries (at, id);
    create index audit_entries_action on audit_entries (action, id);
    create index audit_entries_actor on audit_entries (actor_id, id);
    create index audit_entries_target on audit_entries (target_id, id);
    create index audit_entries_unsealed on audit_entries (at, id) where seq is null;
    create index audit_entries_seq on audit_entries (seq);
    create table audit_entries_rest partition of audit_entries default;

    create function audit_keep() returns trigger language plpgsql as $$
    begin
      if tg_op = 'UPDATE' and old.seq is null and new.seq is not null
         and to_jsonb(new) - 'seq' - 'hash' = to_jsonb(old) - 'seq' - 'hash' then
        return new;
      end if;
      raise exception 'The audit trail is append-only.' using errcode = 'insufficient_privilege';
    end $$;
    create trigger audit_keep before update or delete on audit_entries for each row execute function audit_keep();
    -- A partition may be truncated by its own name, and only its own trigger sees that.
    create trigger audit_keep_all before truncate on audit_entries for each statement execute function audit_keep();
    create trigger audit_keep_all before truncate on audit_entries_rest for each statement execute function audit_keep();

    create function audit_make_partition(month date) returns void language plpgsql as $$
    declare
      name text := 'audit_entries_' || to_char(month, 'YYYY_MM');
      -- In UTC, whatever the time zone of the session is, so that months meet.
      first timestamptz := month::timestamp at time zone 'UTC';
      next timestamptz := (month + interval '1 month') at time zone 'UTC';
    begin
      if to_regclass(name) is not null then return; end if;
      -- A month whose first entries came before its partition stays in the rest: entries never move.
      if exists (select from audit_entries_rest where at >= first and at < next) then return; end if;
      execute format('create table %I partition of audit_entries for values from (%L) to (%L)', name, first, next);
      execute format('create trigger audit_keep_all before truncate on %I for each statement execute function audit_keep()', name);
    end $$;
    select audit_make_partition((date_trunc('month', now() at time zone 'UTC') + n * interval '1 month')::date)
      from generate_series(0, 2) n;

    create table audit_checkpoints (
      seq bigint primary key,
      hash bytea not null,
      at timestamptz not null,
      key_id text not null,
      signature bytea not null
    );
    create trigger audit_keep before update or delete on audit_checkpoints for each row execute function audit_keep();
    create trigger audit_keep_all before truncate on audit_checkpoints for each statement execute function audit_keep();
  `.execute(db)
}
