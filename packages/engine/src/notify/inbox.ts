import type { Db, Tx } from '@belfry/db'
import { findInbox } from '@belfry/db/queries/inbox'
import { shown } from '@belfry/db/queries/inbox-filter'
import { countNotifications, findMatching, listNotifications } from '@belfry/db/queries/inbox-list'
import {
  type Mark,
  findMarked,
  markNotifications,
  pinNotifications,
  unmarkNotifications,
} from '@belfry/db/queries/marks'
import { type Actor, DomainError, clock, newId } from '@belfry/shared'
import {
  type ListNotificationsInput,
  type ListedNotification,
  type MarkInput,
  type MarkResult,
  type NotificationCount,
  type NotificationFilter,
  type Page,
  type PinInput,
  notificationStates,
} from '@belfry/shared/wire'
import { viewNotification } from './view.ts'

/** Notifications changed in one transaction, which keeps everybody waiting who has news for the same person. */
const AT_ONCE = 5_000

const queryOf = (actor: Actor, filter: NotificationFilter, grouped = false) => ({
  personId: actor.id,
  locale: actor.locale,
  filter,
  grouped,
})

/** The actor's notifications, newest first; unread and read ones unless the filter says otherwise. */
export async function listInbox(
  db: Db,
  actor: Actor,
  input: ListNotificationsInput,
): Promise<Page<ListedNotification>> {
  const rows = await listNotifications(db, queryOf(actor, input, input.grouped), input)
  const items = rows.slice(0, input.limit).map((row) => {
    const item = viewNotification(row, row)
    return row.groupSize === null
      ? item
      : { ...item, groupSize: row.groupSize, groupUnread: row.groupUnread ?? 0 }
  })
  return { items, nextCursor: rows.length > input.limit ? (items.at(-1)?.id ?? null) : null }
}

export const unreadCount = async (db: Db, actor: Actor): Promise<{ unread: number }> => ({
  unread: (await findInbox(db, actor.id))?.unread ?? 0,
})

/** How many notifications a list with this filter has. */
export const countInbox = async (
  db: Db,
  actor: Actor,
  filter: NotificationFilter,
): Promise<NotificationCount> => ({ count: await countNotifications(db, queryOf(actor, filter)) })

/**
 * Marks the actor's own notifications; ids that are not his change nothing. More than `AT_ONCE` are changed in several
 * transactions, unless the caller has one: whatever a break leaves undone is done by asking again.
 */
export async function mark(db: Db, actor: Actor, input: MarkInput): Promise<MarkResult> {
  const undoToken = newId()
  const until = input.until ? new Date(input.until) : null
  const as: Mark = { as: input.as, until, markId: undoToken, now: clock.now() }
  const { ids, filter = {} } = input
  const from = ids ? notificationStates : (filter.state ?? shown)
  const step = (some: string[]) => inOne(db, (tx) => markNotifications(tx, actor.id, some, from, as))
  const changed = ids
    ? await step(ids)
    : await eachPart((part) => findMatching(db, queryOf(actor, filter), part), step)
  return { changed, undoToken: changed > 0 ? undoToken : null }
}

/** Takes one marking back, as far as nothing was marked again since. */
export async function undo(db: Db, actor: Actor, undoToken: string): Promise<{ changed: number }> {
  const changed = await eachPart(
    (part) => findMarked(db, actor.id, undoToken, part),
    (some) => inOne(db, (tx) => unmarkNotifications(tx, actor.id, some, undoToken)),
  )
  if (changed === 0) throw new DomainError('nothing_to_undo')
  return { changed }
}

/** Keeps the actor's own notifications at the top, whatever their age, or lets them go. */
export const pin = async (tx: Tx, actor: Actor, { ids, pinned }: PinInput): Promise<{ changed: number }> => ({
  changed: await pinNotifications(tx, actor.id, ids, pinned),
})

const inOne = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.isTransaction ? work(db as Tx) : db.transaction().execute(work)

/** Newest first, so that what comes meanwhile is left out. */
async function eachPart(
  find: (part: { cursor: string | null; limit: number }) => Promise<string[]>,
  work: (ids: string[]) => Promise<number>,
): Promise<number> {
  let changed = 0
  let cursor: string | null = null
  for (;;) {
    const ids: string[] = await find({ cursor, limit: AT_ONCE })
    if (ids.length > 0) changed += await work(ids)
    if (ids.length < AT_ONCE) return changed
    cursor = ids.at(-1)!
  }
}
