/**
 * JSON with the keys of every object in order, so that equal content gives equal bytes (RFC 8785: keys are compared by their
 * UTF-16 units, those that look like numbers as well). What is undefined is left out, as JSON does.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  let text = ''
  const object = value as Record<string, unknown>
  for (const key of Object.keys(object).toSorted()) {
    if (object[key] === undefined) continue
    text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonical(object[key])}`
  }
  return `{${text}}`
}
