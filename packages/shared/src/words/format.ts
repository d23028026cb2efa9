import { IntlMessageFormat } from 'intl-messageformat'
import type { Locale } from '../locales.ts'

export type WordValues = Record<string, string | number | Date | null | undefined>

// Parsing a message costs far more than filling it in. The code fixes the messages; values that are missing make more of them.
const KEPT = 5_000
const parsed = new Map<string, IntlMessageFormat>()

function known(key: string, make: () => IntlMessageFormat): IntlMessageFormat {
  const kept = parsed.get(key)
  if (kept) return kept
  if (parsed.size >= KEPT) parsed.clear()
  const format = make()
  parsed.set(key, format)
  return format
}

/**
 * Fills an ICU message in. Values are put in as text, never read as a message, so `{x}` in a person's name stays as
 * it is. Times are shown in `zone` (IANA name). A value that is missing is left out.
 */
export function say(locale: Locale, message: string, values: WordValues = {}, zone = 'UTC'): string {
  const make = (text: string | Parts) => new IntlMessageFormat(text, numerals(locale), formatsIn(zone))
  const key = `${locale} ${zone} ${message}`
  let format = known(key, () => make(message))
  const given = givenOf(values)
  const parts = format.getAst()
  // Without a value intl-messageformat throws, and shows an empty date as 1970.
  if (!isComplete(parts, given))
    format = known(`${key} ${Object.keys(given).join(' ')}`, () => make(without(parts, given)))
  return String(format.format(given)).replace(/\s+/g, ' ').trim()
}

/** Arabic with Western digits, as its readers in the Maghreb and most software write them. */
const numerals = (locale: Locale) => (locale === 'ar' ? 'ar-u-nu-latn' : locale)

const formatsIn = (timeZone: string) =>
  ({
    date: {
      short: { timeZone, year: '2-digit', month: 'numeric', day: 'numeric' },
      medium: { timeZone, year: 'numeric', month: 'short', day: 'numeric' },
      long: { timeZone, year: 'numeric', month: 'long', day: 'numeric' },
    },
    time: {
      short: { timeZone, hour: 'numeric', minute: '2-digit' },
      medium: { timeZone, hour: 'numeric', minute: '2-digit', second: '2-digit' },
    },
  }) as const

type Parts = ReturnType<IntlMessageFormat['getAst']>

const givenOf = (values: WordValues): WordValues =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value != null && !(value instanceof Date && Number.isNaN(value.getTime())),
    ),
  )

// In the parser's numbering the types from 1 (argument) to 6 (plural) are filled in from the values.
const isFilledIn = (part: Parts[number]) => part.type >= 1 && part.type <= 6

const isGiven = (part: Parts[number], given: WordValues): boolean =>
  !isFilledIn(part) || ('value' in part && Object.hasOwn(given, part.value))

const isComplete = (parts: Parts, given: WordValues): boolean =>
  parts.every(
    (part) =>
      isGiven(part, given) &&
      (!('options' in part) || Object.values(part.options).every(({ value }) => isComplete(value, given))),
  )

/** The message without the parts that have no value. */
function without(parts: Parts, given: WordValues): Parts {
  const kept = parts.filter((part) => isGiven(part, given))
  return kept.map((part) => {
    if (!('options' in part)) return part
    const options = Object.entries(part.options).map(([name, option]) => [
      name,
      { ...option, value: without(option.value, given) },
    ])
    return { ...part, options: Object.fromEntries(options) as never }
  })
}

/** What an ICU message says whatever its values are: each is `…`, and of choices the last one, `other`, is taken. */
export function outline(locale: Locale, message: string): string {
  const format = known(
    `${locale} UTC ${message}`,
    () => new IntlMessageFormat(message, numerals(locale), formatsIn('UTC')),
  )
  return outlineOf(format.getAst()).replace(/\s+/g, ' ').trim()
}

const outlineOf = (parts: Parts): string =>
  parts
    .map((part) => {
      if ('options' in part) return outlineOf(part.options['other']?.value ?? [])
      return 'value' in part && !isFilledIn(part) ? String(part.value) : '…'
    })
    .join('')
