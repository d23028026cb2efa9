import { dueBetween, nextDue, urgentFrom } from '@belfry/shared/machine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { permit, permitIn } from './support/permit.ts'

const at = (text: string) => new Date(`2026-11-${text}Z`)
const entered = at('20T08:00:00')
const next = (state: string, since: Date, data = {}) =>
  nextDue(permit, permitIn(state, { enteredAt: entered, data }), since)

test('a reminder comes after its time, then again and again, as often as it may', () => {
  expect(next('changes', entered)).toEqual({ at: at('21T08:00:00'), timers: ['remind'] })
  expect(next('changes', at('21T08:00:00'))?.at).toEqual(at('21T20:00:00'))
  expect(next('changes', at('21T20:00:00'))?.at).toEqual(at('22T08:00:00'))
  expect(next('changes', at('22T08:00:00'))).toBeNull()
})

test('a timer counts from a day in the data, and before it where it says so', () => {
  expect(next('build', entered, { visit: '2026-11-25' })?.at).toEqual(at('24T18:00:00'))
  expect(next('build', entered, {})).toBeNull()
  expect(next('build', at('24T18:00:00'), { visit: '2026-11-25' })).toBeNull()
})

test('a case becomes urgent when its state has lasted too long', () => {
  expect(urgentFrom(permit, 'plan', entered)).toEqual(at('27T08:00:00'))
  expect(urgentFrom(permit, 'build', entered)).toBeNull()
  expect(next('plan', entered)).toEqual({ at: at('27T08:00:00'), timers: ['urgent'] })
  expect(next('plan', at('27T08:00:00'))).toBeNull()
})

test('what was due several times while nobody looked is due once', () => {
  const item = permitIn('changes', { enteredAt: entered })

  expect(dueBetween(permit, item, entered, at('21T07:59:59'))).toEqual([])
  expect(dueBetween(permit, item, entered, at('21T08:00:00'))).toEqual(['remind'])
  expect(dueBetween(permit, item, entered, at('30T00:00:00'))).toEqual(['remind'])
  expect(dueBetween(permit, item, at('22T08:00:00'), at('30T00:00:00'))).toEqual([])
})

test('whenever somebody looks, each tick is seen once and none is lost', () => {
  const item = permitIn('changes', { enteredAt: entered })
  const hours = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(hours, (steps) => {
      let since = entered
      let ticks = 0
      for (const step of steps) {
        const now = new Date(since.getTime() + step * 3_600_000)
        const due = nextDue(permit, item, since)
        const seen = dueBetween(permit, item, since, now)
        // The index on due_at finds it exactly when there is something to see to.
        expect(seen.length > 0).toBe(due !== null && due.at <= now)
        ticks += seen.length
        since = now
      }
      const passed = (since.getTime() - entered.getTime()) / 3_600_000
      const most = [24, 36, 48].filter((hour) => hour <= passed).length
      expect(ticks).toBeLessThanOrEqual(most)
      expect(ticks > 0).toBe(most > 0)
    }),
    { seed: 20261120, numRuns: 200 },
  )
})
