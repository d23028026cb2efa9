import type { MessageRow } from '@belfry/db/queries/inbox'
import { type Notification, notificationStates } from '@belfry/shared/wire'

/** A message as one person has it in his inbox. */
export const viewNotification = (
  message: MessageRow,
  own: { state: number; readAt: Date | null; snoozedUntil: Date | null; pinned: boolean },
): Notification => ({
  id: message.event_id,
  state: notificationStates[own.state] ?? 'read',
  type: message.type,
  category: message.category as Notification['category'],
  tone: message.tone as Notification['tone'],
  priority: message.priority as Notification['priority'],
  title: message.title,
  body: message.body,
  link: message.link,
  caseId: message.case_id,
  actor: message.actor_id ? { id: message.actor_id, name: message.actor_name ?? '' } : null,
  data: message.data,
  createdAt: message.created_at.toISOString(),
  readAt: own.readAt?.toISOString() ?? null,
  snoozedUntil: own.snoozedUntil?.toISOString() ?? null,
  pinned: own.pinned,
  group: message.case_id ? `${message.case_id}.${message.type}` : null,
})
