import { type Locale, type Role, locales } from '@belfry/shared'
import { roleGroups } from '@belfry/shared/announcements'
import type { AnnouncementAudience, PersonRef } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { type ByName, sortable } from './access.ts'
import { escapeLike } from './people.ts'
import { type WorkflowSight, seenBy } from './queues.ts'

/** Whom an audience picks, as a query of `person_id`; somebody may come up twice. */
export function peopleAddressed(to: AnnouncementAudience): RawBuilder<unknown> {
  if (to.everyone) return sql`select id from people where deactivated_at is null`
  const everywhere: Role[] = [
    ...to.groups.flatMap((group): readonly Role[] => roleGroups[group]),
    ...to.roles.flatMap(({ role, scope }) => (scope === null ? [role] : [])),
  ]
  const parts = [
    ...(to.people.length > 0 ? [sql`select unnest(${to.people}::uuid[])`] : []),
    ...(everywhere.length > 0
      ? [
          sql`select person_id from role_grants where role = any(${everywhere}::text[]) and revoked_at is null`,
        ]
      : []),
    ...to.roles.flatMap(({ role, scope }) =>
      scope === null
        ? []
        : [
            sql`select person_id from role_grants where role = ${role} and scope is null and revoked_at is null`,
            sql`select person_id from role_grants where role = ${role} and scope = ${scope} and revoked_at is null`,
          ],
    ),
    ...(to.participantsOf
      ? [
          sql`select unnest(array[owner_id, assignee_id]) from cases where id = ${to.participantsOf}::uuid`,
          sql`select person_id from case_participants where case_id = ${to.participantsOf}::uuid`,
        ]
      : []),
  ]
  return parts.length > 0 ? sql.join(parts, sql` union all `) : sql`select null::uuid where false`
}

/** Each of them once, as `p`, as long as the account is open. */
const members = (to: AnnouncementAudience) =>
  sql`(select distinct a.person_id from (${peopleAddressed(to)}) a(person_id)) m join people p on p.id = m.person_id
    where p.deactivated_at is null`

export interface AudienceCount {
  recipients: number
  /** Of a message that is to be mailed: those who have not switched that off. */
  mails: number
  languages: Record<Locale, number>
}

export async function countAudience(
  db: Db,
  to: AnnouncementAudience,
  isCritical: boolean,
): Promise<AudienceCount> {
  const { rows } = await sql<{ locale: Locale; people: number; mails: number }>`
    select p.locale, count(*)::int as people,
      count(*) filter (where ${isCritical}::boolean or not exists (
        select from preferences f where f.person_id = p.id and f.category = 'announcement' and f.mail = 0))::int as mails
    from ${members(to)} group by p.locale`.execute(db)
  const sum = (of: 'people' | 'mails') => rows.reduce((total, row) => total + row[of], 0)
  const speaking = (locale: Locale) => rows.find((row) => row.locale === locale)?.people ?? 0
  const languages = Object.fromEntries(locales.map((locale) => [locale, speaking(locale)]))
  return { recipients: sum('people'), mails: sum('mails'), languages: languages as Record<Locale, number> }
}

/** By name; `search` is a part of it. */
export async function listAudience(
  db: Db,
  to: AnnouncementAudience,
  search: string,
  after: ByName | null,
  limit: number,
): Promise<(PersonRef & { place: string })[]> {
  const { rows } = await sql<PersonRef & { place: string }>`
    select p.id, p.name, p.sort_name as place from ${members(to)} and p.sort_name like ${`%${escapeLike(sortable(search))}%`}
      and (${after?.id ?? null}::uuid is null or (p.sort_name, p.id) > (${after?.name ?? null}, ${after?.id ?? null}::uuid))
    order by p.sort_name, p.id limit ${limit}`.execute(db)
  return rows
}

/** Whom somebody may write to who does not write to all: whom he supervises or works with, and those of his places. */
export interface Colleagues {
  personId: string
  scopes: string[]
  /** What he sees of each workflow. */
  sights: WorkflowSight[]
}

const isColleague = ({ personId, scopes, sights }: Colleagues) => sql<boolean>`(
  p.supervisor_id = ${personId}::uuid
  or exists (select from role_grants g where g.person_id = p.id and g.scope = any(${scopes}::text[]) and g.revoked_at is null)
  or exists (select from cases c where c.owner_id = p.id and ${seenBy(sights, personId)})
  or exists (select from case_participants cp join cases c on c.id = cp.case_id where cp.person_id = p.id and ${seenBy(sights, personId)}))`

/** People whom somebody may write to, by name; everybody where `who` is null. */
export async function searchAddressable(
  db: Db,
  who: Colleagues | null,
  search: string,
  limit: number,
): Promise<PersonRef[]> {
  const { rows } = await sql<PersonRef>`
    select p.id, p.name from people p
    where p.deactivated_at is null and p.sort_name like ${`%${escapeLike(sortable(search))}%`}
      and ${who ? isColleague(who) : sql`true`}
    order by p.sort_name, p.id limit ${limit}`.execute(db)
  return rows
}

/** Those of `ids` to whom somebody may write. Whoever left in the meantime is among them. */
export async function whichAddressable(db: Db, who: Colleagues | null, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from people p where p.id = any(${ids}::uuid[]) and ${who ? isColleague(who) : sql`true`}`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

/** Cases that somebody sees whose title contains the words, the last changed first. */
export async function searchSeenCases(
  db: Db,
  { personId, sights }: Pick<Colleagues, 'personId' | 'sights'>,
  search: string,
  limit: number,
): Promise<{ id: string; title: string; workflow: string }[]> {
  const { rows } = await sql<{ id: string; title: string; workflow: string }>`
    select c.id, c.title, c.workflow from cases c
    where c.title ilike ${`%${escapeLike(search)}%`} and c.workflow = any(${sights.map(({ workflow }) => workflow)}::text[])
      and ${seenBy(sights, personId)}
    order by c.changed_at desc, c.id limit ${limit}`.execute(db)
  return rows
}

/** Places and the role that is held for them, by name. */
export const listPlaces = (db: Db, kinds: string[]) =>
  db
    .selectFrom('scopes')
    .select(['id', 'kind', 'name'])
    .where(sql<boolean>`kind = any(${kinds}::text[])`)
    .orderBy('name')
    .limit(500)
    .execute()
