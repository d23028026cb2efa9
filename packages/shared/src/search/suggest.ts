import { type Key, type Lexicon, type Option, findKey, mayBecome } from './lexicon.ts'
import { quoted, splitToken, takesSeveral, tokensIn, unquoted } from './parse.ts'

export interface Suggestion {
  /** What it is, in the reader's language. */
  label: string
  /** As it is written. */
  written: string
  /** The whole search once it is taken, and where one goes on writing. */
  text: string
  caret: number
}

const MOST = 8

/**
 * What may be meant by the word that is being written at `caret`: keys, or behind a colon the values of one. `known` are
 * values that the page happens to know, of people and places.
 */
export function suggest(
  text: string,
  caret: number,
  lexicon: Lexicon,
  known: Record<string, Option[]> = {},
): Suggestion[] {
  const token = tokensIn(text).find(({ from, to }) => from < caret && caret <= to)
  const from = token?.from ?? caret
  const before = token ? token.raw.slice(0, caret - token.from) : ''
  const take = (written: string, label: string, goesOn: boolean): Suggestion => {
    const rest = text.slice(token?.to ?? caret).trimStart()
    const start = text.slice(0, from) + written + (goesOn ? '' : ' ')
    return { label, written, text: start + rest, caret: start.length }
  }
  const split = splitToken(before)
  const key = split && findKey(lexicon, split.written)
  if (split && key) return valuesFor(key, split.rest, known, take).slice(0, MOST)
  if (before.includes('"')) return []
  return lexicon
    .filter((one) => before === '' || mayBecome(one.name, before) || mayBecome(one.label, before))
    .map((one) => take(`${one.name}:`, one.label, true))
}

function valuesFor(
  key: Key,
  rest: string,
  known: Record<string, Option[]>,
  take: (written: string, label: string, goesOn: boolean) => Suggestion,
): Suggestion[] {
  const parts = takesSeveral(key) ? rest.split(',') : [rest]
  const writing = unquoted(parts.at(-1)!)
  const chosen = parts.slice(0, -1)
  const given = chosen.map(unquoted)
  return [...key.options, ...(known[key.name] ?? [])]
    .filter(({ value }) => !given.includes(value))
    .filter(({ value, label }) => writing === '' || mayBecome(value, writing) || mayBecome(label, writing))
    .map(({ value, label }) => take(`${key.name}:${[...chosen, quoted(value)].join(',')}`, label, false))
}
