import type { Db } from '@belfry/db'
import {
  countAudience,
  listAudience,
  listPlaces,
  searchAddressable,
  searchSeenCases,
} from '@belfry/db/queries/announcement-audience'
import { findToRead, listAnnouncements as list, listSendings } from '@belfry/db/queries/announcements'
import { type Actor, type Role, notFound, roleScopes, roles } from '@belfry/shared'
import { addressingOf, mayAddressRole, roleGroupNames } from '@belfry/shared/announcements'
import type {
  AnnouncementCase,
  AnnouncementChoices,
  AnnouncementItem,
  AnnouncementNews,
  AnnouncementPreview,
  AnnouncementToRead,
  AnnouncementView,
  ListAnnouncementsInput,
  Page,
  PersonRef,
  PreviewAnnouncementInput,
} from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { decodePlace, encodePlace } from '../cursor.ts'
import { colleaguesOf, demandAddressing, sightsOf } from './content.ts'
import { readAnnouncement } from './own.ts'
import { loadNames, sumOf, viewAnnouncement, viewItem, viewSendings } from './view.ts'

/** One's own announcements, for administrators everybody's; newest first. */
export async function listAnnouncements(
  db: Db,
  actor: Actor,
  input: ListAnnouncementsInput,
): Promise<Page<AnnouncementItem>> {
  demand(actor, 'announcements.send')
  const rows = await list(db, addressingOf(actor).everyone ? null : actor.id, input)
  const shown = rows.slice(0, input.limit)
  const ids = shown.map(({ id }) => id)
  const [names, sent] = await Promise.all([loadNames(db, shown), listSendings(db, ids)])
  const sendings = await viewSendings(db, sent)
  const parents = new Map(sent.map(({ id, announcementId }) => [id, announcementId]))
  return {
    items: shown.map((row) =>
      viewItem(
        row,
        actor,
        names,
        sendings.filter(({ id }) => parents.get(id) === row.id),
      ),
    ),
    nextCursor: rows.length > input.limit ? shown.at(-1)!.id : null,
  }
}

export async function getAnnouncement(db: Db, actor: Actor, id: string): Promise<AnnouncementView> {
  const row = await readAnnouncement(db, actor, id)
  const [names, sent] = await Promise.all([loadNames(db, [row]), listSendings(db, [id])])
  return viewAnnouncement(row, actor, names, await viewSendings(db, sent))
}

/** What of it moves, as it is now. */
export async function newsOf(db: Db, actor: Actor, id: string): Promise<AnnouncementNews> {
  const row = await readAnnouncement(db, actor, id)
  const sendings = await viewSendings(db, await listSendings(db, [id]))
  return {
    state: row.state,
    nextAt: row.nextAt?.toISOString() ?? null,
    reach: sumOf(sendings),
    sendings,
  }
}

/** Exactly who would get it if it went out now. */
export async function preview(
  db: Db,
  actor: Actor,
  input: PreviewAnnouncementInput,
): Promise<AnnouncementPreview> {
  await demandAddressing(db, actor, input)
  const { to, priority, search, cursor, limit } = input
  const [count, rows] = await Promise.all([
    countAudience(db, to, priority === 'critical'),
    listAudience(db, to, search, decodePlace(cursor), limit + 1),
  ])
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    ...count,
    items: shown.map(({ id, name }) => ({ id, name })),
    nextCursor: last ? encodePlace({ name: last.place, id: last.id }) : null,
  }
}

const FOUND = 20

/** People whom the actor may write to, by name. */
export async function searchPeople(db: Db, actor: Actor, search: string): Promise<PersonRef[]> {
  demand(actor, 'announcements.send')
  return searchAddressable(db, colleaguesOf(actor), search, FOUND)
}

/** Cases whose participants the actor may write to, the last changed first. */
export async function searchCases(db: Db, actor: Actor, search: string): Promise<AnnouncementCase[]> {
  demand(actor, 'announcements.send')
  return searchSeenCases(db, { personId: actor.id, sights: sightsOf(actor) }, search, FOUND)
}

/** Which roles, groups and more the actor may write to. */
export async function listChoices(db: Db, actor: Actor): Promise<AnnouncementChoices> {
  demand(actor, 'announcements.send')
  const addressing = addressingOf(actor)
  const places = await listPlaces(db, [...new Set(Object.values(roleScopes))])
  const all = roles.flatMap((role: Role) => [
    { role, scope: null, scopeName: null },
    ...places
      .filter(({ kind }) => kind === roleScopes[role])
      .map(({ id, name }) => ({ role, scope: id, scopeName: name })),
  ])
  return {
    roles: all.filter((holders) => mayAddressRole(actor, holders)),
    groups: addressing.roles ? roleGroupNames : [],
    everyone: addressing.everyone,
    critical: addressing.critical,
  }
}

/** One that was sent to the actor, in full. */
export async function readAsRecipient(db: Db, actor: Actor, id: string): Promise<AnnouncementToRead> {
  const found = await findToRead(db, actor.id, id)
  if (!found) throw notFound()
  return found
}
