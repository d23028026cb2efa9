import { expect, onTestFinished, test, vi } from 'vitest'
import { waitBefore } from '../src/back-off.ts'

test('attempts wait ever longer, up to eight seconds, and half a minute when it lasts', () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  onTestFinished(() => void vi.restoreAllMocks())

  const longest = [0, 1, 2, 3, 4, 5, 6, 15, 16, 1_000].map(waitBefore)

  expect(longest).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 30_000, 30_000])
})

test('whoever lost the same server comes back at different times', () => {
  const waits = Array.from({ length: 1_000 }, () => waitBefore(5))

  expect(Math.min(...waits)).toBeLessThan(1_000)
  expect(Math.max(...waits)).toBeGreaterThan(7_000)
})
