/**
 * JSON with the keys of every object in order, so that equal content gives equal bytes (RFC 8785: keys are compared by their
 * UTF-16 units, those that look like numbers as well). What is undefined is left out, as JSON does.
 */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const object = value as Record<string, unknown>
  let text = ''
  for (const key of inOrder(Object.keys(object)))
    if (object[key] !== undefined) text += `${text ? ',' : ''}${quoted(key)}:${canonical(object[key])}`
  return `{${text}}`
}

/** The values of an object as they stand in it, in the order of their keys. */
export function partsOf(object: Record<string, unknown>): Map<string, string> {
  const parts = new Map<string, string>()
  for (const key of inOrder(Object.keys(object)))
    if (object[key] !== undefined) parts.set(key, canonical(object[key]))
  return parts
}

export function joined(parts: Map<string, string>): string {
  let text = ''
  for (const [key, part] of parts) text += `${text ? ',' : ''}${quoted(key)}:${part}`
  return `{${text}}`
}

/** What was read from an export has its keys in order already. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at++) if (keys[at]! < keys[at - 1]!) return keys.toSorted()
  return keys
}

const KEPT = 500
const names = new Map<string, string>()

function quoted(key: string): string {
  let text = names.get(key)
  if (text === undefined) {
    text = JSON.stringify(key)
    if (names.size < KEPT) names.set(key, text)
  }
  return text
}
