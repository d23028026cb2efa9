import { z } from 'zod'
import type { Channel } from '../delivery/channels.ts'
import { TimeZone } from '../time-zone.ts'
import { AnyMoment, type Instant } from './page.ts'

/** The longest time that one question can be about. */
export const STATISTICS_DAYS = 92

/** `mine`: of one's own messages; of everybody's otherwise, for those who may see how the system does. */
export const NotificationStatsInput = z
  .object({
    from: AnyMoment,
    to: AnyMoment,
    mine: z.boolean().default(false),
    /** The zone whose days are counted. */
    timeZone: TimeZone.default('UTC'),
  })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'It ends before it begins.',
    path: ['to'],
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= STATISTICS_DAYS * 86_400_000, {
    error: `Ask for ${STATISTICS_DAYS} days at most.`,
    path: ['to'],
  })
export type NotificationStatsInput = z.output<typeof NotificationStatsInput>

/** Messages that people got in the app, and what became of them. */
export interface NotificationFigures {
  sent: number
  read: number
  /** Seconds from the message to its reading, of those that were read: about the middle one. Null where none was. */
  medianReadSeconds: number | null
}

export interface NotificationShare extends NotificationFigures {
  key: string
}

/** What left the house by one channel. */
export interface ChannelFigures {
  channel: Exclude<Channel, 'app'>
  sent: number
  failed: number
  /** Not needed any more: read in the app before it was due. */
  withdrawn: number
  /** Queued, held or on its way. */
  waiting: number
}

export interface NotificationStats {
  from: Instant
  to: Instant
  total: NotificationFigures
  /** `2026-11-20`; days without a message are left out. */
  byDay: NotificationShare[]
  byType: NotificationShare[]
  byCategory: NotificationShare[]
  byPriority: NotificationShare[]
  /** By what the people who got them are, or were when that hour was counted; whoever is several things counts for each. Only where all are asked for. */
  byRole: NotificationShare[]
  byChannel: ChannelFigures[]
}
