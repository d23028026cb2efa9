import { fork, type ChildProcess } from 'node:child_process'
import path from 'node:path'
import { Problem } from './problem.ts'

export const root = path.resolve(import.meta.dirname, '..')

/** Where Node keeps what it has compiled. */
export const compileCache = path.join(root, 'node_modules/.cache/belfry')

export interface AppProcess {
  name: string
  process: ChildProcess
  /** The address it answers on, when it has one. */
  url: string | undefined
  /** Resolves when it has ended, for whatever reason, with the sentence that says how. */
  ended: Promise<string>
  /** Asks it to finish and waits; what does not finish in time is killed. */
  stop(): Promise<void>
  kill(): Promise<void>
}

export interface AppOptions {
  /** `apps/<name>/src/main.ts` is run. */
  name: 'api' | 'worker'
  env: NodeJS.ProcessEnv
  /** Gets all that it prints; by default that goes to our own output. */
  onOutput?: (text: string) => void
}

const READY_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000

/**
 * Starts an app as a process of its own and resolves when it says `{ type: 'ready', url? }`.
 *
 * It runs in a process group of its own, so a terminal's Ctrl-C reaches only us, who stop things in order. The channel
 * between us closes when we die, even by `kill -9`; the app then stops itself.
 */
export async function startApp(
  { name, env, onOutput }: AppOptions,
  stopping?: AbortSignal,
): Promise<AppProcess> {
  stopping?.throwIfAborted()
  const stdio = onOutput ? 'pipe' : 'inherit'
  const child = fork(path.join(root, 'apps', name, 'src/main.ts'), {
    cwd: root,
    // Half of what a start takes is reading the sources; what was read once is kept.
    env: { NODE_COMPILE_CACHE: compileCache, ...env },
    detached: process.platform !== 'win32',
    stdio: ['ignore', stdio, stdio, 'ipc'],
  })
  child.stdout?.on('data', (chunk) => onOutput?.(String(chunk)))
  child.stderr?.on('data', (chunk) => onOutput?.(String(chunk)))

  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(`The ${name} ${signal ? `was ended by ${signal}` : `exited with ${code}`}.`),
    )
    child.once('error', (error) => resolve(`The ${name} could not be started: ${error.message}.`))
  })
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  const kill = () => end('SIGKILL')
  const stop = async () => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
    await end('SIGTERM').finally(() => clearTimeout(impatience))
  }

  const url = await ready(name, child, ended, stopping).catch(async (error: unknown) => {
    await kill()
    throw error
  })
  return { name, process: child, url, ended, stop, kill }
}

async function ready(name: string, child: ChildProcess, ended: Promise<string>, stopping?: AbortSignal) {
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>()
  child.on('message', (message: { type?: string; url?: string }) => {
    if (message.type === 'ready') resolve(message.url)
  })
  void ended.then((how) => reject(new Problem(`${how.slice(0, -1)} before it was ready.`)))
  const late = `The ${name} was not ready within ${READY_WITHIN_MS / 1000} seconds.`
  const timer = setTimeout(() => reject(new Problem(late)), READY_WITHIN_MS)
  const giveUp = () => reject(new Problem(`The ${name} is not needed any more.`))
  stopping?.addEventListener('abort', giveUp)
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    stopping?.removeEventListener('abort', giveUp)
  }
}
