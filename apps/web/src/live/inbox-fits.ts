import type { Notification, NotificationFilter } from '@belfry/shared/wire'

/** Whether a notification is one that a filter asks for, as the server would say; of words only the server knows. */
export function fits(item: Notification, filter: NotificationFilter): boolean {
  const { state = ['unread', 'read'], actorId, caseId, from, to, mentions, pinned, group, woken } = filter
  const at = Date.parse(item.createdAt)
  return (
    state.includes(item.state) &&
    isOneOf(item.category, filter.category) &&
    isOneOf(item.type, filter.type) &&
    isOneOf(item.tone, filter.tone) &&
    isOneOf(item.priority, filter.priority) &&
    (actorId === undefined || item.actor?.id === actorId) &&
    (caseId === undefined || item.caseId === caseId) &&
    (from === undefined || at >= Date.parse(from)) &&
    (to === undefined || at < Date.parse(to)) &&
    (mentions === undefined || item.type.endsWith('.mentioned') === mentions) &&
    (pinned === undefined || item.pinned === pinned) &&
    (group === undefined || item.group === group) &&
    (woken === undefined || (item.state === 'unread' && item.snoozedUntil !== null) === woken)
  )
}

const isOneOf = <Value>(value: Value, wanted: readonly Value[] | undefined): boolean =>
  wanted === undefined || wanted.includes(value)
