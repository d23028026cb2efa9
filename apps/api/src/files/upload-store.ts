import type { Readable } from 'node:stream'
import type { Db } from '@belfry/db'
import { findUpload, receivePart } from '@belfry/engine/files'
import { type Storage, newPartName, partKey } from '@belfry/storage'
import { DataStore, ERRORS, Upload } from '@tus/server'

/** As much of an upload is held in memory, and at most as much is sent again after a break. */
const PART_BYTES = 1024 * 1024

/**
 * Uploads as tus sees them. The row in the database says how much has arrived, and every part is added to it in one
 * statement, so an upload goes on at any process after any break, and needs no lock: of two that send the same one, each part
 * gets in once.
 */
export class UploadStore extends DataStore {
  readonly #db: Db
  readonly #storage: Storage

  constructor(db: Db, storage: Storage) {
    super()
    this.#db = db
    this.#storage = storage
    this.extensions = ['termination']
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await findUpload(this.#db, id)
    if (!row) throw ERRORS.FILE_NOT_FOUND
    return new Upload({ id, size: row.declared_size, offset: row.received })
  }

  override async write(bytes: Readable, id: string, offset: number): Promise<number> {
    let held: Buffer[] = []
    let length = 0
    const keep = async () => {
      const part = { bytes: Buffer.concat(held), offset }
      held = []
      length = 0
      if (part.bytes.length === 0) return
      await this.#keepPart(id, part)
      offset += part.bytes.length
    }

    try {
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        held.push(chunk)
        length += chunk.length
        if (length >= PART_BYTES) await keep()
      }
    } catch (error) {
      // The line broke; what came before is good.
      await keep()
      throw error
    }
    await keep()
    return offset
  }

  async #keepPart(id: string, { bytes, offset }: { bytes: Buffer; offset: number }): Promise<void> {
    const name = newPartName(offset)
    await this.#storage.put(partKey(id, name), bytes)
    if (await receivePart(this.#db, id, { offset, length: bytes.length, key: name })) return
    await this.#storage.remove(partKey(id, name))
    throw ERRORS.INVALID_OFFSET
  }
}
