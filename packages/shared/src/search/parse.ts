import { type Key, type Lexicon, findKey, findOption } from './lexicon.ts'

/** `state:pending,approved`: of one key one of some values. Names and values are those of the workflow, in no language. */
export interface Term {
  key: string
  values: string[]
}

export interface Query {
  /** One for each key. */
  terms: Term[]
  /** What the title or the owner's name has to contain. */
  texts: string[]
  /** Terms whose value means nothing, as they were written. */
  unknown: string[]
}

export interface Token {
  /** As it was written, quotes included, and from where to where. */
  raw: string
  from: number
  to: number
}

/** The parts of a search between spaces; a quote that is not closed goes on to the end. */
export const tokensIn = (text: string): Token[] =>
  [...text.matchAll(/(?:"[^"]*(?:"|$)|[^\s"])+/g)].map(({ 0: raw, index }) => ({
    raw,
    from: index,
    to: index + raw.length,
  }))

export const unquoted = (text: string): string => text.replaceAll('"', '').trim()

/** What stands before the colon and behind it, where a token has a key. */
export function splitToken(raw: string): { written: string; rest: string } | null {
  const colon = raw.indexOf(':')
  if (colon <= 0 || raw.lastIndexOf('"', colon) >= 0) return null
  return { written: raw.slice(0, colon), rest: raw.slice(colon + 1) }
}

/** The values behind a colon, which commas part. */
const valuesIn = (rest: string): string[] =>
  [...rest.matchAll(/(?:"[^"]*(?:"|$)|[^,"])+/g)].map(([value]) => unquoted(value)).filter(Boolean)

/**
 * Reads a search like `state:pending owner:vera opened:>2026-10-01 "exact words"`. Keys and values may be written by their
 * names or in the reader's language. What has no known key before its colon is text.
 */
export function parseQuery(text: string, lexicon: Lexicon): Query {
  const query: Query = { terms: [], texts: [], unknown: [] }
  for (const { raw } of tokensIn(text)) {
    const split = splitToken(raw)
    const key = split && findKey(lexicon, split.written)
    if (!split || !key) {
      const word = unquoted(raw)
      if (word) query.texts.push(word)
      continue
    }
    const values = valuesIn(split.rest)
    if (values.length === 0) continue // still being written
    const read = values.map((value) => readValue(key, value))
    if (read.includes(null)) query.unknown.push(raw)
    else addTerm(query, key, read as string[])
  }
  return query
}

function addTerm(query: Query, key: Key, values: string[]): void {
  const before = query.terms.find((term) => term.key === key.name)
  if (!before)
    query.terms.push({ key: key.name, values: takesSeveral(key) ? [...new Set(values)] : [values.at(-1)!] })
  else before.values = takesSeveral(key) ? [...new Set([...before.values, ...values])] : [values.at(-1)!]
}

/** Of states and options any of several may be asked for; a person, a place and a time are one. */
export const takesSeveral = (key: Key): boolean =>
  key.kind === 'choice' && (key.isField || key.name === 'state')

function readValue(key: Key, written: string): string | null {
  const option = findOption(key, written)
  if (option) return option.value
  if (key.kind === 'choice') return null
  if (key.kind === 'date') return isDates(written) ? written : null
  // The address of a page names its thing, too.
  if (key.kind === 'id') return anId.exec(written)?.[0].toLowerCase() ?? null
  return written
}

const anId = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i

const day = String.raw`(?:\d{4}-\d\d-\d\d|-\d{1,4}d|today|yesterday)`
const dates = new RegExp(String.raw`^(?:(?:>=?|<=?)?${day}|${day}\.\.${day})$`)

const isDates = (written: string): boolean =>
  dates.test(written) &&
  [...written.matchAll(/\d{4}-\d\d-\d\d/g)].every(([date]) => {
    const parsed = new Date(`${date}T00:00:00Z`)
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date)
  })

/** The search as text again, which reads as the same; in the names of the workflow, so that it holds in every language. */
export const formatQuery = ({ terms, texts }: Pick<Query, 'terms' | 'texts'>): string =>
  [
    ...terms.map(({ key, values }) => `${key}:${values.map(quoted).join(',')}`),
    ...texts.map((text) => (/[\s:]/.test(text) ? `"${text}"` : text)),
  ].join(' ')

export const quoted = (value: string): string => (/[\s,]/.test(value) ? `"${value}"` : value)

/** The same search with other values of one key; with none it is not asked for any more. */
export function withTerm(query: Query, key: string, values: readonly string[]): Query {
  const rest = query.terms.filter((term) => term.key !== key)
  const at = query.terms.findIndex((term) => term.key === key)
  const term = values.length > 0 ? [{ key, values: [...values] }] : []
  return { ...query, terms: at < 0 ? [...rest, ...term] : [...rest.slice(0, at), ...term, ...rest.slice(at)] }
}
