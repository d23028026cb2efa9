import { v7 } from 'uuid'
import { clock } from './clock.ts'

/**
 * A new id for anything Belfry stores: a UUID of version 7, so ids made later sort later, and lists page by id alone.
 * Ids are no secrets (RFC 9562, section 8).
 */
export function newId(): string {
  const now = clock.now().getTime()
  // Without options the library keeps ids of one millisecond in order too; a moved clock must be told.
  return Math.abs(now - Date.now()) < 1_000 ? v7() : v7({ msecs: now })
}

/** Before every id made at this time (milliseconds) or later, and after all that were made earlier. */
export function idBefore(ms: number): string {
  const hex = Math.min(Math.max(Math.trunc(ms), 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** When an id of version 7 was made, in milliseconds. */
export const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
