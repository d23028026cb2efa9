import { newId } from '@belfry/shared'
import type { Field } from '@belfry/shared/machine'
import type { DraftContent } from '@belfry/shared/wire'

export type Values = Record<string, unknown>

export const emptyContent = (values: Values = {}): DraftContent => ({
  key: newId(),
  values,
  labels: {},
  children: [],
})

/**
 * Where a control's value lies in the store: `items.0.quantity` of the form itself, `children.2.file` of the third case
 * that comes along with it.
 */
export function storePath(path: string): (string | number)[] {
  const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))
  return steps[0] === 'children' ? ['children', steps[1]!, 'values', ...steps.slice(2)] : ['values', ...steps]
}

export const readSteps = (content: DraftContent, steps: readonly (string | number)[]): unknown =>
  steps.reduce<unknown>(
    (inner, step) => (inner as Record<string | number, unknown> | null | undefined)?.[step],
    content,
  )

/** What a control for text shows of a value. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.every(isBlank)) ||
  (isLine(value) && Object.values(value).every(isBlank))

const isLine = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is to be checked and sent: blanks are left out, also in lines of lists, and so are lists of nothing but blanks. */
export function filledIn(fields: readonly Field[], values: Values): Values {
  const filled = fields.flatMap((field): [string, unknown][] => {
    const value = values[field.name]
    if (isBlank(value)) return []
    if (field.kind !== 'list' || !Array.isArray(value)) return [[field.name, copy(value)]]
    return [[field.name, value.map((line) => (isLine(line) ? filledIn(field.of, line) : line))]]
  })
  return Object.fromEntries(filled)
}

/** A plain copy: what is in a store must not be handed out. */
const copy = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(copy)
    : isLine(value)
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]))
      : value

export const hasContent = (content: DraftContent): boolean =>
  !isBlank(content.values) || content.children.some(({ values }) => !isBlank(values))
