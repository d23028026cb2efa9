import { z } from 'zod'
import { clock } from '../clock.ts'
import type { Category, Priority, Tone } from '../machine/define.ts'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import { AnyMoment, type Instant, type Page, IdPageInput } from './page.ts'

/** A snoozed one comes back as unread at its time, and is not counted until then. */
export const notificationStates = ['unread', 'read', 'archived', 'deleted', 'snoozed'] as const
export type NotificationState = (typeof notificationStates)[number]

/**
 * One message to one person. The id is the event's: a person hears of an event once, so it is unique in an inbox,
 * and the same message is the same text for everybody it goes to.
 */
export interface Notification {
  id: string
  state: NotificationState
  /** `shift.created`: the workflow and its message. */
  type: string
  category: Category
  tone: Tone
  priority: Priority
  title: string
  body: string
  /** A path in the console: `/cases/…`. */
  link: string
  caseId: string | null
  actor: PersonRef | null
  data: Record<string, unknown>
  createdAt: Instant
  readAt: Instant | null
  /** When it comes back; in the past for one that has come back and was not touched since. */
  snoozedUntil: Instant | null
  pinned: boolean
  /** The same for messages of one kind about one case, which a list shows as one line; null stands alone. */
  group: string | null
}

/**
 * What the live inbox says. The position of each event is `epoch.rev`; a client that resumes sends the last one and
 * gets everything after it, in order. `hello` comes first; with `reset` the client must forget its list, because the
 * inbox was restored from a backup and positions no longer mean the same.
 */
export type InboxEvent =
  | { kind: 'hello'; unread: number; reset: boolean }
  | { kind: 'changes'; items: Notification[]; unread: number }

/** Lines of one group that are counted; beyond, a line says "more than". */
export const GROUP_COUNTED = 99
/** Notifications that are counted; beyond, nobody needs the number. */
export const NOTIFICATIONS_COUNTED = 100_000
/** How long a notification can be put off. */
const LONGEST_SNOOZE_MS = 366 * 86_400_000

const tones = ['info', 'success', 'warning', 'error'] as const satisfies readonly Tone[]
const priorities = ['low', 'normal', 'high', 'critical'] as const satisfies readonly Priority[]

/** One value, or several of which any will do. */
const oneOrMany = <Value extends z.ZodType>(value: Value) =>
  z.union([value.transform((one) => [one]), z.array(value).min(1).max(20)])

/** What an inbox is searched by; what is left out does not matter. */
export const NotificationFilter = z.object({
  /** Unread and read ones where left out. */
  state: z.array(z.enum(notificationStates)).min(1).max(5).optional(),
  category: oneOrMany(plainText().max(40)).optional(),
  type: oneOrMany(plainText().max(100)).optional(),
  tone: oneOrMany(z.enum(tones)).optional(),
  priority: oneOrMany(z.enum(priorities)).optional(),
  /** Whoever did what it tells of. */
  actorId: z.uuid().optional(),
  caseId: z.uuid().optional(),
  /** Created from this moment on, and before that one. */
  from: AnyMoment.optional(),
  to: AnyMoment.optional(),
  /** Those in which the reader was mentioned. */
  mentions: z.boolean().optional(),
  pinned: z.boolean().optional(),
  /** Those that were snoozed, came back, and were not touched since. */
  woken: z.boolean().optional(),
  /** One group: `Notification.group`. */
  group: plainText()
    .max(150)
    .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\../)
    .optional(),
  /** Words of title and body, all of them; the last may be the beginning of one. */
  search: plainText().max(200).optional(),
})
export type NotificationFilter = z.output<typeof NotificationFilter>

export const ListNotificationsInput = IdPageInput.extend(NotificationFilter.shape).extend({
  /** One item per group, its newest; `filter.group` unfolds it. */
  grouped: z.boolean().default(false),
})
export type ListNotificationsInput = z.output<typeof ListNotificationsInput>

/** In a list that is grouped, a line stands for its group: how many match, and how many of these are unread. */
export interface ListedNotification extends Notification {
  /** Exact up to `GROUP_COUNTED`, one more than that where there are more. */
  groupSize?: number
  groupUnread?: number
}
export type NotificationPage = Page<ListedNotification>

export const CountNotificationsInput = NotificationFilter
/** Exact up to `NOTIFICATIONS_COUNTED`. */
export interface NotificationCount {
  count: number
}

/**
 * Either the ids, or everything the filter matches (`filter: { state: ['unread'] }` is "mark all as read",
 * `filter: { group }` a whole group). `until` says when what is snoozed comes back.
 */
export const MarkInput = z
  .object({
    ids: z.array(z.uuid()).min(1).max(500).optional(),
    filter: NotificationFilter.optional(),
    as: z.enum(notificationStates),
    until: AnyMoment.optional(),
  })
  .refine((input) => (input.ids === undefined) !== (input.filter === undefined), {
    error: 'Give either ids or a filter.',
    path: ['ids'],
  })
  .refine((input) => (input.until === undefined) === (input.as !== 'snoozed'), {
    error: 'What is snoozed needs a time, and nothing else takes one.',
    path: ['until'],
  })
  .refine(({ until }) => until === undefined || isAhead(Date.parse(until) - clock.now().getTime()), {
    error: 'Give a time ahead, within a year.',
    path: ['until'],
  })
export type MarkInput = z.output<typeof MarkInput>

const isAhead = (ms: number): boolean => ms > 0 && ms <= LONGEST_SNOOZE_MS

export interface MarkResult {
  changed: number
  /** Takes the marking back with `notifications.undo`. Null where nothing changed. */
  undoToken: string | null
}

/** Pinned ones stay whatever their age, and are found with `pinned: true`. */
export const PinInput = z.object({ ids: z.array(z.uuid()).min(1).max(500), pinned: z.boolean() })
export type PinInput = z.output<typeof PinInput>
