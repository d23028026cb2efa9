import { createHash } from 'node:crypto'
import { startApi } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople } from '@belfry/testing/given'
import { startS3 } from '@belfry/testing/s3'
import { startWire } from '@belfry/testing/wire'
import { describe, expect, test } from 'vitest'
import { type Caller, caller, person } from './callers.ts'
import { begin, tus } from './files.ts'

const MIB = 1024 * 1024
const SIZE = 100 * MIB

/** The bytes of a large PDF from some place on, made as they are asked for. */
function* largePdf(from = 0): Generator<Buffer> {
  for (let at = Math.floor(from / MIB); at < SIZE / MIB; at++) {
    const block = Buffer.alloc(MIB, at + 1)
    block.write(at === 0 ? '%PDF-1.7\n' : `block ${at}`)
    yield at * MIB < from ? block.subarray(from - at * MIB) : block
  }
}

const hashOfAll = () => {
  const hash = createHash('sha256')
  for (const block of largePdf()) hash.update(block)
  return hash.digest('hex')
}

/** Sends all that is missing as one body, which is as slow as whoever takes it; says where it began. */
async function sendRest(url: string, by: Caller): Promise<{ from: number; status: number }> {
  const { offset: from } = await tus(url, by, 'HEAD')
  const { status } = await fetch(url, {
    method: 'PATCH',
    headers: {
      ...by.headers,
      'tus-resumable': '1.0.0',
      'upload-offset': String(from),
      'content-type': 'application/offset+octet-stream',
    },
    body: ReadableStream.from(largePdf(from)),
    duplex: 'half',
  } as RequestInit)
  // What was on its way when the line broke may have come in since.
  return status === 409 ? sendRest(url, by) : { from, status }
}

const memoryOf = async (url: string) =>
  Number(/^process_resident_memory_bytes (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())![1]) / MIB

describe.each([
  ['on disk', () => Promise.resolve({})],
  ['in a bucket', startS3],
])('100 MB %s', { timeout: 120_000 }, (_, storeOf) => {
  test('cut in the middle go on at another process, which then falls over and comes back; nobody holds it in memory', async () => {
    const { url: databaseUrl, pool } = await databaseWithPeople()
    const env = await storeOf()
    const [first, second] = await Promise.all([
      startApi({ databaseUrl, env }),
      startApi({ databaseUrl, env }),
    ])
    const wire = await startWire(first.url)
    const vendor = await person(first.url, 'vendor')
    const onTheWire = caller(wire.url, { ...vendor.headers, origin: first.url })
    const { fileId, uploadUrl } = await begin(vendor, { length: SIZE })
    const arrived = async () => (await vendor.trpc.documents.file.query({ fileId })).received
    const before = await memoryOf(first.url)

    const broken = sendRest(`${wire.url}${uploadUrl}`, onTheWire)
    broken.catch(() => {})
    await eventually('a third of it', async () => (await arrived()) > 30 * MIB, 100_000)
    wire.cut()
    await expect(broken).rejects.toThrow('fetch failed')

    const through = caller(second.url, { ...vendor.headers, origin: second.url })
    let isKilled = false
    // The first may still have the end of the broken line in its hands; then the second says no before it has read it all.
    const goOn = async (): Promise<unknown> => {
      try {
        return await sendRest(`${second.url}${uploadUrl}`, through)
      } catch (error) {
        if (isKilled) throw error
        return goOn()
      }
    }
    const crashed = goOn()
    crashed.catch(() => {})
    await eventually('two thirds of it', async () => (await arrived()) > 60 * MIB, 100_000)
    isKilled = true
    await second.kill()
    await expect(crashed).rejects.toThrow('fetch failed')

    const rest = await sendRest(`${first.url}${uploadUrl}`, vendor)

    expect(rest.status).toBe(204)
    expect(rest.from).toBeGreaterThan(60 * MIB)
    const { rows } = await pool.query('select state, size, sha256, type, parts from files')
    expect(rows).toEqual([
      { state: 'ready', size: SIZE, sha256: hashOfAll(), type: 'application/pdf', parts: [] },
    ])
    expect((await memoryOf(first.url)) - before).toBeLessThan(100)
  })
})
