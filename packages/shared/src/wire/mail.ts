import { z } from 'zod'
import { type Locale, locales } from '../locales.ts'
import { type DeliveryState, type FeedbackKind, deliveryStates } from '../mail/states.ts'
import { plainText } from '../text.ts'
import { TimeZone } from '../time-zone.ts'
import { AnyMoment, type Instant, PageInput } from './page.ts'
import { STATISTICS_DAYS } from './statistics.ts'

export type { DeliveryState }

export interface Delivery {
  id: string
  eventId: string
  /** The message that it is about. */
  type: string | null
  to: { id: string; name: string; email: string }
  state: DeliveryState
  provider: string | null
  /** How often a provider was asked to take it. */
  attempts: number
  error: string | null
  createdAt: Instant
  sentAt: Instant | null
  /** When it is tried next. */
  nextAt: Instant | null
  changedAt: Instant | null
}

/** One time that a provider was asked to take a mail. */
export interface DeliveryAttempt {
  attempt: number
  provider: string
  startedAt: Instant
  finishedAt: Instant | null
  /** Null while nobody knows. */
  outcome: 'sent' | 'refused' | 'failed' | 'unclear' | null
  code: string | null
  /** The provider's words. */
  response: string | null
  error: string | null
}

/** What a provider said of a mail after it had taken it. */
export interface DeliveryNews {
  id: string
  kind: FeedbackKind
  hard: boolean | null
  provider: string
  at: Instant
  detail: string | null
}

/** A mail with all that happened to it. */
export interface DeliveryStory extends Delivery {
  messageId: string | null
  /** The provider's own name for it. */
  providerId: string | null
  /** The mail that it went out with, where that was a digest. */
  digestId: string | null
  isRetryable: boolean
  history: DeliveryAttempt[]
  news: DeliveryNews[]
}

const ProviderName = plainText().min(1).max(40)

const filter = {
  states: z.array(z.enum(deliveryStates)).max(deliveryStates.length).optional(),
  provider: ProviderName.optional(),
  type: plainText().min(1).max(100).optional(),
  personId: z.uuid().optional(),
  from: AnyMoment.optional(),
  to: AnyMoment.optional(),
}
export const DeliveriesFilter = z.object(filter)
export type DeliveriesFilter = z.output<typeof DeliveriesFilter>

export const DeliveriesInput = PageInput.extend(filter)
export type DeliveriesInput = z.output<typeof DeliveriesInput>

/** The most that one call has tried again; the rest by another call. */
export const RETRIED_AT_ONCE = 1_000

/** Single mails, or all that match: of each those that can be tried again. */
export const RetryInput = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(RETRIED_AT_ONCE) }),
  z.object({ filter: DeliveriesFilter }),
])
export type RetryInput = z.output<typeof RetryInput>

export const MailStatsInput = z
  .object({ from: AnyMoment, to: AnyMoment, timeZone: TimeZone.default('UTC') })
  .refine(({ from, to }) => Date.parse(from) < Date.parse(to), {
    error: 'It ends before it begins.',
    path: ['to'],
  })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) <= STATISTICS_DAYS * 86_400_000, {
    error: `Ask for ${STATISTICS_DAYS} days at most.`,
    path: ['to'],
  })
export type MailStatsInput = z.output<typeof MailStatsInput>

/** What became of mails, by the state that they are in. Digests count once for each message in them. */
export interface MailFigures {
  all: number
  /** Taken by a provider, whatever it said afterwards. */
  sent: number
  delivered: number
  bounced: number
  complained: number
  failed: number
  suppressed: number
  unclear: number
  withdrawn: number
  /** Held, queued or on its way. */
  waiting: number
}

export const noMails: MailFigures = {
  all: 0,
  sent: 0,
  delivered: 0,
  bounced: 0,
  complained: 0,
  failed: 0,
  suppressed: 0,
  unclear: 0,
  withdrawn: 0,
  waiting: 0,
}

export interface MailShare extends MailFigures {
  key: string
}

export interface MailStats {
  from: Instant
  to: Instant
  total: MailFigures
  /** `2026-11-20`; days without a mail are left out. */
  byDay: MailShare[]
  byProvider: MailShare[]
  byType: MailShare[]
}

export interface MailProviderView {
  name: string
  kind: 'mailbox' | 'smtp' | 'ses' | 'sendgrid'
  /** In which it is asked; null where the settings do not name it any more. */
  position: number | null
  state: 'healthy' | 'resting'
  /** While it rests: null until somebody resumes it. */
  restUntil: Instant | null
  perSecond: number | null
  perDay: number | null
  /** Places of today's quota that are taken, where it has one. */
  usedToday: number
  lastError: string | null
  lastErrorAt: Instant | null
  changedAt: Instant
}

export const ProviderInput = z.object({ name: ProviderName, reason: plainText().trim().max(500).optional() })
export type ProviderInput = z.output<typeof ProviderInput>

/** Said when mails or their providers have changed, at most twice a second; `mail` has nothing else to follow. */
export interface MailNews {
  at: Instant
}

/** A mail in the development mailbox; none of them left the machine. */
export interface MailboxItem {
  id: string
  to: string
  subject: string
  at: Instant
}

export interface MailboxMail extends MailboxItem {
  from: string
  messageId: string
  html: string
  text: string
}

export const MailboxInput = PageInput.extend({ search: plainText().trim().max(100).optional() })
export type MailboxInput = z.output<typeof MailboxInput>

/** One sample of a template: of those that carry many kinds of message, which. */
export const SampleInput = z.object({
  template: plainText().min(1).max(40),
  type: plainText().min(1).max(120),
  locale: z.enum(locales),
})
export type SampleInput = z.output<typeof SampleInput>

/** To oneself; by the provider of that name, or by the first that is able. */
export const SendTestInput = SampleInput.extend({ provider: ProviderName.optional() })
export type SendTestInput = z.output<typeof SendTestInput>

export interface MailTemplate {
  template: string
  languages: readonly Locale[]
  /** What it can be looked at with. */
  types: MailSampleType[]
}

export interface MailSampleType {
  type: string
  /** What it is about, where a template carries many kinds of message; in the reader's language. */
  group: string | null
  /** In the reader's language. */
  subject: string
}

/** A sample as it would go out. `html` is the whole source. */
export interface MailPreview {
  subject: string
  html: string
  text: string
}
