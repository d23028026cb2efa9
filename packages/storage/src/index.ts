import type { Storage, StorageSettings } from './storage.ts'

export { fileKey, newPartName, partKey, partsFolder, removeBytes } from './keys.ts'
export { type ByteRange, MissingObject, type Storage, type StorageSettings } from './storage.ts'

/** Opens the folder or the bucket that is set. What speaks S3 is loaded only where it is used. */
export async function openStorage(settings: StorageSettings): Promise<Storage> {
  if (settings.kind === 'disk') return (await import('./disk.ts')).openFolder(settings.folder)
  return (await import('./s3.ts')).openBucket(settings)
}
