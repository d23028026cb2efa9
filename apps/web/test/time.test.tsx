import { render, screen } from '@solidjs/testing-library'
import { afterEach, expect, test, vi } from 'vitest'
import { toInstant, toLocal } from '../src/ui/date-time-field.tsx'
import { RelativeTime } from '../src/ui/relative-time.tsx'
import { speak } from '../src/words/index.ts'
import { formatDistance, formatSpan } from '../src/words/time.ts'

const now = Date.parse('2026-11-20T12:00:00Z')

afterEach(() => vi.useRealTimers())

test.each([
  ['en', '2026-11-20T11:59:30Z', 'just now'],
  ['en', '2026-11-20T11:55:00Z', '5 min. ago'],
  ['en', '2026-11-19T11:00:00Z', 'yesterday'],
  ['en', '2026-11-11T11:00:00Z', '1 week ago'],
  ['fr', '2026-08-11T11:00:00Z', 'il y a 3 mois'],
  ['fr', '2026-11-20T10:00:00Z', 'il y a 2\u00a0h'],
  ['ar', '2026-11-20T11:45:00Z', 'قبل 15 دقيقة'],
  ['ar', '2026-07-20T11:45:00Z', 'قبل 4 أشهر'],
] as const)('in %s, %s is said as "%s"', async (language, at, said) => {
  await speak(language)

  expect(formatDistance(at, now)).toBe(said)
})

test('of a shift, what its start and its end share is said once', () => {
  const from = '2026-11-22T15:00:00Z'

  expect(formatSpan(from, '2026-11-22T22:00:00Z').match(/Nov/g)).toHaveLength(1)
  expect(formatSpan(from, '2026-11-23T03:00:00Z').match(/Nov/g)).toHaveLength(2)
})

test('a relative time carries the whole date and says it in the person’s language', async () => {
  render(() => <RelativeTime at="2026-11-20T11:55:00Z" />)
  const time = screen.getByRole('time')
  expect(time.getAttribute('datetime')).toBe('2026-11-20T11:55:00Z')
  expect(time.title).toContain('November')

  await speak('fr')

  expect(time.title).toContain('novembre')
})

test('a moment goes through the browser’s field and back unchanged', () => {
  expect(toInstant(toLocal('2026-11-20T08:30:00.000Z'))).toBe('2026-11-20T08:30:00.000Z')
  expect(toLocal('nonsense')).toBe('')
  expect(toInstant('2026-11-20T')).toBe('')
})
