import type { Db } from '@belfry/db'
import { expired, removeExpired } from '@belfry/db/queries/expiry'
import { expireUnread, findDueSnoozes, findUnreadBefore, wakeNotifications } from '@belfry/db/queries/snoozes'
import { clock, idBefore, newId } from '@belfry/shared'

/** Notifications that one transaction changes. */
const AT_ONCE = 1_000
/** Transactions of each kind in one run; what is left goes with the next. */
const BATCHES = 100
const DAY_MS = 86_400_000

/** Brings snoozed notifications back whose time has come. Returns how many; safe to run twice, and by several at once. */
export async function wakeSnoozed(db: Db): Promise<number> {
  const now = clock.now()
  let woken = 0
  for (let i = 0; i < BATCHES; i++) {
    const due = await findDueSnoozes(db, now, AT_ONCE)
    if (due.length > 0) woken += await db.transaction().execute((tx) => wakeNotifications(tx, due, now))
    if (due.length < AT_ONCE) break
  }
  return woken
}

/** For how many days notifications are kept. */
export interface Keep {
  /** After they were read; archived ones as well. */
  read: number
  deleted: number
  /** After they came; null is for ever. */
  unread: number | null
}
export const keepDefault: Keep = { read: 30, deleted: 7, unread: null }

/**
 * Removes notifications that expired, with the messages and deliveries that nobody has any more; pinned and snoozed ones
 * stay. Unread ones that are too old are deleted first, as if by their reader. Returns how many went, by kind.
 */
export async function expireOld(db: Db, keep: Keep = keepDefault): Promise<Record<string, number>> {
  const now = clock.now()
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const idAgo = (days: number) => idBefore(ago(days).getTime())
  const removed: Record<string, number> = {
    unread: keep.unread ? await expireOldUnread(db, idAgo(keep.unread)) : 0,
  }
  for (const [kind, which] of [
    ['read', expired.read(ago(keep.read))],
    ['deleted', expired.deleted(idAgo(keep.deleted))],
    ['silent', expired.silent(idAgo(keep.read))],
  ] as const) {
    removed[kind] = 0
    for (let i = 0; i < BATCHES; i++) {
      const gone = await db.transaction().execute((tx) => removeExpired(tx, which, AT_ONCE))
      removed[kind] += gone.notifications
      removed.messages = (removed.messages ?? 0) + gone.messages
      if (gone.notifications < AT_ONCE) break
    }
  }
  return removed
}

async function expireOldUnread(db: Db, before: string): Promise<number> {
  let after: string | null = null
  let expiredSoFar = 0
  for (let i = 0; i < BATCHES;) {
    const { held, last } = await findUnreadBefore(db, before, after, AT_ONCE)
    if (held.length > 0) {
      expiredSoFar += await db.transaction().execute((tx) => expireUnread(tx, held, newId()))
      i++
    }
    if (last === null) break
    if (held.length < AT_ONCE) after = last
  }
  return expiredSoFar
}
