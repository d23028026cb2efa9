import { setTimeout as pause } from 'node:timers/promises'

/** Whether the work was done in time. It goes on in any case; an error counts as done. */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController()
  const late = pause(ms, false, { signal: timer.signal }).catch(() => false)
  const done = work.then(
    () => true,
    () => true,
  )
  return Promise.race([done, late]).finally(() => timer.abort())
}

/** Resolves when the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))

/** Does something again and again, never twice at once, until the returned function is called; that waits for the last. */
export function every(ms: number, work: () => Promise<void>): () => Promise<void> {
  const stopped = new AbortController()
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      await work()
      await pause(ms, undefined, { signal: stopped.signal }).catch(() => {})
    }
  })()
  return () => {
    stopped.abort()
    return loop
  }
}
