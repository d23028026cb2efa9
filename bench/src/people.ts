import { createHmac, randomBytes } from 'node:crypto'
import type { Db } from '@belfry/db'
import { newId } from '@belfry/shared'
import { sql } from 'kysely'

export interface BenchPerson {
  id: string
  /** The session's cookie. */
  cookie: string
}

/** People with an inbox and a session each, written straight into the tables: signing in is not what is measured. */
export async function makePeople(
  db: Db,
  secret: string,
  count: number,
  label: string,
): Promise<BenchPerson[]> {
  const people = Array.from({ length: count }, (_, i) => ({
    id: newId(),
    session: newId(),
    token: randomBytes(24).toString('base64url'),
    name: `${label} ${i}`,
    email: `${label}.${i}@belfry.test`,
  }))
  const rows = JSON.stringify(people)
  const from = sql`json_to_recordset(${rows}::json) as p(id uuid, session uuid, token text, name text, email text)`
  await db.transaction().execute(async (tx) => {
    await sql`insert into people (id, name, email) select id, name, email from ${from}`.execute(tx)
    await sql`insert into inboxes (person_id) select id from ${from}`.execute(tx)
    await sql`insert into floor_inboxes (person_id) select id from ${from}`.execute(tx)
    await sql`insert into auth."user" (id, name, email, email_verified) select id, name, email, true from ${from}`.execute(
      tx,
    )
    await sql`insert into auth.session (id, token, user_id, expires_at) select session, token, id, now() + interval '1 day' from ${from}`.execute(
      tx,
    )
  })
  return people.map(({ id, token }) => ({ id, cookie: cookieOf(secret, token) }))
}

/** better-auth's signed cookie: the token and its HMAC-SHA256 under the installation's secret. */
function cookieOf(secret: string, token: string): string {
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `belfry.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}

export async function grantOfficers(db: Db, people: BenchPerson[], station: string): Promise<void> {
  await sql`insert into scopes (id, kind, name) values (${`station:${station}`}, 'station', ${station}) on conflict do nothing`.execute(
    db,
  )
  await sql`insert into role_grants (id, person_id, role, scope)
    select gen_random_uuid(), id, 'officer', ${`station:${station}`} from unnest(${people.map((p) => p.id)}::uuid[]) id`.execute(
    db,
  )
}

export async function makeAdmin(db: Db, { id }: BenchPerson): Promise<void> {
  await sql`insert into role_grants (id, person_id, role, scope) values (gen_random_uuid(), ${id}, 'admin', null)`.execute(
    db,
  )
}

/**
 * Shifts that wait at the station, ready for their owner to cancel: an event that tells the station's officers in the app
 * only. The driver is deactivated, so nobody else is told and no mail is written.
 */
export async function makeShifts(
  db: Db,
  owner: string,
  driver: string,
  station: string,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  const data = JSON.stringify({
    station,
    driver,
    vehicle: 'Bus 1',
    startsAt: '2026-12-01T08:00:00Z',
    endsAt: '2026-12-01T12:00:00Z',
  })
  await sql`insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at)
    select id, 'shift', 'pending', 'Bus 1', ${`station:${station}`}, ${owner}, ${data}::jsonb, now(), now(), now(), now() from unnest(${ids}::uuid[]) id`.execute(
    db,
  )
  return ids
}
