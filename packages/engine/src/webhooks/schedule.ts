/** The pauses between attempts, in seconds, as Standard Webhooks recommends them: ten attempts in three days. */
const PAUSES_S = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
/** The longest that an endpoint may ask for by `Retry-After`. */
const LONGEST_ASKED_S = 86_400
/** Part of a pause that is added by chance, so that not everything comes back at once. */
const SPREAD = 0.1

/** How long to wait after so many attempts; null where that was the last one. */
export function pauseAfter(tries: number, askedS: number | null): number | null {
  const pause = PAUSES_S[tries - 1]
  if (pause === undefined) return null
  const atLeast = Math.max(pause, Math.min(askedS ?? 0, LONGEST_ASKED_S))
  return Math.round(atLeast * 1_000 * (1 + Math.random() * SPREAD))
}
