import { migrate } from '@belfry/db/migrate'
import { loadDemo } from '@belfry/engine/demo'
import { openStorage } from '@belfry/storage'
import { checkStorage, storageEnvironment, storageSettings } from '@belfry/storage/settings'
import { z } from 'zod'
import type { Settings } from './config.ts'
import { openDatabase } from './database.ts'
import { Problem } from './problem.ts'
import type { Life } from './run.ts'

/** Opens the database, brings it to this release and fills an empty one with the demo. Returns what the apps get to see. */
export async function bringUpDatabase(settings: Settings, life: Life): Promise<NodeJS.ProcessEnv> {
  const url = await openDatabase(settings, life)
  life.stopping.throwIfAborted()
  await migrate(url)
  life.stopping.throwIfAborted()
  if (settings.demo) await loadDemo(url, await openStorage(storeOf(settings)))
  return {
    ...settings.env,
    DATABASE_URL: url,
    BELFRY_DATA: settings.dataDir,
    BELFRY_SECRET: settings.secret,
    DEMO: settings.demo ? 'on' : 'off',
    HOST: settings.host,
  }
}

const Store = z.object(storageEnvironment).superRefine(checkStorage)

/** Where the apps will look for uploaded files. */
function storeOf({ env, dataDir }: Settings) {
  const parsed = Store.safeParse({ ...env, BELFRY_DATA: dataDir })
  if (parsed.success) return storageSettings(parsed.data)
  throw new Problem(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join(' '))
}
