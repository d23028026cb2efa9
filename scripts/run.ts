import { Problem } from './problem.ts'

export interface Life {
  /** Aborted when it is time to stop: Ctrl-C, a signal, the death of whoever started us, or `end`. */
  stopping: AbortSignal
  /** What is to be closed at the end; the last one first. */
  atEnd(close: () => Promise<void>): void
  /** Stops everything, with exit code 1 when there is a problem. */
  end(problem?: Error): void
}

/** Runs a command that stays: until it is told to stop, and then closes in order what it has opened. */
export async function run(main: (life: Life) => Promise<void>): Promise<never> {
  const controller = new AbortController()
  const closers: (() => Promise<void>)[] = []
  let exitCode = 0
  const end = (problem?: unknown) => {
    if (problem && problem !== controller.signal.reason) {
      exitCode = 1
      console.error(readable(problem))
    }
    controller.abort()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end())
  process.on('disconnect', () => end())

  const stopped = new Promise<void>((resolve) => controller.signal.addEventListener('abort', () => resolve()))
  await main({ stopping: controller.signal, atEnd: (close) => closers.push(close), end }).catch(end)
  await stopped
  for (const close of closers.toReversed()) {
    await close().catch((error: unknown) => {
      exitCode = 1
      console.error(readable(error))
    })
  }
  process.exit(exitCode)
}

/** Both at once, and neither is left running when the other fails: what it opens would never be closed. */
export async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other])
  return Promise.all([one, other])
}

/** A fault of ours comes with its stack; what the system refuses ("permission denied, mkdir …") says enough by itself. */
function readable(error: unknown) {
  const isPlain = error instanceof Problem || (error instanceof Error && 'syscall' in error)
  return isPlain ? error.message : error
}
