import { z } from 'zod'
import { type SuppressionReason, plainAddress, suppressionReasons } from '../mail/states.ts'
import { plainText } from '../text.ts'
import type { PersonRef } from './cases.ts'
import { type Instant, PageInput } from './page.ts'

/** An address that gets no mail. */
export interface Suppression {
  /** In small letters. */
  address: string
  reason: SuppressionReason
  since: Instant
  /** Why, where a person did it. */
  note: string | null
  by: PersonRef | null
  /** Whose address it is. */
  person: PersonRef | null
  /** The mail that it came of. */
  deliveryId: string | null
}

export const ListSuppressionsInput = PageInput.extend({
  /** Any part of the address. */
  search: plainText().trim().max(100).optional(),
  reason: z.enum(suppressionReasons).optional(),
})
export type ListSuppressionsInput = z.output<typeof ListSuppressionsInput>

const address = plainText()
  .max(320)
  .regex(/^\s*[^\s@<>]+@[^\s@<>]+\s*$/, { error: 'An e-mail address.' })
  .transform(plainAddress)
const why = plainText().trim().min(1).max(500)

export const SuppressInput = z.object({ address, reason: why })
export type SuppressInput = z.output<typeof SuppressInput>

export const UnsuppressInput = z.object({ address, reason: why })
export type UnsuppressInput = z.output<typeof UnsuppressInput>

export interface SuppressResult {
  /** False where it was on the list already. */
  changed: boolean
}
