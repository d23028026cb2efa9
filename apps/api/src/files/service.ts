import { linkKeyFrom } from '@belfry/engine/files'
import { openStorage } from '@belfry/storage'
import { storageSettings } from '@belfry/storage/settings'
import type { Config } from '../config.ts'
import type { Files } from './files.ts'

export const openFiles = async (config: Config): Promise<Files> => ({
  storage: await openStorage(storageSettings(config)),
  linkKey: linkKeyFrom(config.BELFRY_SECRET),
  maxMb: config.UPLOAD_MAX_MB,
})
