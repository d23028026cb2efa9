import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/**
 * The test of packages/client/test/history.test.ts with many clients and for long: two API processes and Postgres crash in turn.
 * `HISTORY_CLIENTS` and `HISTORY_SECONDS` change how many and how long.
 */
export async function history(): Promise<void> {
  const env = { HISTORY_CLIENTS: '200', HISTORY_SECONDS: '600', ...process.env }
  const args = ['run', '--project', 'node', 'packages/client/test/history.test.ts']
  const vitest = spawn(path.join(root, 'node_modules/.bin/vitest'), args, {
    cwd: root,
    env,
    stdio: 'inherit',
  })
  const [code] = (await once(vitest, 'exit')) as [number | null]
  if (code !== 0) process.exitCode = 1
}
