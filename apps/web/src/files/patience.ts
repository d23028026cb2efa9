const FIRST_MS = 1_000
const LONGEST_MS = 30_000

/**
 * The pause before trying again: longer each time, at random within that, so that not all come back at once; over at once when the
 * network is back or somebody looks at the page again.
 */
export function pauseBefore(attempt: number, signal: AbortSignal): Promise<void> {
  const longest = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt)
  return new Promise((resolve) => {
    const over = new AbortController()
    const done = () => {
      clearTimeout(timer)
      over.abort()
      resolve()
    }
    const timer = setTimeout(done, (0.5 + Math.random() / 2) * longest)
    addEventListener('online', done, { signal: over.signal })
    document.addEventListener('visibilitychange', () => document.hidden || done(), { signal: over.signal })
    signal.addEventListener('abort', done, { signal: over.signal })
  })
}
