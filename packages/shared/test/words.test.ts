import { locales } from '@belfry/shared'
import { type Workflow, fieldsOf } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { outline, say } from '@belfry/shared/words/format'
import { workflows } from '@belfry/shared/workflows'
import fc from 'fast-check'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'

test('a value is text, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const actor = `x${name}{x} {n, plural, one {a} other {b}} <b>&amp;</b> '{'x`
      expect(say('en', '{actor} commented', { actor })).toBe(`${actor} commented`.replace(/\s+/g, ' ').trim())
    }),
    { seed: 20261120, numRuns: 300 },
  )
})

test('a number takes the plural of its language', () => {
  const tooMany = (locale: 'en' | 'fr' | 'ar', seconds: number) =>
    say(locale, words[locale].errors.too_many_requests, { seconds })

  expect(tooMany('en', 1)).toBe('Too many requests. Try again in 1 second.')
  expect(tooMany('en', 2)).toBe('Too many requests. Try again in 2 seconds.')
  expect(tooMany('fr', 0)).toBe('Trop de requêtes. Réessayez dans 0 seconde.')
  expect(tooMany('ar', 1)).toContain('ثانية واحدة')
  expect(tooMany('ar', 2)).toContain('ثانيتين')
  expect(tooMany('ar', 3)).toContain('3 ثوانٍ')
  expect(tooMany('ar', 11)).toContain('11 ثانية')
})

test('a time is shown in its zone, on the night the clocks change too', () => {
  const at = (when: string, zone?: string) =>
    say('en', '{when, date, medium}, {when, time, short}', { when: new Date(when) }, zone)

  expect(at('2026-03-29T00:30:00Z')).toBe('Mar 29, 2026, 12:30 AM')
  expect(at('2026-03-29T00:30:00Z', 'Europe/Paris')).toBe('Mar 29, 2026, 1:30 AM')
  expect(at('2026-03-29T01:30:00Z', 'Europe/Paris')).toBe('Mar 29, 2026, 3:30 AM')
  expect(at('2026-03-29T01:30:00Z', 'Asia/Kolkata')).toBe('Mar 29, 2026, 7:00 AM')
  expect(at('2026-12-31T23:30:00Z', 'Europe/Paris')).toBe('Jan 1, 2027, 12:30 AM')
})

test('the outline of a message is what it says of every case', () => {
  expect(outline('en', 'Shift for {vehicle} on {day, date, medium} approved')).toBe(
    'Shift for … on … approved',
  )
  expect(outline('fr', 'Alerte : {value, number} {n, plural, one {# fois} other {# fois par {span}}}')).toBe(
    'Alerte : … … fois par …',
  )
  expect(outline('en', '{how, select, self {taken} other {given by {actor}}}')).toBe('given by …')
  expect(outline('ar', "‏'{'حرفياً'}'")).toBe('‏{حرفياً}')
})

test('Arabic has Western digits', () => {
  const text = say('ar', '{when, date, long} {n, number}', { when: new Date(0), n: 1234 })

  expect(text).toMatch(/1970/)
  expect(text).toMatch(/1,?234/)
})

test('what is missing is left out: no error, no "undefined", no 1970', () => {
  const message =
    'From {startsAt, date, medium} {startsAt, time, short} by {actor}, {n, plural, one {# x} other {# y {z}}}.'

  expect(say('en', message)).toBe('From by , .')
  expect(say('en', message, { startsAt: null, actor: undefined, n: 2 })).toBe('From by , 2 y .')
  expect(say('en', message, { startsAt: new Date('no date'), actor: 'Ada', n: 1 })).toBe('From by Ada, 1 x.')
  expect(say('en', '{constructor} {toString}')).toBe('')
})

type Texts = Record<string, string>

/** Every text in an object of words, by its path. */
function textsOf(value: object, path = ''): Texts {
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]: [string, unknown]) =>
      typeof inner === 'string' ? { [path + key]: inner } : textsOf(inner as object, `${path}${key}.`),
    ),
  ) as Texts
}

type Parts = ReturnType<IntlMessageFormat['getAst']>

/** `actor`, `startsAt:date`, `n:plural` …: what a message is filled in with. */
function placeholders(parts: Parts): string[] {
  const kinds: Record<number, string> = {
    1: '',
    2: ':number',
    3: ':date',
    4: ':time',
    5: ':select',
    6: ':plural',
  }
  const found = parts.flatMap((part) => [
    ...(part.type in kinds && 'value' in part ? [`${part.value}${kinds[part.type]}`] : []),
    ...('options' in part ? Object.values(part.options).flatMap(({ value }) => placeholders(value)) : []),
  ])
  return [...new Set(found)].toSorted()
}

const plausible = {
  date: new Date('2026-11-20T08:30:00Z'),
  time: new Date(),
  number: 3,
  plural: 11,
  select: 'x',
}

const vocabularies = {
  Belfry: words,
  ...Object.fromEntries(Object.values(workflows).map((workflow) => [workflow.name, workflow.words])),
}

describe.each(Object.entries(vocabularies))('the words of %s', (_, vocabulary) => {
  const paths = Object.keys(textsOf(vocabulary.en))

  test.each(locales)('are all there in %s, and none is empty', (locale) => {
    const texts = textsOf(vocabulary[locale])

    expect(Object.keys(texts).toSorted()).toEqual(paths.toSorted())
    expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  })

  test.each(paths)('%s is a message with the same values in every language, and can be said', (path) => {
    const english = placeholders(new IntlMessageFormat(textsOf(vocabulary.en)[path]!, 'en').getAst())
    const values = Object.fromEntries(
      english.map((name) => {
        const [value, kind] = name.split(':') as [string, keyof typeof plausible | undefined]
        return [value, kind ? plausible[kind] : `«${value}»`]
      }),
    )
    for (const locale of locales) {
      const message = textsOf(vocabulary[locale])[path]!

      expect({ locale, placeholders: placeholders(new IntlMessageFormat(message, locale).getAst()) }).toEqual(
        {
          locale,
          placeholders: english,
        },
      )
      const said = say(locale, message, values, 'Europe/Paris')
      expect(said).not.toMatch(/[{}]|undefined|null|NaN|Invalid/)
      for (const name of english.filter((n) => !n.includes(':'))) expect(said).toContain(`«${name}»`)
    }
  })
})

test('a workflow has words for all that it has, and no others', () => {
  for (const workflow of Object.values<Workflow>(workflows))
    for (const locale of locales) {
      const own = workflow.words[locale]
      const actions = Object.values(workflow.actions)
      const tells = [
        ...workflow.submit.tell,
        ...actions.flatMap((action) => [...action.tell, ...(action.tellApproval ?? [])]),
        ...Object.values(workflow.stages).flatMap((stage) => stage.ready ?? []),
        ...Object.values(workflow.timers).flatMap((timer) => timer.tell ?? []),
      ]
      const fields = fieldsOf(workflow.data).flatMap((field) => [
        field.name,
        ...(field.kind === 'list' ? field.of.map((inner) => `${field.name}.${inner.name}`) : []),
      ])

      expect(new Set(Object.keys(own.fields))).toEqual(new Set(fields))
      expect(Object.keys(own.states)).toEqual(Object.keys(workflow.states))
      expect(Object.keys(own.actions)).toEqual(Object.keys(workflow.actions))
      expect(new Set(Object.keys(own.reasons))).toEqual(
        new Set(actions.flatMap((action) => action.reason ?? [])),
      )
      expect(Object.keys(own.rules)).toEqual(Object.keys(workflow.rules))
      expect(Object.keys(own.children)).toEqual(Object.keys(workflow.children))
      expect(Object.keys(own.timers)).toEqual(Object.keys(workflow.timers))
      expect(new Set(Object.keys(own.messages))).toEqual(new Set(tells.map((tell) => tell.message)))
    }
})
