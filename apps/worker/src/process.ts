import { createLog, reasonOf } from '@belfry/log'
import { type Config, readConfig } from './config.ts'
import type { Handler } from './task.ts'
import { runWorker } from './worker.ts'

/**
 * The worker as a process: settings from the environment, `{ type: 'ready' }` to whoever started it, and a stop in good
 * order at the first SIGTERM, SIGINT or at the end of that starter; a second signal ends it at once.
 */
export async function runProcess(handlers: Handler[]): Promise<never> {
  const config = configOrExit()
  const log = createLog('worker', config.logLevel)
  const stopping = new AbortController()

  for (const fatal of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(fatal, (error: unknown) => {
      log.fatal({ err: error instanceof Error ? error : new Error(String(error)) }, fatal)
      process.exit(1)
    })
  const stop = (why: string) => {
    log.info({ why }, 'Stopping')
    stopping.abort()
  }
  let signals = 0
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      signals += 1
      if (signals > 1) process.exit(1)
      stop(signal)
    })
  process.on('disconnect', () => stop('nobody watches this process any more'))

  let isKnown = false
  const onReady = () => {
    if (!isKnown) process.send?.({ type: 'ready' })
    isKnown = true
  }
  await runWorker({ config, log, handlers, stopping: stopping.signal, onReady })
  log.info('Stopped')
  process.exit(0)
}

function configOrExit(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    process.stderr.write(`The worker cannot start. ${reasonOf(error)}\n`)
    process.exit(1)
  }
}
