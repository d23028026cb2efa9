import { locales } from '@belfry/shared'
import { ADDED, COMMENTED, FOLLOWED, GIVEN, MENTIONED } from '@belfry/shared/words'
import { workflows } from '@belfry/shared/workflows'
import { beforeEach, describe, expect, test } from 'vitest'
import { kindWord } from '../src/mail/kind-word.ts'
import { speak } from '../src/words/index.ts'

beforeEach(() => speak('en'))

test('a kind of message is called by its own title, without what differs', () => {
  expect(kindWord('shift.approved')).toBe('Shift · Shift for … approved')
  expect(kindWord('goal.rejected')).toBe('Goal · Goal rejected')
  expect(kindWord('goal.mentioned')).toBe('Goal · … mentioned you in …')
  expect(kindWord('shift.followed_step')).toBe('Shift · News of a case that one follows')
  expect(kindWord('gone.with_a_release')).toBe('gone.with_a_release')
})

describe.each(locales)('in %s', (locale) => {
  test('each kind has a name of its own', async () => {
    await speak(locale)
    const types = Object.values(workflows).flatMap(({ name, words }) =>
      [...Object.keys(words.en.messages), ADDED, COMMENTED, FOLLOWED, GIVEN, MENTIONED].map(
        (message) => `${name}.${message}`,
      ),
    )
    const names = types.map(kindWord)
    for (const name of names) expect(name).not.toMatch(/· …?$|[{}_]/)
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })
})
