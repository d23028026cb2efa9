import type { Db } from '@belfry/db'
import { closeSending, findUnreadOf, listExpiredSendings } from '@belfry/db/queries/announcements'
import { expireUnread } from '@belfry/db/queries/snoozes'
import { clock, newId } from '@belfry/shared'

const SENDINGS_AT_ONCE = 20
/** People in one transaction. */
const AT_ONCE = 1_000

/** Takes announcements that are over out of the inboxes of those who have not read them. Returns how many that were. */
export async function expireSendings(db: Db): Promise<number> {
  let total = 0
  for (const eventId of await listExpiredSendings(db, clock.now(), SENDINGS_AT_ONCE)) {
    for (;;) {
      const unread = await findUnreadOf(db, eventId, AT_ONCE)
      if (unread.length > 0)
        total += await db.transaction().execute((tx) => expireUnread(tx, unread, newId()))
      if (unread.length < AT_ONCE) break
    }
    await db.transaction().execute((tx) => closeSending(tx, eventId))
  }
  return total
}
