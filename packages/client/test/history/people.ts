import { createHmac, randomBytes } from 'node:crypto'
import { newId } from '@belfry/shared'
import { type NotificationState, notificationStates } from '@belfry/shared/wire'
import { type Given, shiftData } from '@belfry/testing/given'
import type { Pool } from 'pg'
import type { Inbox } from './check.ts'

export interface Officer {
  id: string
  token: string
}

/** Officers of the station North, signed in: their sessions are written as the API writes them. */
export async function signedInOfficers(
  pool: Pool,
  given: Given,
  secret: string,
  size: number,
): Promise<Officer[]> {
  const ids = await given.crowd(size, { role: 'officer', scope: 'station:north' })
  const officers = ids.map((id) => ({ id, secret: randomBytes(24).toString('base64url') }))
  await pool.query(
    `insert into auth."user" (id, name, email, email_verified)
    select id, name, email, true from people where id = any($1::uuid[])`,
    [ids],
  )
  await pool.query(
    `insert into auth.session (id, token, user_id, expires_at)
    select gen_random_uuid(), o.secret, o.id, now() + interval '1 day'
    from json_to_recordset($1::json) as o(id uuid, secret text)`,
    [JSON.stringify(officers)],
  )
  return officers.map(({ id, secret: token }) => ({
    id,
    token: `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`,
  }))
}

/** Shifts that wait at the station North, ready for the vendor to cancel, of which its officers are told. */
export async function waitingShifts(pool: Pool, given: Given, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  // Nobody is told by mail.
  await pool.query('update people set deactivated_at = now() where id = $1', [given.driver.id])
  await pool.query(
    `insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at)
    select id, 'shift', 'pending', 'Bus 1', 'station:north', $2, $3, now(), now(), now(), now() from unnest($1::uuid[]) id`,
    [ids, given.vendor.id, JSON.stringify(shiftData({ driver: given.driver }))],
  )
  return ids
}

/** Has Postgres itself note every revision of every notification, in the transaction that makes it. */
export async function noteChanges(pool: Pool): Promise<void> {
  await pool.query(`
    create table noted (person_id uuid, rev bigint, event_id uuid, state smallint);
    create function note_change() returns trigger language plpgsql as $$ begin
      insert into noted values (new.person_id, new.rev, new.event_id, new.state);
      return null;
    end $$;
    create trigger note_change after insert or update of rev on notifications
      for each row when (new.state < ${notificationStates.length}) execute function note_change()`)
}

/** Each person's inbox as it is, with all that happened in it. */
export async function inboxesOf(pool: Pool, people: string[]): Promise<Map<string, Inbox>> {
  const { rows } = await pool.query<
    Omit<Inbox, 'changes'> & { personId: string; changes: [number, string, number][] }
  >(
    `select i.person_id as "personId", i.epoch, i.rev, i.unread,
      coalesce((select json_agg(json_build_array(n.rev, n.event_id, n.state) order by n.rev) from noted n
        where n.person_id = i.person_id), '[]') as changes
    from inboxes i where i.person_id = any($1::uuid[])`,
    [people],
  )
  return new Map(
    rows.map(({ personId, changes, ...inbox }) => [
      personId,
      { ...inbox, changes: changes.map(([rev, id, state]) => ({ rev, id, state: stateOf(state) })) },
    ]),
  )
}

export const stateOf = (state: number): NotificationState => notificationStates[state]!
