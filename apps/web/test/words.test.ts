import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { locales } from '@belfry/shared'
import { say } from '@belfry/shared/words/format'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, test } from 'vitest'
import { words as ar } from '../src/words/ar/index.ts'
import { words as en } from '../src/words/en/index.ts'
import { words as fr } from '../src/words/fr/index.ts'

const all = { en, fr, ar }
const entries = Object.entries(en).flatMap(([area, list]) =>
  Object.keys(list).map((name) => [area, name] as [keyof typeof en, string]),
)
const message = (locale: keyof typeof all, area: keyof typeof en, name: string) =>
  (all[locale][area] as Record<string, string>)[name]!

const src = path.resolve(import.meta.dirname, '../src')
const source = globSync('**/*.{ts,tsx}', { cwd: src })
  .filter((file) => !/^words\/..\//.test(file))
  .map((file) => readFileSync(path.join(src, file), 'utf8'))
  .join('\n')

describe('the words of the console', () => {
  test.each(locales)('in %s can all be said', (locale) => {
    for (const [area, name] of entries) {
      const values = Object.fromEntries([...namesIn(message(locale, area, name))].map((value) => [value, 1]))
      expect(say(locale, message(locale, area, name), values), `${area}.${name}`).not.toBe('')
    }
  })

  test.each(['fr', 'ar'] as const)('in %s fill in the same values as in English', (locale) => {
    for (const [area, name] of entries)
      expect(namesIn(message(locale, area, name)), `${area}.${name}`).toEqual(
        namesIn(message('en', area, name)),
      )
  })

  test('are all used', () => {
    const unused = entries
      .map(([area, name]) => `${area}.${name}`)
      .filter((key) => !source.includes(`'${key}'`) && !source.includes(`\`${key.split('.')[0]}.\${`))
    expect(unused).toEqual([])
  })
})

/** The values a message takes. */
function namesIn(text: string): Set<string> {
  const names = new Set<string>()
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (isArgument(element)) names.add(element.value)
      if ('options' in element) for (const option of Object.values(element.options)) walk(option.value)
    }
  }
  walk(new IntlMessageFormat(text, 'en').getAst())
  return new Set([...names].toSorted())
}

type MessageFormatElement = ReturnType<IntlMessageFormat['getAst']>[number]

/** Text and the # of a plural have no name. */
const isArgument = (element: MessageFormatElement): element is MessageFormatElement & { value: string } =>
  element.type !== 0 && element.type !== 7
