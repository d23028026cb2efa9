import { z } from 'zod'
import { plainText } from '../text.ts'
import type { Case, CaseItem } from './cases.ts'
import { AnyMoment, type Instant, PageInput } from './page.ts'

const Name = plainText().trim().min(1).max(60)
const Text = plainText().trim().min(1).max(120)

/** One, or any of several. */
const oneOrMore = <Item extends z.ZodType<string>>(item: Item) =>
  z.union([item, z.array(item).min(1).max(30)]).transform((given) => (Array.isArray(given) ? given : [given]))

/** From one moment, which is included, to another, which is not. */
const Span = z.object({ from: AnyMoment.optional(), before: AnyMoment.optional() })

/** Which cases of a list are wanted; all that is given has to hold. */
export const CaseFilter = z.object({
  state: oneOrMore(Name).optional(),
  /** Cases that are over. Left out: `no` where no state is asked for, else `any`. */
  closed: z.enum(['no', 'yes', 'any']).optional(),
  urgent: z.boolean().optional(),
  /** All that its stage needs is there. */
  ready: z.boolean().optional(),
  /** Somebody works on it now. */
  claimed: z.boolean().optional(),
  /** `station:north`, or `north` where the workflow has one kind of place. */
  scope: Text.optional(),
  /** `me`, the id of a person, or a part of a name; whose case nobody has been given is `none`. */
  assignee: Text.optional(),
  owner: Text.optional(),
  opened: Span.optional(),
  changed: Span.optional(),
  /** Values of fields: choices, yes or no (`true`, `false`), and people (`me` or an id). */
  fields: z
    .record(Name, oneOrMore(Text))
    .refine((fields) => Object.keys(fields).length <= 10)
    .optional(),
  /** Words that the title or the name of the owner contains; `"two words"` belong together. */
  search: plainText().trim().max(200).optional(),
})
export type CaseFilter = z.output<typeof CaseFilter>

export const caseSorts = ['oldest', 'newest', 'urgent', 'changed', 'title'] as const
export type CaseSort = (typeof caseSorts)[number]

const CasePage = PageInput.extend({ cursor: plainText().max(800).nullish() })

export const ListCasesInput = CasePage.extend(CaseFilter.shape).extend({
  workflow: Name.optional(),
  /**
   * `mine`: filed by me. `part`: I am named in it. `waiting`: it is my turn. `team`: filed by those whom I supervise. All but
   * `waiting` list cases that are over, too.
   */
  view: z.enum(['mine', 'part', 'waiting', 'team']).default('mine'),
  /** Newest first where left out; of those that wait, urgent ones first. */
  sort: z.enum(caseSorts).optional(),
})
export type ListCasesInput = z.output<typeof ListCasesInput>

export const QueueInput = CasePage.extend(CaseFilter.shape).extend({
  workflow: Name,
  sort: z.enum(caseSorts).default('oldest'),
})
export type QueueInput = z.output<typeof QueueInput>

export const QueueLiveInput = QueueInput.omit({ cursor: true })
export type QueueLiveInput = z.output<typeof QueueLiveInput>

/** What a live queue says: all of it first, then each change. Counting stops at 10,001. */
export type QueueEvent =
  | { kind: 'snapshot'; items: CaseItem[]; nextCursor: string | null; total: number }
  | { kind: 'put'; item: CaseItem; total: number }
  | { kind: 'drop'; caseId: string; total: number }

const MOST_DAYS = 31

/** Days of the calendar where things take place, the first and the last one included; at most 31. */
const Days = z.object({ from: z.iso.date(), to: z.iso.date() })
const areFew = ({ from, to }: z.output<typeof Days>) =>
  from <= to && (Date.parse(to) - Date.parse(from)) / 86_400_000 < MOST_DAYS
const tooMany = {
  path: ['to'],
  error: 'A calendar shows from one day to the same or a later one, 31 at most.',
}

/** Where no state is asked for, those that the workflow's calendar shows. */
export const CalendarInput = CaseFilter.extend({ workflow: Name, ...Days.shape }).refine(areFew, tooMany)
export type CalendarInput = z.output<typeof CalendarInput>

export const MyCalendarInput = Days.extend({
  /** `mine`: filed by me. `part`: I am named in it. */
  view: z.enum(['mine', 'part']).default('mine'),
}).refine(areFew, tooMany)
export type MyCalendarInput = z.output<typeof MyCalendarInput>

/** A case in a calendar: of its data only what its workflow shows there. */
export type CalendarCase = Pick<
  Case,
  | 'id'
  | 'workflow'
  | 'state'
  | 'title'
  | 'scope'
  | 'timeZone'
  | 'owner'
  | 'data'
  | 'labels'
  | 'urgentAt'
  | 'closedAt'
> & {
  /** What its scope is called. */
  place: string | null
  /** It has, or had, more dates than one. */
  recurs: boolean
}

/** One time that a case takes place. */
export interface CalendarDate {
  caseId: string
  /** On which day it begins, in the zone of the case: `2026-11-20`. */
  day: string
  startsAt: Instant
  endsAt?: Instant
}

/** What begins first comes first. */
export interface CalendarPage {
  cases: CalendarCase[]
  dates: CalendarDate[]
  /** There are others than these, at most 1,000. */
  more: boolean
}

export interface QueueCount {
  workflow: string
  open: number
  urgent: number
}

/** What a view keeps: what the address of the page says. */
export const ViewSettingsInput = z.object({
  q: plainText().max(200).optional(),
  sort: z.enum(caseSorts).optional(),
  columns: z.array(Name).max(30).optional(),
  show: z.enum(['list', 'calendar']).optional(),
})
// Not called like its schema: programs read this type, and have no zod.
export interface ViewSettings {
  q?: string | undefined
  sort?: (typeof caseSorts)[number] | undefined
  columns?: string[] | undefined
  /** A list where left out. */
  show?: 'list' | 'calendar' | undefined
}

/** A view of a queue that somebody keeps, for himself or for all who hold a role. */
export interface SavedView {
  id: string
  workflow: string
  name: string
  settings: ViewSettings
  role: string | null
  owner: { id: string; name: string }
  changedAt: Instant
  /** The reader may change it. */
  mine: boolean
}

export const ViewsInput = z.object({ workflow: Name })

export const SaveViewInput = z.object({
  /** Of the one to change; a new one where left out. */
  id: z.uuid().optional(),
  workflow: Name,
  name: Text,
  settings: ViewSettingsInput,
  /** Everybody who holds it has the view, too; for those who hold it themselves, and administrators. */
  role: Name.nullish(),
})
export type SaveViewInput = z.output<typeof SaveViewInput>
