import { expect, test } from 'vitest'
import { awayAt, beginsAgain } from '../src/together/absence.ts'

const at = (day: string) => new Date(`${day}T15:30:00`)

test.each([
  ['tomorrow', '2026-11-20', '2026-11-21'],
  ['tomorrow', '2026-12-31', '2027-01-01'],
  ['monday', '2026-11-20', '2026-11-23'],
  ['monday', '2026-11-22', '2026-11-23'],
  ['monday', '2026-11-23', '2026-11-30'],
  ['week', '2026-10-20', '2026-10-27'], // across the end of summer time
] as const)('away until %s from %s on means until %s, eight in the morning', (absence, today, back) => {
  expect(beginsAgain(absence, at(today))).toEqual(new Date(`${back}T08:00:00`))
})

test('an absence that is over is none', () => {
  const until = '2026-11-20T08:00:00.000Z'
  expect(awayAt(until, Date.parse(until) - 1)).toBe(until)
  expect(awayAt(until, Date.parse(until))).toBe(null)
  expect(awayAt(null, 0)).toBe(null)
})
