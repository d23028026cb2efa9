import { z } from 'zod'
import {
  type Channel,
  type DigestRhythm,
  type Outcome,
  QuietHours,
  type Rhythm,
  type WhyNotVerdict,
  categories,
  channels,
  rhythmsOf,
} from '../delivery/index.ts'
import type { Category, Priority } from '../machine/define.ts'
import { TimeZone } from '../time-zone.ts'
import type { PersonRef } from './cases.ts'
import type { Instant } from './page.ts'

/** What a person chose for one category; null is Belfry's own rule, which `Preferences.defaults` says. */
export type Rhythms = Record<Channel, Rhythm | null>

export interface Preferences {
  categories: Record<Category, Rhythms>
  defaults: Record<Channel, Rhythm>
  digestHour: number
  /** Of weekly digests; 1 is Monday. */
  digestWeekday: number
  /** IANA name; null until a browser has said it, and then UTC counts. */
  timeZone: string | null
  // Written out: programs read this type, and have no schemas.
  quiet: { days: number[]; from: string; to: string }[]
  /** The quiet span that is now or next, in moments. */
  nextQuiet: { from: Instant; to: Instant } | null
  /** When the next digest of each rhythm comes that is chosen anywhere. */
  nextDigests: Partial<Record<DigestRhythm, Instant>>
  /** The newest first. */
  mutes: MutedCase[]
}

export interface MutedCase {
  caseId: string
  title: string
  workflow: string
  at: Instant
}

const choice = (channel: Channel) => z.enum(rhythmsOf[channel] as [Rhythm, ...Rhythm[]]).nullable()
const Choices = z
  .object({
    app: choice('app'),
    mail: choice('mail'),
    push: choice('push'),
    webhook: choice('webhook'),
  } satisfies Record<(typeof channels)[number], z.ZodType>)
  .partial()

/** Only what is given changes; null goes back to Belfry's own rule. */
export const SetPreferencesInput = z.object({
  categories: z.partialRecord(z.enum(categories as [Category, ...Category[]]), Choices).optional(),
  digestHour: z.int().min(0).max(23).optional(),
  digestWeekday: z.int().min(1).max(7).optional(),
  timeZone: TimeZone.optional(),
  quiet: QuietHours.optional(),
})
export type SetPreferencesInput = z.output<typeof SetPreferencesInput>

export const MuteInput = z.object({ caseId: z.uuid() })

/** What these changes would have meant. */
export const PreviewPreferencesInput = SetPreferencesInput

/** How many messages of one category would have gone which way in one channel. */
export interface PreviewLine {
  category: Category
  channel: Channel
  /** At once. */
  now: number
  /** After quiet hours. */
  quiet: number
  /** In digests. */
  digest: number
  /** Switched off or muted. */
  kept: number
}

export interface PreviewSide {
  /** Only lines in which there is something. */
  lines: PreviewLine[]
  /** How many mails the digests would have been. */
  digests: Record<DigestRhythm, number>
}

/** What a person was told in the last 30 days, under his settings and under those he thinks about. */
export interface PreferencesPreview {
  from: Instant
  to: Instant
  /** How many messages it is about; with `isCut` there were more, and these are the newest. */
  messages: number
  isCut: boolean
  asIs: PreviewSide
  asGiven: PreviewSide
}

export interface WhyChannel {
  channel: Channel
  outcome: Outcome
  /** What became of it where it was to go out; null in the app, and where it was not. */
  delivery: WhyDelivery | null
}

export interface WhyDelivery {
  id: string
  state: string
  /** The end of the quiet hours, or the digest, that it waits for. */
  dueAt: Instant | null
  sentAt: Instant | null
  error: string | null
  attempts: { at: Instant; provider: string; outcome: string | null; error: string | null }[]
}

/** Why somebody was told, back to the decision. */
export interface Why {
  event: { id: string; type: string; at: Instant; caseId: string | null }
  /** What happened, in a sentence: “Nora approved the shift”. */
  what: string
  actor: (PersonRef & { kind: 'person' | 'program' | 'system' }) | null
  /** Reason and note of the decision, where this reader may see them. */
  reason: string | null
  note: string | null
  /** How the rule names this person, in sentences: “You filed it.” */
  rule: string[]
  priority: Priority
  channels: WhyChannel[]
  /** Of the audit, for those who may read it. */
  auditId: string | null
}

export const WhyInput = z.object({ id: z.uuid() })
export const WhyNotInput = z.object({ eventId: z.uuid(), personId: z.uuid() })

export type { WhyNotVerdict }

export interface WhyNot {
  verdict: WhyNotVerdict
  /** The same in words. */
  words: string
  person: PersonRef
  event: Why['event']
  what: string
  /** Whom the rules of this event tell, in words: “the officer in charge of it”. */
  rules: string[]
  /** What was decided for each channel, where the person has the message. */
  channels: WhyChannel[]
}
