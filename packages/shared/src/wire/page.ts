import { z } from 'zod'
import { plainText } from '../text.ts'

/** Times on the wire are ISO 8601 strings in UTC: `2026-11-20T08:30:00.000Z`. */
export type Instant = string

/** Every list is asked for like this; the cursor comes from the page before and means nothing to the caller. */
/** A moment to look for. Postgres knows no year 0, and no search needs it. */
export const AnyMoment = z.iso
  .datetime({ offset: true })
  .refine((value) => value >= '0002', { error: 'Too long ago.' })

export const PageInput = z.object({
  cursor: plainText().max(200).nullish(),
  limit: z.int().min(1).max(200).default(50),
})
export type PageInput = z.output<typeof PageInput>

/** A list in the order of its ids: the cursor is the last id of the page before. */
export const IdPageInput = PageInput.extend({ cursor: z.uuid().nullish() })
export type IdPageInput = z.output<typeof IdPageInput>

export interface Page<Item> {
  items: Item[]
  /** Null on the last page. */
  nextCursor: string | null
}

export const IdempotencyKey = plainText().min(1).max(200).optional()
