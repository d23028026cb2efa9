import type { Log } from '@belfry/log'

/** Does something again and again, never twice at once; what fails is done again the next time. Returns how to end it. */
export function repeat(
  everyMs: number,
  what: string,
  work: () => Promise<unknown>,
  log: Log,
): () => Promise<void> {
  let running: Promise<unknown> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: Error) => log.warn({ err: error.message }, `live: cannot ${what}`))
      .finally(() => (running = undefined))
  }, everyMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
