/** Lets most tasks run together, and one that asks for it run alone: after those before it, and before those behind it. */
export function createTurns() {
  const waiting: { alone: boolean; go: () => void }[] = []
  let running = 0
  let isAlone = false

  function next() {
    const first = waiting[0]
    if (!first || isAlone || (first.alone && running > 0)) return
    waiting.shift()
    running += 1
    isAlone = first.alone
    first.go()
    next()
  }

  return async function inTurn<Result>(alone: boolean, work: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((go) => {
      waiting.push({ alone, go })
      next()
    })
    try {
      return await work()
    } finally {
      running -= 1
      if (alone) isAlone = false
      next()
    }
  }
}
