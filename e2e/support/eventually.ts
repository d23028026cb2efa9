import { expect } from 'vitest'

/** Asks again and again, for what comes by itself. */
export const eventually = <T>(read: () => T | Promise<T>) =>
  expect.poll(read, { timeout: 40_000, interval: 40 })
