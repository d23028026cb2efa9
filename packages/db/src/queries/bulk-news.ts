import type { Role } from '@belfry/shared'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'

/** Notes events of a run that somebody is to hear of. */
export async function insertNews(tx: Tx, runId: string, eventIds: string[]): Promise<void> {
  if (eventIds.length === 0) return
  await sql`insert into bulk_news (run_id, event_id) select ${runId}::uuid, unnest(${eventIds}::uuid[])`.execute(
    tx,
  )
}

/** Events of which people are still to hear, or to hear that they count no more; in order. */
export async function listNews(
  db: Db,
  runId: string,
  state: 'untold' | 'told' | 'correct',
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select event_id as id from bulk_news where run_id = ${runId}::uuid and state = ${state}
      and (${after}::uuid is null or event_id > ${after}::uuid) order by event_id limit ${limit}`.execute(db)
  return rows.map(({ id }) => id)
}

export async function settleNews(
  tx: Tx,
  runId: string,
  from: 'untold' | 'correct',
  to: 'told' | 'over',
): Promise<void> {
  await tx
    .updateTable('bulk_news')
    .set({ state: to })
    .where('run_id', '=', runId)
    .where('state', '=', from)
    .execute()
}

/** These steps were taken back: what nobody has heard of yet nobody will, and what was told is to be corrected. */
export async function takeBackNews(tx: Tx, runId: string, eventIds: string[]): Promise<void> {
  await sql`
    update bulk_news n set state = case
        -- Those who are concerned by this event alone are told first.
        when state = 'untold' and not exists (select from messages m where m.event_id = n.event_id) then 'over'
        else 'correct' end
    where run_id = ${runId}::uuid and event_id = any(${eventIds}::uuid[]) and state in ('untold', 'told')`.execute(
    tx,
  )
}

/** What of these events has not left the house yet stays here. */
export async function withdrawDeliveries(tx: Tx, eventIds: string[]): Promise<void> {
  await sql`
    update deliveries set state = 'withdrawn', due_at = null, next_at = null, error = 'undone'
    where event_id = any(${eventIds}::uuid[]) and state in ('held', 'queued')`.execute(tx)
}

export interface Holder {
  personId: string
  role: Role
  scope: string | null
}

/** Everybody who holds one of these roles. */
export async function listHolders(db: Db, roles: Role[]): Promise<Holder[]> {
  if (roles.length === 0) return []
  const { rows } = await sql<Holder>`
    select g.person_id as "personId", g.role, g.scope from role_grants g join people p on p.id = g.person_id
    where g.role = any(${roles}::text[]) and g.revoked_at is null and p.deactivated_at is null`.execute(db)
  return rows
}

export async function listEverybody(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('people').select('id').where('deactivated_at', 'is', null).execute()
  return rows.map(({ id }) => id)
}

/** Of these people those who still have an account. */
export async function whoIsThere(db: Db, people: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from people where id = any(${people}::uuid[]) and deactivated_at is null`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Who wants to hear nothing of which of these cases. */
export async function listMutes(db: Db, caseIds: string[]): Promise<{ caseId: string; personId: string }[]> {
  const { rows } = await sql<{ caseId: string; personId: string }>`
    select case_id as "caseId", person_id as "personId" from mutes where case_id = any(${caseIds}::uuid[])`.execute(
    db,
  )
  return rows
}

/** Who of the people has a notification of the event at his place, or of one of the ends of the run. */
export async function whoWasTold(
  db: Db,
  pairs: { personId: string; eventId: string }[],
  ends: string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select p.id from unnest(${pairs.map(({ personId }) => personId)}::uuid[],
      ${pairs.map(({ eventId }) => eventId)}::uuid[]) p(id, event_id)
    where exists (select from notifications n where n.person_id = p.id and n.event_id = p.event_id offset 0)
      or exists (select from notifications n where n.person_id = p.id and n.event_id = any(${ends}::uuid[]) offset 0)`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
