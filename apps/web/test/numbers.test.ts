import { describe, expect, test } from 'vitest'
import { speak } from '../src/words/index.ts'
import { decimalsOf, formatMoney, parseNumber, writeNumber } from '../src/words/numbers.ts'

describe('a number as it is typed', () => {
  test.each([
    ['en', '12.5', 12.5],
    ['en', '1,250', 1250],
    ['en', '1,250.5', 1250.5],
    ['en', '12,5', 12.5],
    ['en', ' -3 ', -3],
    ['fr', '12,5', 12.5],
    ['fr', '1 250,50', 1250.5],
    ['fr', '1\u202f250', 1250],
    ['fr', '1.250,5', 1250.5],
    ['fr', '1,250', 1.25],
    ['ar', '١٢٫٥', 12.5],
    ['ar', '12.5', 12.5],
  ] as const)('in %s, %s is %d', async (language, typed, value) => {
    await speak(language)

    expect(parseNumber(typed)).toBe(value)
  })

  test.each(['far', '12 km', '1e', '0x10', '--1', '1.2.3', 'Infinity', '-'])(
    '%s is none, and stays as it was typed',
    async (typed) => {
      await speak('en')

      expect(parseNumber(typed)).toBe(typed)
    },
  )

  test('a blank is nothing', () => {
    expect(parseNumber('  ')).toBeUndefined()
  })

  test.each(['en', 'fr', 'ar'] as const)(
    'what is written in %s is read again as the same',
    async (language) => {
      await speak(language)

      for (const value of [0, -1, 0.1, 1250.5, 1_000_000, 1e12])
        expect(parseNumber(writeNumber(value))).toBe(value)
    },
  )
})

test('amounts have the decimals of their currency', async () => {
  await speak('en')

  expect([decimalsOf('EUR'), decimalsOf('TND'), decimalsOf('JPY')]).toEqual([2, 3, 0])
  expect(formatMoney(125_050, 'EUR')).toBe('€1,250.50')
  expect(formatMoney(1500, 'JPY')).toBe('¥1,500')
})
