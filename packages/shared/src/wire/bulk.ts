import { z } from 'zod'
import type { ErrorCode } from '../error-codes.ts'
import { plainText } from '../text.ts'
import { ActInput, type PersonRef } from './cases.ts'
import { IdPageInput, IdempotencyKey, type Instant, type Page } from './page.ts'
import { CaseFilter } from './queues.ts'

const Name = plainText().trim().min(1).max(60)

/** What is done to each of the cases: an action of their workflow that may be taken in bulk, giving them to somebody, or a reminder. */
export const BulkDeed = z.discriminatedUnion('kind', [
  ActInput.pick({ action: true, reason: true, note: true, data: true, anyway: true }).extend({
    kind: z.literal('act'),
  }),
  /** Nobody, for null: they are back for everybody. */
  z.object({ kind: z.literal('assign'), personId: z.uuid().nullable() }),
  /** Those hear of it who are awaited: whoever has the case, else all who may take it on, else whoever filed it. */
  ActInput.pick({ note: true }).extend({ kind: z.literal('remind') }),
])
export type BulkDeed = z.output<typeof BulkDeed>
/** The same in answers, written out: other programs get the types of these without those of schemas. */
export type RunDeed =
  | {
      kind: 'act'
      action: string
      reason?: string | undefined
      note?: string | undefined
      data?: Record<string, unknown> | undefined
      anyway?: boolean | undefined
    }
  | { kind: 'assign'; personId: string | null }
  | { kind: 'remind'; note?: string | undefined }

/** The most cases of one run. */
export const BULK_LIMIT = 50_000
const PICKED = 5_000

/** These cases of the queue; or all of it that the filter matches. */
const Picked = z.object({
  workflow: Name,
  ids: z.array(z.uuid()).min(1).max(PICKED).optional(),
  filter: CaseFilter.optional(),
})
const Selected = Picked.extend({ deed: BulkDeed })
const isOneOf = ({ ids, filter }: { ids?: unknown; filter?: unknown }): boolean =>
  (ids === undefined) !== (filter === undefined)
const oneOf = { path: ['ids'], error: 'Give either ids or a filter.' }

/** Whose documents are wanted as one zip: at most a thousand, and 2 GB. */
export const DocumentArchiveInput = Picked.refine(isOneOf, oneOf)
export type DocumentArchiveInput = z.output<typeof DocumentArchiveInput>

export const BulkPreviewInput = Selected.refine(isOneOf, oneOf)
export type BulkPreviewInput = z.output<typeof BulkPreviewInput>

/** One group of a preview, page by page; `group` is its key, the cursor the last case of the page before. */
export const BulkPreviewItemsInput = Selected.extend(IdPageInput.shape)
  .extend({ group: plainText().max(600) })
  .refine(isOneOf, oneOf)
export type BulkPreviewItemsInput = z.output<typeof BulkPreviewItemsInput>

export const BulkStartInput = Selected.extend({
  /** How many cases the preview counted; where there are others by now, nothing begins (`selection_changed`). */
  expected: z.int().positive(),
  idempotencyKey: IdempotencyKey,
}).refine(isOneOf, oneOf)
export type BulkStartInput = z.output<typeof BulkStartInput>

/** `will`: it will be done. `there`: it is so already. Or the code of the error that refuses it. */
export type BulkOutcome = 'will' | 'there' | ErrorCode

/** One case of a preview: what it is now, and what it would be; nothing where nothing would happen. */
export interface BulkPreviewItem {
  caseId: string
  title: string
  owner: PersonRef
  /** States, or names of people, in the reader's words. */
  before: string
  after: string | null
}

/** Cases of a preview that end in the same way. */
export interface BulkGroup {
  key: string
  outcome: BulkOutcome
  /** Why not, in the reader's words; null where it will be done. */
  text: string | null
  count: number
  /** The first of them. */
  examples: BulkPreviewItem[]
}

export interface BulkPreview {
  total: number
  groups: BulkGroup[]
  /** People who will be told, each once. */
  told: number
  /** Whether it can be undone as a whole afterwards. */
  undoable: boolean
}

export const bulkStates = ['running', 'done', 'cancelled', 'undoing', 'undone'] as const
export type BulkState = (typeof bulkStates)[number]
export const bulkItemStates = [
  'waiting',
  'done',
  'there',
  'refused',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const
export type BulkItemState = (typeof bulkItemStates)[number]

export interface BulkRun {
  id: string
  by: PersonRef
  workflow: string
  deed: RunDeed
  /** To whom cases are given, where that is what the run does. */
  assignee: string | null
  state: BulkState
  total: number
  /** Its cases by state; states without cases are left out. */
  counts: Partial<Record<BulkItemState, number>>
  startedAt: Instant
  finishedAt: Instant | null
  undoneAt: Instant | null
  /** People are told from then on; until then undoing costs nothing. */
  tellsAt: Instant | null
  mayCancel: boolean
  mayRetry: boolean
  mayUndo: boolean
}

export const BulkRunInput = z.object({ runId: z.uuid() })

export const BulkItemsInput = z.object({
  runId: z.uuid(),
  state: z.enum(bulkItemStates).optional(),
  /** The place of the last item of the page before. */
  cursor: z.int().min(0).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type BulkItemsInput = z.output<typeof BulkItemsInput>

export interface BulkItem {
  place: number
  caseId: string
  title: string
  owner: PersonRef
  state: BulkItemState
  /** Why it was refused or failed, or could not be undone: the error's code, and its sentence. */
  code: string | null
  message: string | null
}
export interface BulkItems {
  items: BulkItem[]
  nextCursor: number | null
}
export type BulkRuns = Page<BulkRun>

/** Results as a file of comma-separated values. */
export interface BulkCsv {
  name: string
  text: string
}
