import { z } from 'zod'

/**
 * Any text from outside, as Postgres can keep it: without NUL, which neither `text` nor `jsonb` takes, and without halves
 * of surrogate pairs, which `jsonb` refuses.
 */
export const plainText = () => z.string().overwrite(plain)

export const plain = (value: string): string => value.replaceAll('\0', '').toWellFormed()
