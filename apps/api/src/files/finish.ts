import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Db } from '@belfry/db'
import {
  type FileRow,
  type Inspected,
  assertNotRefused,
  finishUpload,
  forgetParts,
  getUpload,
  judgeUpload,
  refuseUpload,
} from '@belfry/engine/files'
import type { Actor, FileRefusal } from '@belfry/shared'
import { MissingObject, type Storage, fileKey, newPartName, partKey, partsFolder } from '@belfry/storage'
import { contentType } from './content-type.ts'
import { readParts } from './parts.ts'

interface Place {
  db: Db
  storage: Storage
}

/**
 * Makes a file of an upload of which every byte has arrived: looks at what it is, lays it down in one piece and takes its
 * hash. Throws the refusal when it is not what it should be. Safe to run twice, also at once: after a crash the next who asks
 * about the upload runs it again.
 */
export async function finish({ db, storage }: Place, actor: Actor, fileId: string): Promise<void> {
  const row = await getUpload(db, actor, fileId)
  if (row.state === 'uploading' && row.received < row.declared_size) return
  if (row.state === 'uploading')
    await settle({ db, storage }, actor, row).catch(async (error: unknown) => {
      // Somebody else was faster, and has cleared the parts away.
      if ((await getUpload(db, actor, fileId)).state === 'uploading') throw error
    })

  const settled = await getUpload(db, actor, fileId)
  if (settled.parts.length > 0) {
    await storage.removeFolder(partsFolder(fileId))
    await forgetParts(db, fileId)
  }
  assertNotRefused(settled, actor)
}

async function settle({ db, storage }: Place, actor: Actor, row: FileRow): Promise<void> {
  const verdict = await inspect(storage, row)
  await db
    .transaction()
    .execute((tx) =>
      'code' in verdict ? refuseUpload(tx, actor, row.id, verdict) : finishUpload(tx, actor, row.id, verdict),
    )
}

async function inspect(storage: Storage, row: FileRow): Promise<Inspected | FileRefusal> {
  try {
    const type = await contentType(row.name, () => readParts(storage, row))
    return judgeUpload(row, type) ?? (await layDown(storage, row, type))
  } catch (error) {
    // Parts are not flushed one by one, so a machine that lost its power may have lost some.
    if (error instanceof MissingObject) return { code: 'file_incomplete' }
    throw error
  }
}

/** Under a name of its own first: what lies under the file's name is whole. */
async function layDown(storage: Storage, row: FileRow, type: string): Promise<Inspected | FileRefusal> {
  const hash = createHash('sha256')
  let size = 0
  async function* hashed() {
    for await (const chunk of readParts(storage, row)) {
      hash.update(chunk)
      size += chunk.length
      yield chunk
    }
    if (size !== row.declared_size) throw new WrongLength()
  }

  const whole = partKey(row.id, newPartName(row.declared_size))
  const storageKey = fileKey(row)
  try {
    await storage.putStream(whole, Readable.from(hashed()), row.declared_size)
  } catch (error) {
    if (error instanceof WrongLength) return { code: 'file_incomplete' }
    throw error
  }
  await storage.move(whole, storageKey)
  return { type, size, sha256: hash.digest('hex'), storageKey }
}

class WrongLength extends Error {
  override readonly name = 'WrongLength'
}
