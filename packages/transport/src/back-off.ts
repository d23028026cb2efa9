const FIRST_MS = 500
/** Whoever was cut off by a restart is back within ten seconds of it. */
const LONGEST_MS = 8_000
/** It took about a minute to get here: what is away for so long is asked for less often. */
const PATIENT_FROM = 16
const LONGEST_PATIENT_MS = 30_000

/**
 * How long to wait before an attempt to connect, in milliseconds; none before the first one (0). Full jitter: when the server
 * comes back, thousands must not do so in the same moment.
 */
export function waitBefore(attempt: number): number {
  if (attempt === 0) return 0
  const longest = attempt < PATIENT_FROM ? LONGEST_MS : LONGEST_PATIENT_MS
  return Math.random() * Math.min(longest, FIRST_MS * 2 ** (attempt - 1))
}
