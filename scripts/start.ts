import { addressOf, choosePort } from './address.ts'
import { root } from './app-process.ts'
import { bringUpDatabase } from './bring-up.ts'
import { readSettings } from './config.ts'
import { ensureConsole } from './console.ts'
import { both, run } from './run.ts'
import { printSignIns } from './sign-ins.ts'
import { supervise } from './supervise.ts'

/** Everything on one machine, until Ctrl-C: Postgres, the API that also serves the console, and one worker. */
await run(async (life) => {
  const settings = readSettings(root)
  const port = await choosePort(settings)
  const address = addressOf(settings, port)

  const [environment] = await both(bringUpDatabase(settings, life), ensureConsole(life.stopping))
  life.stopping.throwIfAborted()
  // Beside the sign-ins a person wants to read of trouble only; a log file wants everything.
  const defaults = { NODE_ENV: 'production', LOG_LEVEL: process.stdout.isTTY ? 'warn' : 'info' }
  const env = { ...defaults, ...environment, PORT: String(port), PUBLIC_URL: address }
  await both(supervise({ name: 'api', env }, life), supervise({ name: 'worker', env }, life))

  console.log(`\nBelfry is ready at ${address}`)
  if (settings.demo) printSignIns()
  console.log('Ctrl-C stops it.\n')
})
