import { clock } from '@belfry/shared'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** Does something as if it were this time. The demo is loaded by one process that does nothing else. */
export async function at<T>(time: number, what: () => Promise<T>): Promise<T> {
  const real = clock.now
  let now = time
  // A millisecond later at each look, so that events of one moment keep their order.
  clock.now = () => new Date(now++)
  try {
    return await what()
  } finally {
    clock.now = real
  }
}

/** The day so many days from a time, `2026-11-20`. */
export const dayOf = (time: number, days = 0): string =>
  new Date(time + days * DAY_MS).toISOString().slice(0, 10)
