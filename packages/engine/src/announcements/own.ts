import type { Db, Tx } from '@belfry/db'
import { type AnnouncementRow, findAnnouncement, lockAnnouncement } from '@belfry/db/queries/announcements'
import { type Actor, DomainError, notFound } from '@belfry/shared'
import { addressingOf } from '@belfry/shared/announcements'

/** Authors have to do with their own announcements, administrators with all. */
export const isTheirs = (actor: Actor, { authorId }: Pick<AnnouncementRow, 'authorId'>): boolean =>
  addressingOf(actor).everyone || (addressingOf(actor).send && authorId === actor.id)

export const isOpen = ({ state }: Pick<AnnouncementRow, 'state'>): boolean =>
  state === 'draft' || state === 'scheduled'

/** Absent and somebody else's are the same answer. */
export async function readAnnouncement(db: Db, actor: Actor, id: string): Promise<AnnouncementRow> {
  const row = await findAnnouncement(db, id)
  if (!row || !isTheirs(actor, row)) throw notFound()
  return row
}

/** One that has still to go out, for a change; with `version` only as it was seen. */
export async function lockOpen(tx: Tx, actor: Actor, id: string, version?: number): Promise<AnnouncementRow> {
  const row = await lockAnnouncement(tx, id)
  if (!row || !isTheirs(actor, row)) throw notFound()
  if (!isOpen(row)) throw new DomainError('announcement_over')
  if (version !== undefined && version !== row.version) throw new DomainError('draft_changed')
  return row
}
