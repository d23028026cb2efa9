/** Longer subjects are cut off by mail programs anyway, and RFC 5322 ends a line after 998 bytes. */
const SUBJECT_LIMIT = 150
const PREHEADER_LIMIT = 120

// Control characters, with which a header could be forged, and marks that turn the direction of the text around them.
// oxlint-disable-next-line no-control-regex
const unwanted = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g

/** What a person wrote, fit to be shown; line breaks stay. */
export const clean = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, '\n')
    .replace(unwanted, ' ')
    .trim()

export const oneLine = (text: string): string => clean(text).replace(/\s+/g, ' ')

export const subjectOf = (title: string): string => cut(oneLine(title), SUBJECT_LIMIT)

export const preheaderOf = (body: string): string => cut(oneLine(body), PREHEADER_LIMIT)

export const linesOf = (body: string): string[] =>
  clean(body)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** Marks can be heaped on one letter without end; no script needs so many. */
const MOST_UNITS = 8

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** At most `limit` characters as readers count them: a letter keeps its accents, a flag both its halves. */
function cut(text: string, limit: number): string {
  let count = 0
  let end = 0
  for (const { index, segment } of characters.segment(text)) {
    const after = index + segment.length
    count += 1
    if (count > limit || after > limit * MOST_UNITS) return `${text.slice(0, end || limit)}…`
    if (count < limit) end = after
  }
  return text
}
