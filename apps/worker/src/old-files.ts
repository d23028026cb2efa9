import type { Db } from '@belfry/db'
import { FILES_PER_BATCH, forgetFile, forgetParts, takeLeftovers, takeOldFiles } from '@belfry/engine/files'
import { type Storage, partsFolder, removeBytes } from '@belfry/storage'

const BATCHES = 100

/**
 * Removes files that nobody can use any more, bytes first: a run that breaks off leaves rows that name what is left, and the next one
 * goes on. Returns how many went.
 */
export async function clearOldFiles(db: Db, storage: Storage, signal: AbortSignal): Promise<number> {
  const removed = await inBatches(takeOldFiles, async (file) => {
    await removeBytes(storage, file)
    await forgetFile(db, file.id)
  })
  await inBatches(takeLeftovers, async ({ id }) => {
    await storage.removeFolder(partsFolder(id))
    await forgetParts(db, id)
  })
  return removed

  async function inBatches(take: typeof takeOldFiles, remove: (file: OldFile) => Promise<void>) {
    let total = 0
    for (let batch = 0; batch < BATCHES; batch++) {
      const files = await take(db)
      for (const file of files) {
        signal.throwIfAborted()
        await remove(file)
      }
      total += files.length
      if (files.length < FILES_PER_BATCH) break
    }
    return total
  }
}

type OldFile = Awaited<ReturnType<typeof takeOldFiles>>[number]
