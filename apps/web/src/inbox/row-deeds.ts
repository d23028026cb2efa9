import type { NotificationState } from '@belfry/shared/wire'
import Archive from 'lucide-solid/icons/archive'
import ArchiveRestore from 'lucide-solid/icons/archive-restore'
import Clock from 'lucide-solid/icons/clock'
import MailCheck from 'lucide-solid/icons/mail-check'
import MailOpen from 'lucide-solid/icons/mail-open'
import Trash from 'lucide-solid/icons/trash'
import type { WordKey } from '../words/index.ts'
import type { Line } from './actions.ts'
import type { Deeds } from './deeds.tsx'

export interface Deed {
  word: WordKey
  icon: typeof Archive
  /** What it marks as, where it asks nothing. */
  as?: Exclude<NotificationState, 'snoozed'>
  run: (deeds: Deeds, lines: readonly Line[]) => void
}

const markAs = (word: WordKey, icon: typeof Archive, as: NonNullable<Deed['as']>): Deed => ({
  word,
  icon,
  as,
  run: (deeds, lines) => void deeds.markLines(lines, { as }),
})

export const read = markAs('inbox.markRead', MailCheck, 'read')
export const unread = markAs('inbox.markUnread', MailOpen, 'unread')
export const archive = markAs('inbox.archive', Archive, 'archived')
export const remove = markAs('inbox.remove', Trash, 'deleted')
export const snooze: Deed = {
  word: 'inbox.snooze',
  icon: Clock,
  run: (deeds, lines) => deeds.snooze(lines),
}
export const restore = markAs('inbox.unarchive', ArchiveRestore, 'read')
const wake = markAs('inbox.wake', ArchiveRestore, 'unread')

/** What is offered for a notification in each state, the most wanted first. */
export const deedsFor: Record<NotificationState, Deed[]> = {
  unread: [read, snooze, archive],
  read: [unread, snooze, archive],
  archived: [restore],
  snoozed: [wake, snooze, archive],
  deleted: [],
}
