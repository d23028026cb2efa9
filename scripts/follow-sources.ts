import { EventEmitter, once } from 'node:events'
import { watch } from 'node:fs'
import path from 'node:path'
import { root } from './app-process.ts'
import type { AppOptions } from './app-process.ts'
import type { Life } from './run.ts'
import { supervise } from './supervise.ts'

const SETTLE_MS = 150 // an editor writes a file in several steps
const common = [
  'packages/shared/src',
  'packages/db/src',
  'packages/db/migrations',
  'packages/engine/src',
  'templates/src',
]

/** Runs an app and starts it anew whenever its sources change; one that does not start waits for the next change. */
export async function superviseAndFollow(options: AppOptions, life: Life) {
  const sources = new EventEmitter()
  const change = debounced(() => sources.emit('change'))
  for (const folder of [...common, `apps/${options.name}/src`])
    watch(path.join(root, folder), { recursive: true, signal: life.stopping }, change)

  const app = await supervise(options, life, async (how) => {
    console.error(`${how} It waits for the next change.`)
    await once(sources, 'change')
  })
  sources.on('change', () => {
    console.log(`The ${options.name} starts anew.`)
    void app.restart()
  })
}

function debounced(act: () => void) {
  let timer: NodeJS.Timeout | undefined
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, SETTLE_MS)
  }
}
