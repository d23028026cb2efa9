import { setTimeout as pause } from 'node:timers/promises'
import { startApp, type AppOptions } from './app-process.ts'
import { Problem } from './problem.ts'
import type { Life } from './run.ts'

export interface Supervised {
  url: string | undefined
  /** Ends the process in good order; a new one takes its place. */
  restart(): Promise<void>
}

/** Says how it ended, and waits until it makes sense to start it again; throws when it does not any more. */
export type Patience = (how: string, quickDeaths: number) => Promise<void>

const QUICK_MS = 10_000
const QUICK_DEATHS = 10
const LONGEST_PAUSE_MS = 2_000

async function backOff(how: string, deaths: number) {
  if (deaths >= QUICK_DEATHS)
    throw new Problem(`${how} It keeps ending right after its start, so everything stops.`)
  console.error(`${how} It is started again.`)
  await pause(Math.min(100 * 2 ** deaths, LONGEST_PAUSE_MS))
}

/** Starts an app, and starts it again whenever it ends by itself. A first start that fails is the caller's to handle. */
export async function supervise(
  options: AppOptions,
  life: Life,
  patience: Patience = backOff,
): Promise<Supervised> {
  let current = startApp(options, life.stopping)
  let isRestarting = false
  life.atEnd(async () => (await current.catch(() => undefined))?.stop())

  const { url } = await current
  keepRunning().catch((problem: Error) => life.end(problem))
  return {
    url,
    async restart() {
      isRestarting = true
      await (await current.catch(() => undefined))?.stop()
    },
  }

  async function keepRunning() {
    for (let deaths = 0; ;) {
      const since = Date.now()
      const how = await current.then(
        (app) => app.ended,
        (error: Error) => error.message,
      )
      if (life.stopping.aborted) return
      if (!isRestarting) {
        deaths = Date.now() - since < QUICK_MS ? deaths + 1 : 0
        await patience(how, deaths)
        if (life.stopping.aborted) return
      }
      isRestarting = false
      current = startApp(options, life.stopping)
    }
  }
}
