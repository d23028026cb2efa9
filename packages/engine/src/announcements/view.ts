import type { Db } from '@belfry/db'
import { type AnnouncementRow, type SendingRow, countReach, namesIn } from '@belfry/db/queries/announcements'
import type { Actor, Locale } from '@belfry/shared'
import type {
  AnnouncementItem,
  AnnouncementReach,
  AnnouncementSending,
  AnnouncementText,
  AnnouncementView,
  AnnouncementWritten,
  AudienceView,
} from '@belfry/shared/wire'
import { isOpen } from './own.ts'

/** So many people of an audience are called by their names. */
const NAMED = 20

/** A reader's own language, or the first it was written in. */
export const textFor = (texts: AnnouncementText[], locale: Locale): AnnouncementText =>
  texts.find((text) => text.locale === locale) ?? texts[0] ?? { locale, title: '', body: '' }

export type Names = Map<string, string>

export const loadNames = (db: Db, rows: { content: AnnouncementWritten }[]): Promise<Names> => {
  const all = rows.map(({ content }) => content.to)
  return namesIn(db, {
    people: all.flatMap(({ people }) => people.slice(0, NAMED)),
    scopes: all.flatMap(({ roles }) => roles.flatMap(({ scope }) => scope ?? [])),
    cases: all.flatMap(({ participantsOf }) => participantsOf ?? []),
  })
}

const viewAudience = ({ to }: AnnouncementWritten, names: Names): AudienceView => ({
  people: to.people.slice(0, NAMED).flatMap((id) => (names.has(id) ? [{ id, name: names.get(id)! }] : [])),
  peopleCount: to.people.length,
  roles: to.roles.map(({ role, scope }) => ({
    role,
    scope,
    scopeName: scope === null ? null : (names.get(scope) ?? scope),
  })),
  groups: to.groups,
  participantsOf: to.participantsOf
    ? { id: to.participantsOf, title: names.get(to.participantsOf) ?? '' }
    : null,
  everyone: to.everyone,
})

export async function viewSendings(db: Db, rows: SendingRow[]): Promise<AnnouncementSending[]> {
  const counts = await countReach(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ id, occurrence, at, doneAt, recipients, gone }) => ({
    id,
    occurrence: occurrence.toISOString(),
    at: at.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
    reach: {
      recipients,
      delivered: (counts.get(id)?.delivered ?? 0) + gone.delivered,
      read: (counts.get(id)?.read ?? 0) + gone.read,
    },
  }))
}

export const sumOf = (sendings: AnnouncementSending[]): AnnouncementReach => {
  const sum = (of: keyof AnnouncementReach) => sendings.reduce((total, { reach }) => total + reach[of], 0)
  return { recipients: sum('recipients'), delivered: sum('delivered'), read: sum('read') }
}

export const viewItem = (
  row: AnnouncementRow,
  reader: Actor,
  names: Names,
  sendings: AnnouncementSending[],
): AnnouncementItem => ({
  id: row.id,
  state: row.state,
  version: row.version,
  title: textFor(row.content.texts, reader.locale).title,
  audience: viewAudience(row.content, names),
  tone: row.content.tone,
  priority: row.content.priority,
  author: { id: row.authorId, name: row.authorName },
  nextAt: row.nextAt?.toISOString() ?? null,
  timeZone: row.timeZone,
  recurrence: row.recurrence,
  createdAt: row.createdAt.toISOString(),
  sentAt: sendings[0]?.at ?? null,
  reach: sumOf(sendings),
})

export const viewAnnouncement = (
  row: AnnouncementRow,
  reader: Actor,
  names: Names,
  sendings: AnnouncementSending[],
): AnnouncementView => ({
  ...viewItem(row, reader, names, sendings),
  ...row.content,
  startsAt: row.startsAt?.toISOString() ?? null,
  stopped: row.stopped as AnnouncementView['stopped'],
  sendings,
  may: { change: isOpen(row), cancel: isOpen(row) },
})
