import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { startS3 } from '@belfry/testing/s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MissingObject, type Storage, type StorageSettings, openStorage } from '../src/index.ts'
import { settingsFrom } from './settings.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'belfry-storage-'))
let s3: StorageSettings
beforeAll(async () => (s3 = settingsFrom(await startS3())))
afterAll(() => rmSync(folder, { recursive: true }))

const text = async (storage: Storage, ...args: Parameters<Storage['read']>) =>
  (await buffer(await storage.read(...args))).toString()

describe.each([
  ['a folder', () => ({ kind: 'disk', folder }) as const],
  ['a bucket', () => s3],
])('in %s', (_, settings) => {
  let storage: Storage
  beforeAll(async () => (storage = await openStorage(settings())))

  test('bytes that were put are there, whole or in part', async () => {
    await storage.put('uploads/a/1', Buffer.from('0123456789'))

    expect(await text(storage, 'uploads/a/1')).toBe('0123456789')
    expect(await text(storage, 'uploads/a/1', { start: 3, end: 5 })).toBe('345')
    expect(await text(storage, 'uploads/a/1', { start: 9, end: 9 })).toBe('9')
  })

  test('a stream becomes an object, and moves under its own name', async () => {
    const size = 5 * 1024 * 1024
    const pieces = Array.from({ length: 5 }, (_, at) => Buffer.alloc(size / 5, at))
    await storage.putStream('uploads/b/whole', Readable.from(pieces), size)

    await storage.move('uploads/b/whole', '2026-11/b')

    expect((await buffer(await storage.read('2026-11/b'))).equals(Buffer.concat(pieces))).toBe(true)
    await expect(storage.read('uploads/b/whole')).rejects.toThrow(MissingObject)
  })

  test('what is removed is gone, and removing it again is no mistake', async () => {
    await storage.put('uploads/c/1', Buffer.from('x'))
    await storage.put('uploads/c/2', Buffer.from('y'))
    await storage.put('uploads/cc/1', Buffer.from('z'))

    await storage.remove('uploads/c/2')
    await storage.remove('uploads/c/2')
    await storage.removeFolder('uploads/c/')
    await storage.removeFolder('uploads/c/')

    await expect(storage.read('uploads/c/1')).rejects.toThrow(MissingObject)
    await expect(storage.read('uploads/c/2')).rejects.toThrow(MissingObject)
    expect(await text(storage, 'uploads/cc/1')).toBe('z')
  })

  test('a stream that breaks leaves nothing that could be taken for the whole', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('The line was cut.')
      })(),
    )

    await expect(storage.putStream('uploads/d/whole', broken, 8)).rejects.toThrow('The line was cut.')

    await expect(storage.read('2026-11/d')).rejects.toThrow(MissingObject)
  })
})

test('nobody else on the machine can look into the folder', async () => {
  const parent = path.join(folder, 'new')
  await openStorage({ kind: 'disk', folder: path.join(parent, 'files') })

  expect(statSync(path.join(parent, 'files')).mode & 0o077).toBe(0)
  expect(readdirSync(path.join(parent, 'files'))).toEqual([])
})

test('a folder that cannot be one is said to be', async () => {
  const file = path.join(folder, 'file')
  writeFileSync(file, '')

  await expect(openStorage({ kind: 'disk', folder: path.join(file, 'files') })).rejects.toThrow(
    `the folder for files, ${file}/files, cannot be used (ENOTDIR).`,
  )
})

test('a bucket that is not there, or a wrong key, is an error and no empty file', async () => {
  const other = { ...s3, bucket: 'nobodys' } as StorageSettings
  const storage = await openStorage(other)

  await expect(storage.read('2026-11/b')).rejects.toThrow(/bucket/)
  await expect(storage.put('2026-11/b', Buffer.from('x'))).rejects.toThrow(/bucket/)
})
