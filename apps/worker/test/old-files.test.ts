import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Db } from '@belfry/db'
import { submit } from '@belfry/engine/cases'
import { beginUpload, finishUpload } from '@belfry/engine/files'
import type { Actor } from '@belfry/shared'
import { openStorage, partKey } from '@belfry/storage'
import { filesOf } from '@belfry/testing/apps'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clearOldFiles } from '../src/old-files.ts'

const HOUR = 1
const DAY = 24 * HOUR

async function place() {
  const { db, url, given } = await databaseWithPeople()
  const folder = path.join(filesOf(url), 'files')
  const storage = await openStorage({ kind: 'disk', folder })
  const clear = () => clearOldFiles(db, storage, new AbortController().signal)

  /** A file that was begun so many hours ago, with its bytes. */
  async function file(by: Actor, hoursAgo: number, { finished = false } = {}): Promise<string> {
    const { fileId } = await inTx(db, (tx) => beginUpload(tx, by, { name: 'a.pdf', size: 3 }, { maxMb: 1 }))
    await storage.put(partKey(fileId, '0-x'), Buffer.from('abc'))
    await sql`update files set parts = '{0-x}', received = 3 where id = ${fileId}`.execute(db)
    if (finished) {
      await storage.move(partKey(fileId, '0-x'), `2026-01/${fileId}`)
      const found = { type: 'application/pdf', size: 3, sha256: 'x', storageKey: `2026-01/${fileId}` }
      await inTx(db, (tx) => finishUpload(tx, by, fileId, found))
      await sql`update files set parts = '{}' where id = ${fileId}`.execute(db)
    }
    await sql`update files set created_at = now() - ${hoursAgo} * interval '1 hour' where id = ${fileId}`.execute(
      db,
    )
    return fileId
  }
  const lies = (fileId: string) =>
    existsSync(path.join(folder, '2026-01', fileId)) || existsSync(path.join(folder, 'uploads', fileId))
  return { db, given, file, lies, clear }
}

const rowsOf = async (db: Db) =>
  (await db.selectFrom('files').select('id').orderBy('created_at').execute()).map(({ id }) => id)

test('uploads nobody went on with go after a day, files nobody used after a week, and nothing else', async () => {
  const { db, given, file, lies, clear } = await place()
  const attached = await file(given.vendor, 30 * DAY, { finished: true })
  const { id } = await inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
  )
  await sql`update files set case_id = ${id}, field = 'contract', version = 1 where id = ${attached}`.execute(
    db,
  )
  const gone = [
    await file(given.vendor, DAY + 1),
    await file(given.driver, 3 * DAY),
    await file(given.vendor, 7 * DAY + 1, { finished: true }),
  ]
  const kept = [
    attached,
    await file(given.driver, 7 * DAY - 1, { finished: true }),
    await file(given.vendor, DAY - 1),
  ]

  expect(await clear()).toBe(3)

  expect(await rowsOf(db)).toEqual(kept)
  expect(gone.map(lies)).toEqual([false, false, false])
  expect(kept.map(lies)).toEqual([true, true, true])
  expect(await clear()).toBe(0)
})

test('more than a batch go in one run', async () => {
  const { db, given, file, clear } = await place()
  const one = await file(given.vendor, 2 * DAY)
  await sql`insert into files (id, uploaded_by, name, declared_size, created_at)
    select gen_random_uuid(), uploaded_by, name, 3, created_at from files, generate_series(1, 250) where id = ${one}`.execute(
    db,
  )

  expect(await clear()).toBe(251)

  expect(await rowsOf(db)).toEqual([])
})

test('what a crash left behind of a file that is there goes, and the file stays', async () => {
  const { db, given, file, lies, clear } = await place()
  const id = await file(given.vendor, HOUR, { finished: true })
  await sql`update files set parts = '{0-x}' where id = ${id}`.execute(db)

  expect(await clear()).toBe(0)

  expect(await db.selectFrom('files').select(['state', 'parts']).execute()).toEqual([
    { state: 'ready', parts: [] },
  ])
  expect(lies(id)).toBe(true)
})
