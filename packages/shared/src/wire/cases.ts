import { z } from 'zod'
import type { Refusal } from '../machine/decide.ts'
import type { Tone } from '../machine/define.ts'
import { plain, plainText } from '../text.ts'
import { IdempotencyKey, type Instant } from './page.ts'

export interface PersonRef {
  id: string
  name: string
}

/** An action of a case for the person who asks: possible, or why not, in that person's language. */
export interface ActionView {
  name: string
  allowed: boolean
  whyNot: string | null
  /** The same for programs. */
  why: Refusal['why'] | null
  /** The fields that it asks this person for; those with a `?` may be left out. */
  asks: readonly string[]
  /** Of an action that takes several people: how many it takes, and who has approved so far. */
  approvals: { needed: number; by: PersonRef[] } | null
}

/** A case that another one hangs on, as far as a line needs it. */
export interface ParentRef {
  id: string
  workflow: string
  /** Empty for whoever may not see it. */
  title: string
  /** Where it hangs there. */
  slot: string
}

export interface Case {
  id: string
  workflow: string
  state: string
  /** Grows by one with every change; send it back to be told when somebody was faster. */
  version: number
  title: string
  stage: string | null
  data: Record<string, unknown>
  scope: string | null
  /** The IANA zone of its scope, in which its times are meant. */
  timeZone: string
  parent: ParentRef | null
  owner: PersonRef
  assignee: PersonRef | null
  /** Who works on it now: a soft lock, which lapses when that person goes away. */
  claimedBy: PersonRef | null
  claimedAt: Instant | null
  /** It is the reader's turn: he may work on it. */
  mayClaim: boolean
  /** The reader is one of those who decide on it: he may give it to people, and sees who looks at it. */
  mayAssign: boolean
  openedAt: Instant
  changedAt: Instant
  urgentAt: Instant | null
  /** When all that its stage needs was there. */
  readyAt: Instant | null
  closedAt: Instant | null
  /** Names of the people and scopes that `data` names by id: `{ driver: 'Dana Driver', station: 'Station North' }`. */
  labels: Record<string, string>
  actions: ActionView[]
}

/** What hangs on a case in one slot, oldest first; at most 200. */
export interface SlotView {
  slot: string
  workflow: string
  /** The case's stage needs one that fulfils it; and there is one. */
  needed: boolean
  fulfilled: boolean
  /** The reader may add one now. */
  mayOpen: boolean
  cases: Case[]
}

/** Figures of the cases in a slot taken together, by number field: of how many, and least, mean and most. */
export interface SummaryView {
  slot: string
  fields: { field: string; count: number; min: number; mean: number; max: number }[]
}

/** A line of a queue or a list of cases. */
export type CaseItem = Case

/** One step of a case's history, oldest first. */
export interface HistoryEntry {
  id: string
  at: Instant
  /** `shift.submit`, `shift.approve`, `case.comment` … */
  type: string
  actor: PersonRef | null
  /** The sentence for the timeline, in the reader's language. */
  text: string
  from: string | null
  to: string | null
  tone: Tone
  reason: string | null
  note: string | null
  /** Who is mentioned in the note, as `@Name`. */
  mentions: PersonRef[]
  /** What changed, field by field, as the reader may see it: ids of people and places by name. */
  changes: FieldChange[]
}

export interface FieldChange {
  field: string
  before: unknown
  after: unknown
}

export interface Participant {
  person: PersonRef
  /** `owner`, or the field that names the person. */
  part: string
}

/** Forms are flat or nearly so; whatever walks their data must not be led down a hundred thousand levels. */
const DEEPEST = 8

const isPlain = (value: unknown, depth = 0): boolean => {
  if (typeof value !== 'object' || value === null)
    return typeof value !== 'bigint' && typeof value !== 'symbol'
  const isPlainObject = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype
  return isPlainObject && depth < DEEPEST && Object.values(value).every((inner) => isPlain(inner, depth + 1))
}

/** The same with every text as Postgres can keep it; see `plainText`. */
const withPlainText = (value: unknown): unknown => {
  if (typeof value === 'string') return plain(value)
  if (Array.isArray(value)) return value.map(withPlainText)
  return typeof value === 'object' && value !== null ? formOf(value) : value
}
const formOf = (data: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [plain(name), withPlainText(value)]))

const FormData = z
  .record(z.string().max(60), z.unknown())
  .refine((data) => isPlain(data), { error: 'This is not plain JSON, or nested too deeply.', abort: true })
  .overwrite(formOf)

export const SubmitInput = z.object({
  workflow: z.string().max(60),
  data: FormData,
  /** The case that it hangs on, and where; its workflow is the slot's. */
  parentId: z.uuid().optional(),
  slot: plainText().max(60).optional(),
  /** Child cases that are opened along with it, by slot. */
  children: z
    .array(z.object({ slot: plainText().max(60), data: FormData }))
    .max(50)
    .optional(),
  idempotencyKey: IdempotencyKey,
})
export type SubmitInput = z.output<typeof SubmitInput>

/** Which form a draft is of: that of a new case, or of one that is to hang in a slot of another. */
export const DraftForm = z.object({
  workflow: plainText().max(60),
  parentId: z.uuid().optional(),
  slot: plainText().max(60).optional(),
})
export type DraftForm = z.output<typeof DraftForm>

/** Characters of a draft as JSON. */
const LONGEST_DRAFT = 200_000

const Labels = z.record(plainText().max(200), plainText().max(300))

/** A form as far as it was filled in: nothing of it has been checked. */
export const DraftContentInput = z
  .object({
    /** The idempotency key that it will be sent with. */
    key: plainText().min(1).max(200),
    values: FormData,
    /** The names of the people and places that were picked. */
    labels: Labels,
    children: z
      .array(z.object({ slot: plainText().max(60), values: FormData, labels: Labels }))
      .max(50)
      .default([]),
  })
  .refine((content) => JSON.stringify(content).length <= LONGEST_DRAFT, {
    error: 'This draft is too long.',
  })
// Not derived, and not called like its schema: programs read this type, and have no zod.
export type DraftContent = {
  key: string
  values: Record<string, unknown>
  labels: Record<string, string>
  children: { slot: string; values: Record<string, unknown>; labels: Record<string, string> }[]
}

/** `rev` is the last one seen; 0 where there was no draft. */
export const SaveDraftInput = DraftForm.extend({ rev: z.int32().min(0), content: DraftContentInput })
export type SaveDraftInput = z.output<typeof SaveDraftInput>

export interface Draft {
  rev: number
  savedAt: Instant
  content: DraftContent
}

/** A line in the list of one's drafts. */
export interface DraftItem {
  workflow: string
  parent: ParentRef | null
  /** What the case would be called; empty while too little is filled in. */
  title: string
  savedAt: Instant
}

const Note = plainText().trim().max(4000)

export const ActInput = z.object({
  caseId: z.uuid(),
  action: plainText().max(60),
  version: z.int().positive().optional(),
  reason: plainText().max(60).optional(),
  note: Note.optional(),
  /** What the action asks for. */
  data: FormData.optional(),
  /** Though somebody else works on the case (`claimed`). */
  anyway: z.boolean().optional(),
  idempotencyKey: IdempotencyKey,
})
export type ActInput = z.output<typeof ActInput>

/** Fields of a case that its workflow lets people change without moving it on. */
export const UpdateInput = ActInput.omit({ action: true, reason: true }).extend({
  data: FormData.refine((data) => Object.keys(data).length > 0, { error: 'Give at least one field.' }),
})
export type UpdateInput = z.output<typeof UpdateInput>

export const CommentInput = z.object({
  caseId: z.uuid(),
  text: Note.min(1),
  /** People who are to hear of it by name: those who may see the case. The text calls them `@Name`. */
  mentions: z.array(z.uuid()).max(20).optional(),
  idempotencyKey: IdempotencyKey,
})
export type CommentInput = z.output<typeof CommentInput>

/** What a live case says: all of it at first and after every change. */
export interface CaseEvent {
  case: Case
  history: HistoryEntry[]
  slots: SlotView[]
  summary: SummaryView | null
}
