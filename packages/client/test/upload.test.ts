import { createHash, randomBytes } from 'node:crypto'
import { startApi } from '@belfry/testing'
import { databaseWithPeople, givenPassword } from '@belfry/testing/given'
import { startWire } from '@belfry/testing/wire'
import { beforeAll, describe, expect, test } from 'vitest'
import { belfryError, createClient, uploadFile } from '../src/index.ts'

const MIB = 1024 * 1024
let database: Awaited<ReturnType<typeof databaseWithPeople>>
let url: string
beforeAll(async () => {
  database = await databaseWithPeople()
  url = (await startApi({ databaseUrl: database.url })).url
})

async function signedIn(at = url, login = 'vendor') {
  const client = createClient({ url: at })
  await client.signIn(`${login}@belfry.test`, givenPassword)
  return client
}

function pdf(size: number): Buffer {
  const bytes = randomBytes(size)
  bytes.write('%PDF-1.7\n')
  return bytes
}

async function* inPieces(bytes: Buffer, size: number, after: (sent: number) => unknown = () => {}) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size)
    await after(at + size)
  }
}

const hashOf = async (fileId: string) =>
  (await database.pool.query<{ sha256: string }>('select sha256 from files where id = $1', [fileId])).rows[0]
    ?.sha256

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a file', () => {
  test.each([
    ['bytes', (bytes: Buffer) => ({ bytes })],
    ['a Blob', (bytes: Buffer) => ({ bytes: new Blob([bytes as Uint8Array<ArrayBuffer>]) })],
    [
      'a stream of small pieces',
      (bytes: Buffer) => ({ stream: inPieces(bytes, 100_000), size: bytes.length }),
    ],
    [
      'a stream of large pieces',
      (bytes: Buffer) => ({ stream: inPieces(bytes, 9 * MIB), size: bytes.length }),
    ],
  ])('of %s arrives, and can be read again', async (_, from) => {
    const client = await signedIn()
    const bytes = pdf(18 * MIB + 1)
    const arrived: number[] = []

    const file = await uploadFile(client, {
      name: 'report.pdf',
      accept: ['pdf'],
      onProgress: (sum) => arrived.push(sum),
      ...from(bytes),
    })

    expect(file).toMatchObject({
      name: 'report.pdf',
      type: 'application/pdf',
      size: bytes.length,
      state: 'ready',
    })
    expect(arrived.at(-1)).toBe(bytes.length)
    const link = await client.trpc.documents.get.query({ fileId: file.id })
    const read = Buffer.from(await (await client.fetch(link.url)).arrayBuffer())
    expect(read.equals(bytes)).toBe(true)
  })

  test('outlives a line that breaks, and a stream is read only once', async () => {
    const { token } = await signedIn()
    const wire = await startWire(url)
    const client = createClient({ url: wire.url, token })
    const bytes = pdf(30 * MIB)
    let breaks = 0
    const file = await uploadFile(client, {
      name: 'report.pdf',
      size: bytes.length,
      stream: inPieces(bytes, 1 * MIB),
      onProgress(sum) {
        if (sum < 10 * MIB || breaks > 0) return
        breaks += 1
        // In the middle of the next chunk.
        setTimeout(() => {
          wire.cut()
          setTimeout(() => wire.mend(), 300)
        }, 20)
      },
    })

    expect(breaks).toBe(1)
    expect(await hashOf(file.id)).toBe(sha256(bytes))
  })

  test('that is not what it says is refused with what a program can read', async () => {
    const client = await signedIn()
    const zip = Buffer.from(`504b030414${'00'.repeat(21)}0500000061${'2e747874'}`, 'hex')

    const error: unknown = await uploadFile(client, { name: 'report.pdf', bytes: zip }).catch(
      (thrown: unknown) => thrown,
    )
    const empty: unknown = await uploadFile(client, { name: 'a.pdf', bytes: new Uint8Array() }).catch(
      (thrown: unknown) => thrown,
    )

    expect(belfryError(error)).toMatchObject({
      key: 'file_disguised',
      message: 'By its name this file is “PDF”, but its content is “archive”.',
    })
    expect(belfryError(empty)?.key).toBe('file_empty')
  })

  test('whose stream ends too soon is not there', async () => {
    const client = await signedIn()

    const attempt = uploadFile(client, { name: 'a.pdf', stream: inPieces(pdf(10), 5), size: 11 })

    await expect(attempt).rejects.toThrow('The stream ended after 10 of 11 bytes.')
  })

  test('is not sent any further once its signal says so', async () => {
    const client = await signedIn()
    const stop = new AbortController()
    const bytes = pdf(20 * MIB)

    const attempt = uploadFile(client, {
      name: 'a.pdf',
      bytes,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('Not needed any more.')),
    })

    await expect(attempt).rejects.toThrow('Not needed any more.')
  })
})

test('a token goes to Belfry and nowhere else', async () => {
  const asked: string[] = []
  const client = createClient({
    url: 'https://belfry.test/',
    token: 'a.token',
    fetch: (to, how) => {
      asked.push(`${to as string} ${new Headers(how?.headers).get('authorization')}`)
      return Promise.resolve(new Response())
    },
  })

  await client.fetch('/files/1')
  await client.fetch('//elsewhere.test/files/1')
  await expect(client.fetch('https://elsewhere.test/')).rejects.toThrow('The path begins with a slash.')

  expect(asked).toEqual([
    'https://belfry.test/files/1 Bearer a.token',
    'https://belfry.test//elsewhere.test/files/1 Bearer a.token',
  ])
})
