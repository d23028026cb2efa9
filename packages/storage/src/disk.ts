import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { FSDriver } from 'flydrive/drivers/fs'
import { MissingObject, type Storage } from './storage.ts'

/** A folder, which several processes may share. Nobody else on the machine can look into it. */
export async function openFolder(folder: string): Promise<Storage> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`the folder for files, ${folder}, cannot be used (${code}).`, { cause: error })
  }
  const driver = new FSDriver({ location: folder, visibility: 'private' })
  const at = (key: string) => path.join(folder, key)

  return {
    put: (key, bytes) => driver.put(key, bytes),
    putStream: (key, bytes) => driver.putStream(key, bytes),

    async read(key, range) {
      // The stream alone would say too late that there is no such file.
      const file = await open(at(key)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' ? new MissingObject(key, error) : error
      })
      return file.createReadStream(range)
    },

    // The library would copy, and the copy be seen half done.
    async move(from, to) {
      await mkdir(path.dirname(at(to)), { recursive: true })
      await flush(at(from))
      await rename(at(from), at(to))
      await flush(path.dirname(at(to)))
    },

    remove: (key) => driver.delete(key),
    // A part that is just being written may come into the folder while it is being emptied; the library would give up.
    removeFolder: (prefix) => rm(at(prefix), { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
