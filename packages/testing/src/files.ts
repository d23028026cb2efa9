import type { Tx } from '@belfry/db'
import { insertFile } from '@belfry/db/queries/files'
import { finishUpload } from '@belfry/engine/files'
import { type Actor, clock, newId } from '@belfry/shared'

export interface GivenFile {
  name?: string
  type?: string
  size?: number
}

/** A finished upload, as if its bytes had arrived: nothing lies under its key in the storage. */
export async function uploadedFile(
  tx: Tx,
  by: Actor,
  { name = 'scan.pdf', type = 'application/pdf', size = 4711 }: GivenFile = {},
): Promise<string> {
  const id = newId()
  await insertFile(tx, {
    id,
    uploadedBy: by.id,
    name,
    declaredType: type,
    size,
    accept: [],
    at: clock.now(),
  })
  await finishUpload(tx, by, id, { type, size, sha256: '0'.repeat(64), storageKey: `tests/${id}` })
  return id
}
