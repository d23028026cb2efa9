import type { CaseFacts, Who } from '@belfry/shared/machine'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { sortable } from './access.ts'
import { escapeLike } from './people.ts'

/** The people whom rules of a workflow pick for one case, as a query of `person_id`; somebody may come up twice. */
export const peopleOf = (who: readonly Who[], item: CaseFacts): RawBuilder<unknown> =>
  who.length === 0
    ? nobody
    : sql.join(
        who.map((rule) => peopleOfRule(rule, item)),
        sql` union all `,
      )

/** Those of them whom other rules pick as well, by facts of their own. */
export const peopleOfBoth = (
  who: readonly Who[],
  item: CaseFacts,
  also: readonly Who[],
  alsoItem: CaseFacts,
): RawBuilder<unknown> =>
  sql`select person_id from (${peopleOf(who, item)}) w(person_id) where person_id in (${peopleOf(also, alsoItem)})`

/** The people whom rules pick as a list, each once; those who are gone are left out. */
export async function listPeopleOf(db: Db, who: readonly Who[], item: CaseFacts): Promise<string[]> {
  if (who.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from (${peopleOf(who, item)}) w(person_id) join people p on p.id = w.person_id
    where p.deactivated_at is null order by p.id limit 1000`.execute(db)
  return rows.map(({ id }) => id)
}

/** Of the people whom rules pick for a case, those of whose names `search` is a part; by name. */
export async function searchPeopleOf(
  db: Db,
  who: readonly Who[],
  item: CaseFacts,
  { search, limit }: { search: string; limit: number },
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from people p where deactivated_at is null and sort_name like ${`%${escapeLike(sortable(search))}%`}
      and id in (select w.person_id from (${peopleOf(who, item)}) w(person_id))
    order by sort_name, id limit ${limit}`.execute(db)
  return rows
}

/** Those of `ids` whom rules pick for a case. */
export async function whichPeopleOf(
  db: Db,
  who: readonly Who[],
  item: CaseFacts,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from people where deactivated_at is null and id = any(${[...ids]}::uuid[])
      and id in (select w.person_id from (${peopleOf(who, item)}) w(person_id))`.execute(db)
  return rows
}

const nobody = sql`select null::uuid where false`
const thePerson = (id: unknown) => (typeof id === 'string' ? sql`select ${id}::uuid` : nobody)

function peopleOfRule(who: Who, item: CaseFacts): RawBuilder<unknown> {
  switch (who.kind) {
    case 'owner':
      return thePerson(item.ownerId)
    case 'assignee':
      return thePerson(item.assigneeId)
    case 'supervisor':
      return thePerson(item.supervisorId)
    case 'parentOwner':
      return thePerson(item.parentOwnerId)
    case 'personIn':
      return thePerson(item.data[who.field])
    case 'part': {
      const ids = item.parts.filter(({ part }) => part === who.part).map(({ personId }) => personId)
      return ids.length > 0 ? sql`select unnest(${ids}::uuid[])` : nobody
    }
    case 'everyone':
      return sql`select id from people where deactivated_at is null`
    case 'role':
      return sql`select person_id from role_grants where role = ${who.role} and revoked_at is null`
    case 'roleInScope':
      // Two branches rather than an "or": each walks its part of the index.
      return sql`select person_id from role_grants where role = ${who.role} and scope is null and revoked_at is null
        union all select person_id from role_grants where role = ${who.role} and scope = ${item.scope} and revoked_at is null`
  }
}
