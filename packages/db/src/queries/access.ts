import type { Grant, Role } from '@belfry/shared'
import type { GrantsInput, NamedGrant, PeopleInput, PersonRef } from '@belfry/shared/wire'
import { sql } from 'kysely'
import type { Db, Tx } from '../schema.ts'
import { escapeLike } from './people.ts'

/** A place in a list by name. */
export interface ByName {
  name: string
  id: string
}

const namedGrants = sql<NamedGrant[]>`(
  select coalesce(json_agg(json_build_object('role', g.role, 'scope', g.scope, 'scopeName', s.name) order by g.role, s.name), '[]')
  from role_grants g left join scopes s on s.id = g.scope where g.person_id = p.id and g.revoked_at is null)`

const supervisor = sql<PersonRef | null>`(
  select json_build_object('id', b.id, 'name', b.name) from people b where b.id = p.supervisor_id)`

const holds = (role: Role) => sql<boolean>`exists (
  select from role_grants g where g.person_id = p.id and g.role = ${role} and g.revoked_at is null)`

const selectPeople = (db: Db) =>
  db
    .selectFrom('people as p')
    .select(['p.id', 'p.name', 'p.email', 'p.deactivated_at as closedAt'])
    .select([namedGrants.as('grants'), supervisor.as('supervisor')])

/** As `people.sort_name` is made. */
export const sortable = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')

/** People by name; one more than the limit. */
export function listPeople(db: Db, input: PeopleInput, after: ByName | null) {
  const { search, role, show, limit } = input
  const like = `%${escapeLike(sortable(search ?? ''))}%`
  return selectPeople(db)
    .select('p.sort_name as place')
    .$if(show !== 'all', (q) => q.where('p.deactivated_at', show === 'open' ? 'is' : 'is not', null))
    .$if(Boolean(search), (q) => q.where(sql<boolean>`(p.sort_name || ' ' || p.email) ilike ${like}`))
    .$if(role !== undefined, (q) => q.where(holds(role!)))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(p.sort_name, p.id) > (${after?.name}, ${after?.id}::uuid)`),
    )
    .orderBy('p.sort_name')
    .orderBy('p.id')
    .limit(limit + 1)
    .execute()
}

const canSignIn = sql<boolean>`exists (select from auth.account a where a.user_id = p.id and a.password is not null)`

/** One person, whether the account is open or not. */
export const findAccount = (db: Db, id: string, now: Date) =>
  selectPeople(db)
    .select(['p.locale', 'p.created_at as createdAt', 'p.supervisor_id as supervisorId'])
    .select([
      canSignIn.as('canSignIn'),
      sql<number>`(select count(*)::int from auth.session s where s.user_id = p.id and s.expires_at > ${now})`.as(
        'sessions',
      ),
    ])
    .where('p.id', '=', id)
    .executeTakeFirst()

/** The account, held until the transaction ends: two changes of one person happen one after the other. */
export const lockAccount = (tx: Tx, id: string) =>
  tx
    .selectFrom('people as p')
    .select(['p.id', 'p.name', 'p.deactivated_at as closedAt', 'p.supervisor_id as supervisorId'])
    .select(supervisor.as('supervisor'))
    .where('p.id', '=', id)
    .forUpdate('p')
    .executeTakeFirst()

/** Grants that count, the newest first; one more than the limit. */
export function listGrants(
  db: Db,
  which: Pick<GrantsInput, 'role' | 'scope'> & { personId?: string },
  page: { cursor?: string | null | undefined; limit: number },
) {
  const { personId, role, scope } = which
  return db
    .selectFrom('role_grants as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .leftJoin('scopes as s', 's.id', 'g.scope')
    .leftJoin('people as b', 'b.id', 'g.granted_by')
    .select(['g.id', 'g.role', 'g.scope', 's.name as scopeName', 'g.granted_at as at'])
    .select(['p.id as personId', 'p.name as personName', 'b.id as byId', 'b.name as byName'])
    .where('g.revoked_at', 'is', null)
    .$if(personId !== undefined, (q) => q.where('g.person_id', '=', personId!))
    .$if(role !== undefined, (q) => q.where('g.role', '=', role!))
    .$if(scope !== undefined, (q) => q.where('g.scope', '=', scope!))
    .$if(Boolean(page.cursor), (q) => q.where('g.id', '<', page.cursor!))
    .orderBy('g.id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** How many people with an open account hold each role, by role. */
export async function countByRole(db: Db): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('role_grants as g')
    .innerJoin('people as p', 'p.id', 'g.person_id')
    .select(['g.role', sql<number>`count(distinct g.person_id)::int`.as('people')])
    .where('g.revoked_at', 'is', null)
    .where('p.deactivated_at', 'is', null)
    .groupBy('g.role')
    .execute()
  return new Map(rows.map(({ role, people }) => [role, people]))
}

const SCOPES = 500

export const listScopesOf = (db: Db, kind: string) =>
  db
    .selectFrom('scopes')
    .select(['id', 'name'])
    .where('kind', '=', kind)
    .orderBy('name')
    .limit(SCOPES)
    .execute()

/** False where the person holds it already. */
export async function insertGrant(
  tx: Tx,
  grant: Grant & { id: string; personId: string; by: string | null; at: Date },
): Promise<boolean> {
  const { id, role, scope, personId: person_id, by: granted_by, at: granted_at } = grant
  const inserted = await tx
    .insertInto('role_grants')
    .values({ id, person_id, role, scope, granted_by, granted_at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

/** False where the person does not hold it. */
export async function revokeGrant(
  tx: Tx,
  grant: Grant & { personId: string; by: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('role_grants')
    .set({ revoked_at: grant.at, revoked_by: grant.by })
    .where('person_id', '=', grant.personId)
    .where('role', '=', grant.role)
    .where('scope', 'is not distinct from', grant.scope)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * How many people besides this one are administrators and can sign in. The grants are held until the transaction ends, so
 * that of the last two, who take the role from each other at once, one stays.
 */
export async function otherAdmins(tx: Tx, personId: string): Promise<number> {
  await tx
    .selectFrom('role_grants')
    .select('id')
    .where('role', '=', 'admin')
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  const row = await tx
    .selectFrom('people as p')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('p.id', '!=', personId)
    .where('p.deactivated_at', 'is', null)
    .where(holds('admin'))
    .where(canSignIn)
    .executeTakeFirstOrThrow()
  return row.n
}

export async function setClosed(tx: Tx, personId: string, at: Date | null): Promise<void> {
  await tx.updateTable('people').set({ deactivated_at: at }).where('id', '=', personId).execute()
}

export async function setSupervisorOf(tx: Tx, personId: string, supervisorId: string | null): Promise<void> {
  await tx.updateTable('people').set({ supervisor_id: supervisorId }).where('id', '=', personId).execute()
}

const SUPERVISION = 4716

/** Nobody else changes who supervises whom until the transaction ends: two changes together could make a loop. */
export async function lockSupervision(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${SUPERVISION})`.execute(tx)
}

/** Whether `above` is this person, or supervises him directly or through others. */
export async function isAbove(tx: Tx, above: string, personId: string): Promise<boolean> {
  const { rows } = await sql`
    with recursive up(id) as (
      select ${personId}::uuid union select p.supervisor_id from people p join up on p.id = up.id where p.supervisor_id is not null
    ) select from up where id = ${above}::uuid`.execute(tx)
  return rows.length > 0
}

const HISTORY = 200

/** What happened to a person's account, newest first. */
export const listPersonEvents = (db: Db, personId: string) =>
  db
    .selectFrom('events')
    .selectAll()
    .where(sql<boolean>`data #>> '{target,kind}' = 'person'`)
    .where(sql<boolean>`data #>> '{target,id}' = ${personId}`)
    .orderBy('id', 'desc')
    .limit(HISTORY)
    .execute()
