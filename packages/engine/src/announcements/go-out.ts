import type { Tx } from '@belfry/db'
import { countAudience } from '@belfry/db/queries/announcement-audience'
import { type AnnouncementRow, changeAnnouncement, insertSending } from '@belfry/db/queries/announcements'
import { clock, newId } from '@belfry/shared'
import type { AnnouncementWritten } from '@belfry/shared/wire'
import { record } from '../events/record.ts'

/** The event of an announcement that goes out; notify/announcements.ts tells it. */
export const SENT = 'announcement.sent'

/**
 * Sends one now, for one of its dates. Returns how many people get it; null where it has gone out for that date already,
 * zero where nobody would get it, and then nothing has happened.
 */
export async function goOut(
  tx: Tx,
  actor: Parameters<typeof record>[1],
  row: Pick<AnnouncementRow, 'id' | 'content'>,
  occurrence: Date,
  nextAt: Date | null,
): Promise<number | null> {
  const { id, content } = row
  const { recipients } = await countAudience(tx, content.to, content.priority === 'critical')
  if (recipients === 0) return 0
  const at = clock.now()
  const eventId = newId()
  const sending = { id: eventId, announcementId: id, occurrence, content, at, recipients }
  if (!(await insertSending(tx, sending))) return null
  await changeAnnouncement(tx, id, { state: nextAt ? 'scheduled' : 'sending', nextAt }, at)
  const after = { recipients, to: content.to, priority: content.priority, mail: content.mail }
  const data = { target: targetOf(row), after }
  await record(tx, actor, { id: eventId, type: SENT, at, data }, { tell: true })
  return recipients
}

/** What stands in the audit. */
export const targetOf = ({ id, content }: { id: string; content: AnnouncementWritten }) => ({
  kind: 'announcement',
  id,
  title: content.texts[0]?.title ?? '',
})
