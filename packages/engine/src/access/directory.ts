import type { Db } from '@belfry/db'
import {
  countByRole,
  findAccount,
  listGrants as grants,
  listPeople as people,
  listPersonEvents,
  listScopesOf,
} from '@belfry/db/queries/access'
import { type Actor, type Role, clock, notFound, roleScopes, roles } from '@belfry/shared'
import { factsIn, findNotice } from '@belfry/shared/notices'
import type {
  AccessEntry,
  GrantView,
  GrantsInput,
  Page,
  PeopleInput,
  PersonItem,
  PersonView,
  RoleView,
} from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { decodeId, decodePlace, encodePlace } from '../cursor.ts'
import type { EventData } from '../events/record.ts'
import { demand } from './demand.ts'

/** People by name, with what they may do. */
export async function listPeople(db: Db, actor: Actor, input: PeopleInput): Promise<Page<PersonItem>> {
  demand(actor, 'access.read')
  const rows = await people(db, input, decodePlace(input.cursor))
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: shown.map(({ place: _, ...row }) => ({ ...row, closedAt: row.closedAt?.toISOString() ?? null })),
    nextCursor: last ? encodePlace({ name: last.place, id: last.id }) : null,
  }
}

/** One account: who granted what and when, and what became of it. */
export async function getPerson(db: Db, actor: Actor, personId: string): Promise<PersonView> {
  demand(actor, 'access.read')
  const row = await findAccount(db, personId, clock.now())
  if (!row) throw notFound()
  const [held, events] = await Promise.all([
    grants(db, { personId }, { limit: 200 }),
    listPersonEvents(db, personId),
  ])
  const { canSignIn, supervisorId: _, ...same } = row
  return {
    ...same,
    closedAt: row.closedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    invited: !canSignIn,
    grants: held.map(viewGrant),
    history: events.flatMap((event) => tellEvent(event, actor) ?? []),
  }
}

/** What the actor himself may do, by whom and since when. */
export const listMyGrants = async (db: Db, actor: Actor): Promise<GrantView[]> =>
  (await grants(db, { personId: actor.id }, { limit: 200 })).map(viewGrant)

/** Who holds which role, where, by whom and since when; newest first. */
export async function listGrants(db: Db, actor: Actor, input: GrantsInput): Promise<Page<GrantView>> {
  demand(actor, 'access.read')
  const rows = await grants(db, input, { cursor: decodeId(input.cursor), limit: input.limit })
  const shown = rows.slice(0, input.limit)
  return { items: shown.map(viewGrant), nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null }
}

/** Every role there is, and where it can be held. */
export async function listRoles(db: Db, actor: Actor): Promise<RoleView[]> {
  demand(actor, 'access.read')
  const kinds = [...new Set(Object.values(roleScopes))]
  const [held, ...places] = await Promise.all([
    countByRole(db),
    ...kinds.map((kind) => listScopesOf(db, kind)),
  ])
  return roles.map((role) => {
    const scoped = roleScopes[role] ?? null
    return {
      role,
      name: words[actor.locale].roles[role],
      scoped,
      scopes: scoped ? (places[kinds.indexOf(scoped)] ?? []) : [],
      people: held.get(role) ?? 0,
    }
  })
}

const viewGrant = (row: Awaited<ReturnType<typeof grants>>[number]): GrantView => ({
  role: row.role as Role,
  scope: row.scope,
  scopeName: row.scopeName,
  person: { id: row.personId, name: row.personName },
  by: row.byId ? { id: row.byId, name: row.byName ?? '' } : null,
  at: row.at.toISOString(),
})

function tellEvent(
  event: Awaited<ReturnType<typeof listPersonEvents>>[number],
  reader: Actor,
): AccessEntry | undefined {
  const notice = findNotice(event.type)
  if (!notice) return undefined
  const { facts, target } = event.data as EventData
  const values = {
    ...factsIn(notice, facts ?? {}, reader.locale),
    actor: event.actor_name,
    person: target?.title,
  }
  return {
    id: event.id,
    at: event.at.toISOString(),
    type: event.type,
    actor: event.actor_id ? { id: event.actor_id, name: event.actor_name } : null,
    text: say(reader.locale, notice.words[reader.locale].done, values),
  }
}
