import type { ByteRange } from '@belfry/storage'

/**
 * The part of a file that a Range header asks for (RFC 9110, section 14); undefined where it asks for all of it, or for several
 * parts, or in a way nobody knows: such a header is to be ignored.
 */
export function rangeIn(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (!first && !last)) return undefined
  const range = first
    ? { start: Number(first), end: Math.min(last ? Number(last) : Infinity, size - 1) }
    : { start: Math.max(0, size - Number(last)), end: size - 1 }
  if (first && last && Number(last) < Number(first)) return undefined
  return range.start <= range.end ? range : 'unsatisfiable'
}
