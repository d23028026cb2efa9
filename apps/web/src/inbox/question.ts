import type { NotificationFilter, NotificationState } from '@belfry/shared/wire'
import type { InboxQuestion } from '../live/inbox-list.ts'
import type { InboxTab, NotificationsSearch } from '../pages/notifications.search.ts'

const states: Record<InboxTab, NotificationState[]> = {
  all: ['unread', 'read'],
  unread: ['unread'],
  mentions: ['unread', 'read'],
  archived: ['archived'],
  snoozed: ['snoozed'],
}

/** What the address of the page asks of the inbox. */
export function filterOf(search: NotificationsSearch): NotificationFilter {
  const { show = 'all', q, category, tone, priority, sender, since, until } = search
  const from = startOf(since, 0)
  const to = startOf(until, 1)
  return {
    state: states[show],
    ...(show === 'mentions' && { mentions: true }),
    ...(q?.trim() && { search: q.trim() }),
    ...(category && { category }),
    ...(tone && { tone }),
    ...(priority && { priority }),
    ...(sender && { actorId: sender }),
    ...(search.case && { caseId: search.case }),
    ...(from && { from }),
    ...(to && { to }),
  }
}

/** Found words stand each for itself; whatever is put off has its own time, and so its own line. */
export const isGrouped = ({ flat, q, show }: NotificationsSearch): boolean =>
  !flat && !q?.trim() && show !== 'snoozed'

/** Pinned ones are a list of their own, above the others. */
export const questionsOf = (search: NotificationsSearch): { pinned: InboxQuestion; rest: InboxQuestion } => {
  const filter = filterOf(search)
  return {
    pinned: { filter: { ...filter, pinned: true } },
    rest: { filter: { ...filter, pinned: false }, grouped: isGrouped(search) },
  }
}

/** What narrows the list down, besides the tab. */
export const filtersIn = ({ show: _show, flat: _flat, ...filters }: NotificationsSearch): number =>
  Object.values(filters).filter((value) => value !== undefined && value !== '').length

/** A day's first moment where the reader is, so many days later. */
function startOf(day: string | undefined, later: number): string | undefined {
  const [year, month, date] = (day ?? '').split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + later).toISOString()
}
