import { type Actor, type Grant, type Locale, type Role, newId } from '@belfry/shared'
import type { Choice, Me } from '@belfry/shared/wire'
import { type Insertable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'

interface PersonRow {
  id: string
  name: string
  email: string
  locale: string
  theme: string
  sound: boolean
  awayUntil: Date | null
  timeZone: string | null
  grants: Grant[]
}

/** What the person of the table `p` may do. */
export const grantsOfP = sql<Grant[]>`(
  select coalesce(json_agg(json_build_object('role', g.role, 'scope', g.scope) order by g.role, g.scope), '[]')
  from role_grants g where g.person_id = p.id and g.revoked_at is null)`

/** One person with what he may do; nothing when he is unknown or deactivated. */
export const findPerson = (db: Db, id: string): Promise<PersonRow | undefined> =>
  db
    .selectFrom('people as p')
    .select(['p.id', 'p.name', 'p.email', 'p.locale', 'p.theme', 'p.sound'])
    .select(['p.away_until as awayUntil', 'p.time_zone as timeZone'])
    .select(grantsOfP.as('grants'))
    .where('p.id', '=', id)
    .where('p.deactivated_at', 'is', null)
    .executeTakeFirst()

export async function findActor(db: Db, id: string): Promise<Actor | undefined> {
  const person = await findPerson(db, id)
  return (
    person && {
      kind: 'person',
      id,
      name: person.name,
      locale: person.locale as Locale,
      grants: person.grants,
    }
  )
}

export async function updatePerson(
  tx: Tx,
  id: string,
  change: Partial<Pick<Me, 'locale' | 'theme' | 'sound'>>,
): Promise<void> {
  if (Object.keys(change).length === 0) return
  await tx.updateTable('people').set(change).where('id', '=', id).execute()
}

export async function setAway(tx: Tx, id: string, until: Date | null): Promise<void> {
  await tx.updateTable('people').set({ away_until: until }).where('id', '=', id).execute()
}

const CHOICES = 50

/** Which people may be picked: who hold the role, if one is given, and whom `supervisor` supervises, if he is. */
export interface PeopleFilter {
  role: Role | null
  supervisor: string | null
}

const holds = (role: Role) => sql<boolean>`exists (
  select from role_grants g where g.person_id = people.id and g.role = ${role} and g.revoked_at is null)`

const pickable = (db: Db, { role, supervisor }: PeopleFilter) =>
  db
    .selectFrom('people')
    .where('deactivated_at', 'is', null)
    .$if(role !== null, (query) => query.where(holds(role!)))
    .$if(supervisor !== null, (query) => query.where('supervisor_id', '=', supervisor))

/** People who may be picked, by name; `search` is part of the name. */
export const listPickable = (db: Db, filter: PeopleFilter, search: string): Promise<Choice[]> =>
  pickable(db, filter)
    .select(['id as value', 'name as label'])
    .where('name', 'ilike', `%${escapeLike(search)}%`)
    .orderBy((eb) => eb.fn('lower', ['name']))
    .orderBy('id')
    .limit(CHOICES)
    .execute()

/** The scopes of one kind, by their short names. */
export const listScopes = (db: Db, kind: string, search: string): Promise<Choice[]> =>
  db
    .selectFrom('scopes')
    .select([sql<string>`split_part(id, ':', 2)`.as('value'), 'name as label', 'time_zone as timeZone'])
    .where('kind', '=', kind)
    .where('name', 'ilike', `%${escapeLike(search)}%`)
    .orderBy('name')
    .limit(CHOICES)
    .execute()

export async function isPickable(db: Db, filter: PeopleFilter, id: string): Promise<boolean> {
  const row = await pickable(db, filter)
    .select('id')
    .where(sql<boolean>`id = ${id}::uuid`)
    .executeTakeFirst()
  return row !== undefined
}

/** What people are called, by id. */
export async function namesOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name'])
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

export const findScope = (db: Db, id: string) =>
  db.selectFrom('scopes').selectAll().where('id', '=', id).executeTakeFirst()

export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

export async function insertPerson(
  tx: Tx,
  person: { id: string; name: string; email: string; locale: Locale; passwordHash: string | null; at: Date },
): Promise<void> {
  const { id, name, email, locale, at } = person
  await tx.insertInto('people').values({ id, name, email, locale, created_at: at }).execute()
  await tx.insertInto('inboxes').values({ person_id: id }).execute()
  await tx.insertInto('auth.user').values({ id, name, email, email_verified: true, image: null }).execute()
  await tx
    .insertInto('auth.account')
    .values({
      id: newId(),
      account_id: id,
      provider_id: 'credential',
      user_id: id,
      password: person.passwordHash,
    })
    .execute()
}

export async function insertGrants(
  tx: Tx,
  personId: string,
  grants: readonly Grant[],
  at: Date,
): Promise<void> {
  if (grants.length === 0) return
  await tx
    .insertInto('role_grants')
    .values(
      grants.map(({ role, scope }) => ({
        id: newId(),
        person_id: personId,
        role,
        scope,
        granted_by: null,
        granted_at: at,
      })),
    )
    .execute()
}

/** Nobody else adds people until the transaction ends. */
export async function lockPeople(tx: Tx): Promise<void> {
  await sql`lock table people in share row exclusive mode`.execute(tx)
}

export async function hasPeople(db: Db): Promise<boolean> {
  return (await db.selectFrom('people').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function insertScopes(tx: Tx, scopes: Insertable<Schema['scopes']>[]): Promise<void> {
  await tx
    .insertInto('scopes')
    .values(scopes)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Whose grants changed since then. A clock of another machine may be a little behind, so a minute is added. */
export async function peopleWithRightsChanged(db: Db, since: Date): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`
    select distinct person_id from role_grants
    where greatest(granted_at, revoked_at) > ${since}::timestamptz - interval '1 minute'`.execute(db)
  return rows.map((row) => row.person_id)
}
