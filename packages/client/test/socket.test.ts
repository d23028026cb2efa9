import { expect, onTestFinished, test, vi } from 'vitest'
import { waitBefore } from '../src/socket.ts'

test('attempts wait ever longer, up to half a minute', () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  onTestFinished(() => void vi.restoreAllMocks())

  const longest = [0, 1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(waitBefore)

  expect(longest).toEqual([0, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
})

test('programs that lost the same server come back at different times', () => {
  const waits = Array.from({ length: 1_000 }, () => waitBefore(7))

  expect(Math.min(...waits)).toBeLessThan(3_000)
  expect(Math.max(...waits)).toBeGreaterThan(27_000)
})
