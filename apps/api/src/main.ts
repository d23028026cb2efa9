import { createLog } from '@belfry/log'
import { type Config, readConfig } from './config.ts'
import { isUnavailable } from './errors.ts'
import { startServer } from './server.ts'

/** Ends the process with one line for whoever started it. */
function giveUp(reason: string): never {
  console.error(`The API cannot start: ${reason}`)
  process.exit(1)
}

const config = settings()
const log = createLog('api', config.LOG_LEVEL)

// A bug in any of a thousand connections ends the process where it can be seen; a supervisor starts it again.
process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'uncaught')
  process.exit(1)
})

const server = await startServer(config, log).catch((error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') giveUp(`port ${config.PORT} on ${config.HOST} is taken.`)
  if (error.code === 'EACCES') giveUp(`port ${config.PORT} needs more rights than we have.`)
  if (isUnavailable(error)) giveUp('the database at DATABASE_URL cannot be reached.')
  giveUp(error.message)
})

let isStopping = false
const stop = async (why: string) => {
  if (isStopping) return
  isStopping = true
  log.info({ why }, 'stopping')
  const impatience = setTimeout(() => process.exit(1), 10_000)
  await server.stop()
  clearTimeout(impatience)
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))
// Whoever started us is gone, even if by kill -9.
process.on('disconnect', () => void stop('disconnect'))

const url = `http://${config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST}:${server.port}`
log.info({ url }, 'ready')
process.send?.({ type: 'ready', url })

function settings(): Config {
  try {
    return readConfig(process.env)
  } catch (error) {
    return giveUp((error as Error).message)
  }
}
