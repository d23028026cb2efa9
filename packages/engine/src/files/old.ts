import type { Db } from '@belfry/db'
import { type FileRow, listLeftovers, removeOldFiles } from '@belfry/db/queries/files'
import { clock } from '@belfry/shared'

const DAY_MS = 86_400_000
/** An upload goes on after a night, and not after a weekend. */
const UNFINISHED_LASTS_MS = DAY_MS
/** A form that was begun with a file may wait for a week. */
const UNUSED_LASTS_MS = 7 * DAY_MS

export const FILES_PER_BATCH = 100

/** A batch of files that nobody can use any more: their bytes are to be removed, then the rows (`forgetFile`). */
export function takeOldFiles(db: Db): Promise<FileRow[]> {
  const now = clock.now().getTime()
  const before = {
    unfinishedBefore: new Date(now - UNFINISHED_LASTS_MS),
    unusedBefore: new Date(now - UNUSED_LASTS_MS),
  }
  return removeOldFiles(db, before, FILES_PER_BATCH)
}

/** A batch of files whose parts outlived them, since a process ended at the wrong moment. */
export const takeLeftovers = (db: Db): Promise<FileRow[]> => listLeftovers(db, FILES_PER_BATCH)
