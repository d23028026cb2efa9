import type { PersonRef } from '@belfry/shared/wire'

/** A text as pieces: what is plain, and the names that mention somebody. */
export interface Piece {
  text: string
  mention: boolean
}

const LONGEST_NAME = 40

/** What somebody types behind an @, up to the caret; null where he mentions nobody. Names have spaces in them. */
export function searchAt(text: string, caret: number, picked: readonly PersonRef[]): string | null {
  const before = text.slice(0, caret)
  const at = before.lastIndexOf('@')
  if (at < 0 || (at > 0 && !/[\s([«“"'،]/.test(before[at - 1]!))) return null
  const search = before.slice(at + 1)
  if (search.length > LONGEST_NAME || /\n|\s\s|\s\S+\s\S+\s/.test(search) || search.startsWith(' '))
    return null
  // The name is complete: whatever follows is the sentence.
  return picked.some(({ name }) => search.startsWith(name)) ? null : search
}

/** The text with the name in place of what was typed behind the @, and where the caret is then. */
export function complete(text: string, caret: number, name: string): { text: string; caret: number } {
  const at = text.slice(0, caret).lastIndexOf('@')
  const start = `${text.slice(0, at)}@${name} `
  return { text: start + text.slice(caret).replace(/^ /, ''), caret: start.length }
}

/** Those whose names the text still has. */
export const mentionedIn = (text: string, picked: readonly PersonRef[]): PersonRef[] =>
  picked.filter(({ name }) => text.includes(`@${name}`))

export function piecesOf(text: string, mentions: readonly PersonRef[]): Piece[] {
  // The longest first, so that Ana Lyst is not taken for an Ana.
  const names = mentions.map(({ name }) => `@${name}`).toSorted((a, b) => b.length - a.length)
  const pieces: Piece[] = []
  let rest = text
  while (rest) {
    const places = names.flatMap((name) => {
      const place = rest.indexOf(name)
      return place < 0 ? [] : [{ name, place }]
    })
    const next = places.toSorted((a, b) => a.place - b.place)[0]
    if (!next) return [...pieces, { text: rest, mention: false }]
    if (next.place > 0) pieces.push({ text: rest.slice(0, next.place), mention: false })
    pieces.push({ text: next.name, mention: true })
    rest = rest.slice(next.place + next.name.length)
  }
  return pieces
}
