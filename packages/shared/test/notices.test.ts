import { locales, roles } from '@belfry/shared'
import { type Facts, type Notice, factsIn, findNotice, notices } from '@belfry/shared/notices'
import { say } from '@belfry/shared/words/format'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'

type Parts = ReturnType<IntlMessageFormat['getAst']>

const namesIn = (parts: Parts): string[] =>
  parts.flatMap((part) => [
    ...('value' in part && part.type > 0 ? [String(part.value)] : []),
    ...('options' in part ? Object.values(part.options).flatMap(({ value }) => namesIn(value)) : []),
  ])

const plausible = { text: '«text»', role: 'officer', moment: '2026-11-20T09:12:00Z', number: 37, flag: 'yes' }

const factsFor = (notice: Notice, flag: 'yes' | 'no'): Facts =>
  Object.fromEntries(
    Object.entries(notice.facts).map(([name, kind]) => [name, kind === 'flag' ? flag : plausible[kind]]),
  )

describe.each(Object.entries(notices))('the notice of %s', (_, notice: Notice) => {
  test.each(locales)('can be said in %s, with all its facts and none that it does not have', (locale) => {
    const { done, messages } = notice.words[locale]
    expect(Object.keys(messages).toSorted()).toEqual(
      [...new Set(notice.tell.map((tell) => tell.message))].toSorted(),
    )
    const texts = [done, ...Object.values(messages).flatMap(({ title, body }) => [title, body])]

    const known = [...Object.keys(notice.facts), 'actor', 'person']
    const names = texts.flatMap((text) => namesIn(new IntlMessageFormat(text, locale).getAst()))
    expect(names.filter((name) => !known.includes(name))).toEqual([])
    for (const flag of ['yes', 'no'] as const) {
      const values = { ...factsIn(notice, factsFor(notice, flag), locale), actor: 'Ada', person: 'Dora' }
      for (const text of texts)
        expect(say(locale, text, values)).not.toMatch(/[{}]|undefined|null|NaN|Invalid|^$/)
    }
  })

  test('has its facts said somewhere', () => {
    const texts = Object.values(notice.words.en.messages).flatMap(({ title, body }) => [title, body])
    const names = [notice.words.en.done, ...texts].flatMap((text) =>
      namesIn(new IntlMessageFormat(text, 'en').getAst()),
    )
    expect(Object.keys(notice.facts).filter((name) => !names.includes(name))).toEqual([])
  })
})

test('a role is named in the reader’s language, a role that is gone by its id, and a missing fact is left out', () => {
  const { 'access.grant': granted } = notices
  const said = (facts: Facts, locale: 'en' | 'fr' | 'ar' = 'en') =>
    say(locale, granted.words[locale].messages['granted']!.title, factsIn(granted, facts, locale))

  expect(said({ role: 'officer', scoped: 'yes', place: 'Station North' })).toBe(
    'New role: officer for Station North',
  )
  expect(said({ role: 'hr', scoped: 'no', place: null }, 'fr')).toBe('Nouveau rôle : RH')
  expect(said({ role: 'wizard', scoped: 'no' })).toBe('New role: wizard')
  expect(said({})).toBe('New role:')
  for (const role of roles) expect(said({ role, scoped: 'no' }, 'ar')).not.toContain(role)
})

test('only events of the list have one', () => {
  expect(findNotice('access.grant')).toBeDefined()
  for (const name of ['shift.approve', 'constructor', 'toString', ''])
    expect(findNotice(name)).toBeUndefined()
})
