import { type Kysely, sql } from 'kysely'

/**
 * API processes remember who calls for some seconds, so whatever takes a session or a right away is signalled: a session
 * that is cut short and a grant that is deleted, too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create trigger session_cut_short after update of expires_at on auth.session for each row
      when (new.expires_at < old.expires_at) execute function notify_session_ended();

    create function notify_rights_taken() returns trigger language plpgsql as $$
    begin
      perform pg_notify('belfry', json_build_object('kind', 'rights_changed', 'personId', old.person_id)::text);
      return null;
    end $$;
    create trigger rights_taken after delete on role_grants for each row execute function notify_rights_taken();
  `.execute(db)
}
