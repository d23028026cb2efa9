import { setImmediate as nextTurn } from 'node:timers/promises'

/** How long work steps aside for what is more urgent, at most. */
const STEP_ASIDE_MS = 100

/**
 * Lets work that somebody waits for have the machine to itself: what is not urgent begins when no urgent work is under
 * way, or after a moment in any case.
 */
export function createPrecedence() {
  let urgent = 0
  let clear = Promise.withResolvers<void>()

  return async function inOrder<Result>(isUrgent: boolean, work: () => Promise<Result>): Promise<Result> {
    if (!isUrgent) {
      await nextTurn() // what was taken together comes in any order
      if (urgent > 0) await stepAside(clear.promise)
      return work()
    }
    urgent += 1
    try {
      return await work()
    } finally {
      urgent -= 1
      if (urgent === 0) {
        clear.resolve()
        clear = Promise.withResolvers()
      }
    }
  }
}

async function stepAside(clear: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, STEP_ASIDE_MS)
  await Promise.race([clear, late])
  clearTimeout(timer)
}
