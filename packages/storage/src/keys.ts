import { randomBytes } from 'node:crypto'
import type { Storage } from './storage.ts'

/** While a file is on its way its bytes lie in parts, all in one folder. */
export const partsFolder = (fileId: string) => `uploads/${fileId}/` as const

export const partKey = (fileId: string, name: string): string => partsFolder(fileId) + name

/** A name that no other attempt at the same part has. */
export const newPartName = (offset: number): string => `${offset}-${randomBytes(6).toString('hex')}`

/** Where a file lies once all of it is there; by month, so that no folder grows without end. */
export const fileKey = (file: { id: string; created_at: Date }): string =>
  `${file.created_at.toISOString().slice(0, 7)}/${file.id}`

/** Everything that lies here of a file, on its way or there. */
export async function removeBytes(
  storage: Storage,
  file: { id: string; storage_key: string | null },
): Promise<void> {
  await storage.removeFolder(partsFolder(file.id))
  if (file.storage_key) await storage.remove(file.storage_key)
}
