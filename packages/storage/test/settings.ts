import { z } from 'zod'
import { checkStorage, storageEnvironment, storageSettings } from '../src/settings.ts'

const Environment = z.object(storageEnvironment).superRefine(checkStorage)

/** What an app makes of its environment. */
export const settingsFrom = (environment: NodeJS.ProcessEnv) =>
  storageSettings(Environment.parse(environment))

export const problemsWith = (environment: NodeJS.ProcessEnv): string[] =>
  Environment.safeParse(environment).error?.issues.map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  ) ?? []
