import type { Db, Tx } from '@belfry/db'
import {
  type AnnouncementRow,
  changeAnnouncement,
  lockDueAnnouncement,
} from '@belfry/db/queries/announcements'
import { findActor } from '@belfry/db/queries/people'
import { DomainError, clock } from '@belfry/shared'
import type { AnnouncementView } from '@belfry/shared/wire'
import { belfry, record } from '../events/record.ts'
import { demandAddressing } from './content.ts'
import { expiryOf, latestDate, nextDate } from './dates.ts'
import { goOut, targetOf } from './go-out.ts'

/** When more than this fail, it is not the announcements. */
const MOST_FAILURES = 20

/**
 * Sends what is due, each announcement in a transaction of its own; safe to run twice and by several at once. Of several
 * dates that were missed while nothing ran the last one counts. One that fails keeps none of the others waiting; its error is
 * thrown when they are done. Returns how many it saw to.
 */
export async function sendDue(db: Db): Promise<number> {
  const failures: { id: string; error: unknown }[] = []
  let total = 0
  for (;;) {
    let row: AnnouncementRow | undefined
    try {
      await db.transaction().execute(async (tx) => {
        const except = failures.map(({ id }) => id)
        row = await lockDueAnnouncement(tx, clock.now(), except)
        if (row) await seeTo(tx, row)
      })
      if (!row) break
      total += 1
    } catch (error) {
      if (!row || failures.length === MOST_FAILURES) throw error
      failures.push({ id: row.id, error })
    }
  }
  if (failures.length > 0) throw failures[0]!.error
  return total
}

async function seeTo(tx: Tx, row: AnnouncementRow): Promise<void> {
  const now = clock.now()
  const expiresAt = expiryOf(row.content)
  if (expiresAt && expiresAt <= now) return giveUp(tx, row, 'expired')
  const plan = { ...row, startsAt: row.startsAt ?? now, expiresAt }
  const occurrence = latestDate(plan, now)
  const nextAt = nextDate(plan, now)
  // What the author may do counts now, not when he wrote it.
  const author = await findActor(tx, row.authorId)
  if (!author) return giveUp(tx, row, 'author_gone')
  try {
    await demandAddressing(tx, author, row.content)
  } catch (error) {
    if (error instanceof DomainError) return giveUp(tx, row, 'not_permitted')
    throw error
  }
  const recipients = occurrence ? await goOut(tx, author, row, occurrence, nextAt) : 0
  if (recipients) return
  if (nextAt) await changeAnnouncement(tx, row.id, { nextAt }, now)
  else await giveUp(tx, row, 'nobody')
}

/** It ends here, and its author hears why. */
async function giveUp(
  tx: Tx,
  row: AnnouncementRow,
  reason: NonNullable<AnnouncementView['stopped']>,
): Promise<void> {
  const at = clock.now()
  await changeAnnouncement(tx, row.id, { state: 'cancelled', nextAt: null, stopped: reason }, at)
  await record(
    tx,
    belfry,
    {
      type: 'announcement.stopped',
      at,
      data: {
        target: { kind: 'person', id: row.authorId, title: row.authorName },
        before: { announcementId: row.id, nextAt: row.nextAt?.toISOString() ?? null },
        reason,
        facts: { title: targetOf(row).title, why: reason },
      },
    },
    { tell: true },
  )
}
