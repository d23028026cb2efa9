import { clock, idBefore, newId } from '@belfry/shared'
import { afterEach, expect, test } from 'vitest'

const realNow = clock.now
afterEach(() => {
  clock.now = realNow
})

test('ids made one after the other sort in that order, a hundred thousand in a row', () => {
  const ids = Array.from({ length: 100_000 }, () => newId())

  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id, i) => i === 0 || ids[i - 1]! < id)).toBe(true)
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('an id made while the clock is moved sorts by that time', () => {
  const now = newId()
  clock.now = () => new Date('2026-01-01T00:00:00Z')
  const past = newId()
  clock.now = () => new Date('2100-01-01T00:00:00Z')
  const future = newId()
  clock.now = realNow

  expect([future, newId(), now, past].toSorted()).toEqual([past, now, expect.any(String), future])
})

test('a bound of a time is before all ids of it, and after all that came earlier', () => {
  const at = Date.parse('2026-05-06T07:08:09.010Z')
  clock.now = () => new Date(at)
  const id = newId()
  clock.now = () => new Date(at - 1)
  const earlier = newId()

  expect([id, idBefore(at), earlier].toSorted()).toEqual([earlier, idBefore(at), id])
  expect(idBefore(-5)).toBe('00000000-0000-0000-0000-000000000000')
  expect(idBefore(Number.MAX_SAFE_INTEGER)).toBe('ffffffff-ffff-0000-0000-000000000000')
})
