import { z } from 'zod'
import { type RoleGroup, roleGroupNames } from '../announcements/groups.ts'
import { type Locale, locales } from '../locales.ts'
import type { Priority, Tone } from '../machine/define.ts'
import { Recurrence } from '../recurrence.ts'
import { type Role, roles } from '../roles.ts'
import { plainText } from '../text.ts'
import { TimeZone } from '../time-zone.ts'
import type { PersonRef } from './cases.ts'
import { AnyMoment, IdPageInput, IdempotencyKey, type Instant, PageInput } from './page.ts'

export const announcementStates = ['draft', 'scheduled', 'sending', 'sent', 'cancelled'] as const
export type AnnouncementState = (typeof announcementStates)[number]

/** Everybody with a role, wherever he holds it; or, with a scope, those who hold it there. */
const RoleHolders = z.union([
  z.enum(roles).transform((role) => ({ role, scope: null as string | null })),
  z.object({ role: z.enum(roles), scope: plainText().max(100).nullable().default(null) }),
])

/** Whom it goes to: all of these together, each person once. */
export const AnnouncementAudience = z.object({
  people: z.array(z.uuid()).max(5_000).default([]),
  /** `'vendor'`, or `{ role: 'officer', scope: 'station:north' }`. */
  roles: z.array(RoleHolders).max(50).default([]),
  groups: z.array(z.enum(roleGroupNames)).max(20).default([]),
  /** Everybody who has a part in this case. */
  participantsOf: z.uuid().nullish(),
  everyone: z.boolean().default(false),
})
export type AnnouncementAudience = z.output<typeof AnnouncementAudience>

const title = plainText().trim().max(200)
const body = plainText().trim().max(5_000)

/** A path in the console, or another site's address. */
const isLink = (link: string): boolean => /^\/(?![/\\])\S*$|^https:\/\/[^\s/]+\S*$/i.test(link)

const tones = ['info', 'success', 'warning', 'error'] as const satisfies readonly Tone[]
const priorities = ['low', 'normal', 'high', 'critical'] as const satisfies readonly Priority[]

/** What is written so far; everything may still be missing. */
export const AnnouncementDraft = z.object({
  to: AnnouncementAudience.prefault({}),
  /** In one's own language; `texts` for several. */
  title: title.optional(),
  body: body.optional(),
  /** A reader gets his own language, or the first of these. */
  texts: z
    .array(z.object({ locale: z.enum(locales), title, body: body.default('') }))
    .max(locales.length)
    .refine((texts) => new Set(texts.map(({ locale }) => locale)).size === texts.length, {
      error: 'Each language at most once.',
    })
    .optional(),
  tone: z.enum(tones).default('info'),
  priority: z.enum(priorities).default('normal'),
  link: plainText()
    .trim()
    .max(2_000)
    .refine(isLink, { error: 'A path, or an address with https.' })
    .nullish(),
  mail: z.boolean().default(false),
  /** From then on it is not sent any more, and whoever has not read it does not get to see it. */
  expiresAt: AnyMoment.nullish(),
})
export type AnnouncementDraft = z.output<typeof AnnouncementDraft>

const isAddressed = ({ to }: AnnouncementDraft): boolean =>
  to.everyone || Boolean(to.participantsOf) || to.people.length + to.roles.length + to.groups.length > 0

const isWritten = ({ title: own, texts = [] }: AnnouncementDraft): boolean =>
  texts.length > 0 ? texts.every((text) => text.title !== '') : Boolean(own)

/** What is whole enough to be sent. */
export const AnnouncementContent = AnnouncementDraft.refine(isAddressed, {
  error: 'Say whom it goes to.',
  path: ['to'],
}).refine(isWritten, { error: 'Give it a title.', path: ['title'] })

/** Of one that is there: a draft, or one that is still to come. */
const Existing = { id: z.uuid().optional(), version: z.int().min(1).optional() }

const When = {
  at: AnyMoment,
  /** IANA name: a repeated one comes at the same time of day there. */
  timeZone: TimeZone.default('UTC'),
  recurrence: Recurrence.nullish(),
}

export const SaveAnnouncementInput = AnnouncementDraft.safeExtend({
  id: z.uuid().optional(),
  version: z.int().min(1).optional(),
  idempotencyKey: IdempotencyKey,
})
export type SaveAnnouncementInput = z.output<typeof SaveAnnouncementInput>

export const SendAnnouncementInput = AnnouncementContent.safeExtend({
  ...Existing,
  idempotencyKey: IdempotencyKey,
})
export type SendAnnouncementInput = z.output<typeof SendAnnouncementInput>

export const ScheduleAnnouncementInput = AnnouncementContent.safeExtend({
  ...When,
  ...Existing,
  idempotencyKey: IdempotencyKey,
})
export type ScheduleAnnouncementInput = z.output<typeof ScheduleAnnouncementInput>

/** Of one that has not gone out yet; when, where it is scheduled. */
export const UpdateAnnouncementInput = AnnouncementContent.safeExtend({
  id: z.uuid(),
  version: z.int().min(1),
  at: AnyMoment.optional(),
  timeZone: TimeZone.optional(),
  recurrence: Recurrence.nullish(),
})
export type UpdateAnnouncementInput = z.output<typeof UpdateAnnouncementInput>

export const OneAnnouncement = z.object({ id: z.uuid() })

export const ListAnnouncementsInput = IdPageInput.extend({
  state: z.array(z.enum(announcementStates)).min(1).max(announcementStates.length).optional(),
})
export type ListAnnouncementsInput = z.output<typeof ListAnnouncementsInput>

export const PreviewAnnouncementInput = PageInput.extend({
  to: AnnouncementAudience,
  /** How many of them would get a mail depends on it. */
  priority: z.enum(priorities).default('normal'),
  /** Part of a name. */
  search: plainText().trim().max(100).default(''),
})
export type PreviewAnnouncementInput = z.output<typeof PreviewAnnouncementInput>

export interface AnnouncementPreview {
  /** How many different people it would go to now. */
  recipients: number
  /** How many of them would get a mail, by what they have set. */
  mails: number
  languages: Record<Locale, number>
  /** Those whose names match, by name. */
  items: PersonRef[]
  nextCursor: string | null
}

export const AddressableInput = z.object({ search: plainText().trim().max(100).default('') })
export type AddressableInput = z.output<typeof AddressableInput>

export interface AnnouncementCase {
  id: string
  title: string
  workflow: string
}

/** What the composer offers. */
export interface AnnouncementChoices {
  roles: { role: Role; scope: string | null; scopeName: string | null }[]
  groups: RoleGroup[]
  everyone: boolean
  critical: boolean
}

/** The same in names. Of many people the first twenty. */
export interface AudienceView {
  people: PersonRef[]
  peopleCount: number
  roles: { role: Role; scope: string | null; scopeName: string | null }[]
  groups: RoleGroup[]
  participantsOf: { id: string; title: string } | null
  everyone: boolean
}

export interface AnnouncementText {
  locale: Locale
  title: string
  body: string
}

// Written out: programs read these types, and have no schemas.
interface KeptAudience {
  people: string[]
  roles: { role: Role; scope: string | null }[]
  groups: RoleGroup[]
  participantsOf?: string | null | undefined
  everyone: boolean
}

interface KeptRecurrence {
  every: 'day' | 'week'
  interval: number
  weekdays: number[]
  until: string
  except: string[]
}

/** Everything that is written, as it is kept. */
export interface AnnouncementWritten {
  to: KeptAudience
  /** In the order in which they were written. */
  texts: AnnouncementText[]
  tone: Tone
  priority: Priority
  link: string | null
  mail: boolean
  expiresAt: Instant | null
}

/** How far it came: exact at the moment of asking. */
export interface AnnouncementReach {
  recipients: number
  delivered: number
  read: number
}

/** One time that it went out. */
export interface AnnouncementSending {
  id: string
  /** When it was due. */
  occurrence: Instant
  at: Instant
  /** Null while people are still being told. */
  doneAt: Instant | null
  reach: AnnouncementReach
}

export interface AnnouncementItem {
  id: string
  state: AnnouncementState
  version: number
  /** In the reader's language, where it is written in that. */
  title: string
  audience: AudienceView
  tone: Tone
  priority: Priority
  author: PersonRef
  /** When it goes out next. */
  nextAt: Instant | null
  timeZone: string
  recurrence: KeptRecurrence | null
  createdAt: Instant
  /** When it went out last. */
  sentAt: Instant | null
  /** Of all its sendings together. */
  reach: AnnouncementReach
}

export interface AnnouncementView extends AnnouncementItem, AnnouncementWritten {
  startsAt: Instant | null
  /**
   * Why it was not sent: the author lost his account, may not write to these people any more, it expired, or he had sent so
   * much that an administrator dropped it.
   */
  stopped: 'author_gone' | 'not_permitted' | 'nobody' | 'expired' | 'dropped' | null
  sendings: AnnouncementSending[]
  may: { change: boolean; cancel: boolean }
}

/** What moves while one looks. */
export interface AnnouncementNews {
  state: AnnouncementState
  nextAt: Instant | null
  reach: AnnouncementReach
  sendings: AnnouncementSending[]
}

/** One as its readers see it. */
export interface AnnouncementToRead {
  id: string
  title: string
  body: string
  tone: Tone
  priority: Priority
  link: string | null
  author: PersonRef | null
  at: Instant
}
