import { z } from 'zod'
import type { FileKind } from '../files.ts'
import { Recurrence } from '../recurrence.ts'
import type { Role } from '../roles.ts'
import { plain, plainText } from '../text.ts'

/** What a field is to a person: it decides how the form asks for it and how a page shows it. */
export type FieldKind =
  | { kind: 'text'; long?: boolean }
  | { kind: 'link' }
  | { kind: 'number'; min?: number; max?: number; integer?: boolean; unit?: string }
  | { kind: 'money'; currency: string }
  | { kind: 'yesNo' }
  | { kind: 'date' }
  | { kind: 'moment' }
  | { kind: 'choice'; options: readonly string[]; only: Record<string, readonly Role[]> }
  | { kind: 'person'; role: Role | null; mine: boolean }
  | { kind: 'scope'; of: string }
  | { kind: 'file'; accept: readonly FileKind[]; maxMb: number }
  | { kind: 'recurrence'; from: string }
  | { kind: 'list'; max: number; of: Field[] }

const kinds = z.registry<FieldKind>()

/** A line of text, or a paragraph with `long`. Trimmed; `max` counts characters. */
export const text = ({
  min = 1,
  max = 200,
  long = false,
}: { min?: number; max?: number; long?: boolean } = {}) =>
  plainText().trim().min(min).max(max).register(kinds, { kind: 'text', long })

/** The address of a page, https or http. */
export const link = () =>
  z
    .url({ protocol: /^https?$/ })
    .overwrite(plain)
    .max(2000)
    .register(kinds, { kind: 'link' })

/** A figure. `unit` is shown behind it (`km`, `%`); `integer` takes whole ones only. */
export const number = (options: { min?: number; max?: number; integer?: boolean; unit?: string } = {}) => {
  const { min = -1e12, max = 1e12, integer = false } = options
  const base = integer ? z.int() : z.number()
  return base
    .min(min)
    .max(max)
    .register(kinds, { kind: 'number', ...options })
}

/** An amount in whole cents of one currency (ISO 4217). */
export const money = (currency: string) =>
  z.int().min(0).max(1e14).register(kinds, { kind: 'money', currency })

export const yesNo = () => z.boolean().register(kinds, { kind: 'yesNo' })

/** A day of the calendar, `2026-11-20`, in no zone. */
export const date = () => z.iso.date().register(kinds, { kind: 'date' })

/** A date and time with its offset, ISO 8601; shown in the zone of the case's scope. */
export const moment = () => z.iso.datetime({ offset: true }).register(kinds, { kind: 'moment' })

/** One of a few words; `only` says which roles may pick some of them. Worded in `words.options`. */
export const choice = <const Option extends string>(
  options: readonly [Option, ...Option[]],
  { only = {} }: { only?: { [K in NoInfer<Option>]?: readonly Role[] } } = {},
) =>
  z.enum(options).register(kinds, { kind: 'choice', options, only: only as Record<string, readonly Role[]> })

/**
 * One person by id, who holds the role if one is given; with `mine` only those whom the asker supervises. The person takes
 * part in the case under the field's name.
 */
export const person = (role: Role | null = null, { mine = false }: { mine?: boolean } = {}) =>
  z.uuid().register(kinds, { kind: 'person', role, mine })

/** A place with officers of its own, by its short name: `north` of kind `station` is the scope `station:north`. */
export const scopeOf = (of: string) =>
  z
    .string()
    .regex(/^[a-z0-9-]{1,60}$/)
    .register(kinds, { kind: 'scope', of })

/** An uploaded file by id; what it is is known by its content. A new one makes the next version, the old stays. */
export const file = ({ accept, maxMb = 100 }: { accept: readonly FileKind[]; maxMb?: number }) =>
  z.uuid().register(kinds, { kind: 'file', accept, maxMb })

/** How something that begins at the moment in field `from` comes again; in the zone of the case's scope. */
export const recurrence = (from: string) => Recurrence.clone().register(kinds, { kind: 'recurrence', from })

/** Some lines of the same fields, at least one. Their words are `list.field`. */
export const list = <Shape extends z.ZodRawShape>(shape: Shape, { max = 50 }: { max?: number } = {}) => {
  const line = z.object(shape)
  return z
    .array(line)
    .min(1)
    .max(max)
    .register(kinds, { kind: 'list', max, of: fieldsOf(line) })
}

/** One field as the form, the case page and other programs need to know it. */
export type Field = { name: string; required: boolean } & FieldKind

export function fieldsOf(data: z.ZodObject): Field[] {
  return Object.entries(data.shape).map(([name, schema]) => {
    const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
    const kind = kinds.get(inner as z.ZodType)
    if (!kind) throw new Error(`The field ${name} is not made by a helper of machine/fields.ts.`)
    return { name, required: !(schema instanceof z.ZodOptional), ...kind }
  })
}
