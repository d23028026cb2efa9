import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startApp, type AppProcess } from '../../../scripts/app-process.ts'
import { afterTheFile, afterwards } from './afterwards.ts'
import { freePort } from './ports.ts'

export interface StartAppOptions {
  databaseUrl: string
  env?: NodeJS.ProcessEnv
}

export interface RunningApp extends AppProcess {
  /** All it has printed so far. */
  output(): string
}

const OUTPUT_LIMIT = 1_000_000

const folders = new Set<string>()

/** Where the files of one database lie: all its apps see the same ones, and they are gone after the test file. */
export function filesOf(databaseUrl: string): string {
  const name = path.basename(databaseUrl).replace(/\W.*/, '')
  const folder = path.join(tmpdir(), `belfry-data-${process.pid}-${name}`)
  if (!folders.has(folder)) {
    folders.add(folder)
    afterTheFile(() => {
      folders.delete(folder)
      rmSync(folder, { recursive: true, force: true })
    })
  }
  return folder
}

/** The API as a process of its own on a free port. It is stopped at the end of the test, or else of the file. */
export async function startApi(options: StartAppOptions): Promise<RunningApp & { url: string }> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const app = await start('api', options, { PORT: String(port), PUBLIC_URL: url })
  return { ...app, url: app.url ?? url }
}

export function startWorker(options: StartAppOptions): Promise<RunningApp> {
  return start('worker', options, { PUBLIC_URL: 'http://127.0.0.1' })
}

async function start(name: 'api' | 'worker', { databaseUrl, env }: StartAppOptions, more: NodeJS.ProcessEnv) {
  let output = ''
  const app = await startApp({
    name,
    // Nothing of the environment the tests run in, so that they mean the same everywhere.
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      BELFRY_SECRET: 'only-for-tests-and-therefore-no-secret-at-all',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      BELFRY_DATA: filesOf(databaseUrl),
      ...more,
      ...env,
    },
    onOutput: (text) => (output = (output + text).slice(-OUTPUT_LIMIT)),
  }).catch((error: Error) => {
    throw new Error(`${error.message}\n${output}`)
  })
  afterwards(() => app.stop())
  return { ...app, output: () => output }
}
