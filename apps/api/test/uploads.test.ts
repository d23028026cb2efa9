import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { filesOf } from '@belfry/testing/apps'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { startS3 } from '@belfry/testing/s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, caller, errorOf, nobody, person, program } from './callers.ts'
import { begin, pdf, tus, upload, zip } from './files.ts'

const MIB = 1024 * 1024
let database: FreshDatabase & { given: Given }
beforeAll(async () => (database = await databaseWithPeople()))

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: Error & { key?: string }) => ({ key: error.key, message: error.message }),
  )

describe.each([
  ['on disk', () => Promise.resolve({})],
  ['in a bucket', startS3],
])('%s', (_, storeOf) => {
  let api: RunningApp & { url: string }
  let vendor: Caller
  let frenchVendor: Caller
  beforeAll(async () => {
    const env = { UPLOAD_MAX_MB: '2', ...(await storeOf()) }
    api = await startApi({ databaseUrl: database.url, env })
    ;[vendor, frenchVendor] = await Promise.all([person(api.url, 'vendor'), person(api.url, 'vendor2')])
  })
  const at = (address: string) => `${api.url}${address}`
  const stateOf = (fileId: string) => vendor.trpc.documents.file.query({ fileId })

  test('a file that has arrived is known by its content and its hash, and can be read again', async () => {
    const bytes = pdf()

    const fileId = await upload(api.url, vendor, bytes, {
      name: 'Contrat signé.pdf',
      accept: ['pdf', 'image'],
    })

    expect(await stateOf(fileId)).toEqual({
      id: fileId,
      name: 'Contrat signé.pdf',
      size: bytes.length,
      type: 'application/pdf',
      state: 'ready',
      refusal: null,
      received: bytes.length,
      attached: false,
    })
    const { rows } = await database.pool.query('select sha256, parts from files where id = $1', [fileId])
    expect(rows).toEqual([{ sha256: sha256(bytes), parts: [] }])
    const link = await vendor.trpc.documents.get.query({ fileId })
    const read = await fetch(at(link.url))
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('an upload goes on where it stopped, in steps of any size', async () => {
    const bytes = pdf(300_001)
    const { fileId, uploadUrl } = await begin(vendor, bytes)
    for (const [from, to] of [
      [0, 1],
      [1, 200_000],
      [200_000, 300_001],
    ] as const) {
      expect(await tus(at(uploadUrl), vendor, 'HEAD')).toMatchObject({ status: 200, offset: from })
      const step = await tus(at(uploadUrl), vendor, 'PATCH', {
        offset: from,
        bytes: bytes.subarray(from, to),
      })
      expect(step).toMatchObject({ status: 204, offset: to })
    }

    const { rows } = await database.pool.query('select sha256 from files where id = $1', [fileId])
    expect(rows).toEqual([{ sha256: sha256(bytes) }])
  })

  test('a file of just the most that is allowed is taken, and not one byte more', async () => {
    const bytes = pdf(2 * MIB)

    expect(await stateOf(await upload(api.url, vendor, bytes))).toMatchObject({
      state: 'ready',
      size: 2 * MIB,
    })
    const error = await errorOf(begin(frenchVendor, { length: 2 * MIB + 1 }))
    expect(error).toMatchObject({ code: 'BAD_REQUEST', key: 'file_too_large' })
    expect(error.message).toMatch(/^Ce fichier est trop volumineux : au plus 2\sMo\.$/)
  })

  test('an archive that calls itself a PDF is refused, and nothing of it stays', async () => {
    const refused = await refusalOf(upload(api.url, vendor, zip()))
    const inFrench = await refusalOf(upload(api.url, frenchVendor, zip(), { accept: ['pdf'] }))

    expect(refused).toEqual({
      key: 'file_disguised',
      message: 'By its name this file is “PDF”, but its content is “archive”.',
    })
    expect(inFrench!.message).toBe(
      'D’après son nom, ce fichier est « PDF », mais son contenu est « archive ».',
    )
    const { rows } = await database.pool.query("select storage_key, parts from files where state = 'refused'")
    for (const row of rows) expect(row).toEqual({ storage_key: null, parts: [] })
  })

  test('a kind of file that was not asked for is refused by its content, and stays refused', async () => {
    const { fileId, uploadUrl } = await begin(vendor, zip(), { name: 'all.zip', accept: ['pdf', 'image'] })

    const sent = await tus(at(uploadUrl), vendor, 'PATCH', { bytes: zip() })

    expect(sent).toMatchObject({
      status: 400,
      body: {
        key: 'file_type',
        message: 'This kind of file is not accepted here: archive. Accepted: PDF or image.',
      },
    })
    expect(await tus(at(uploadUrl), vendor, 'HEAD')).toMatchObject({ status: 400 })
    expect(await stateOf(fileId)).toMatchObject({
      state: 'refused',
      refusal: { key: 'file_type', message: sent.body.message },
    })
    expect((await errorOf(vendor.trpc.documents.get.query({ fileId }))).key).toBe('not_found')
  })

  test('text is text by its bytes and its name; a page is none, whatever it is called', async () => {
    const text = (content: string, name: string) =>
      upload(api.url, vendor, Buffer.from(content), { name, accept: ['text', 'sheet'] }).then(
        async (fileId) => (await stateOf(fileId)).type,
        (error: { key: string }) => error.key,
      )

    expect(await text('Guten Tag, Größe\r\n', 'note.txt')).toBe('text/plain')
    expect(await text('a;b\n1;2\n', 'figures.csv')).toBe('text/csv')
    expect(await text('nom;d\xe9bit\n', 'latin1.csv')).toBe('text/csv')
    expect(await text('\ufeff<!doctype html><script>alert(1)</script>', 'note.txt')).toBe('file_disguised')
    expect(await text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">', 'note.txt')).toBe(
      'file_disguised',
    )
    expect(await text('zero \0 byte', 'note.txt')).toBe('file_disguised')
    expect(await text('<script>alert(1)</script>', 'page.html')).toBe('file_type')
  })

  test('bytes beyond the announced length are refused, and the upload can still be done right', async () => {
    const bytes = pdf(1_000)
    const { fileId, uploadUrl } = await begin(vendor, bytes)

    const tooMany = await tus(at(uploadUrl), vendor, 'PATCH', { bytes: Buffer.concat([bytes, bytes]) })
    expect(tooMany).toMatchObject({ status: 400, body: { key: 'file_incomplete' } })
    expect(await tus(at(uploadUrl), vendor, 'HEAD')).toMatchObject({ status: 200, offset: 0 })
    await tus(at(uploadUrl), vendor, 'PATCH', { bytes: bytes.subarray(0, 999) })
    expect(await stateOf(fileId)).toMatchObject({ state: 'uploading', received: 999, type: null })
    await tus(at(uploadUrl), vendor, 'PATCH', { offset: 999, bytes: bytes.subarray(999) })

    expect(await stateOf(fileId)).toMatchObject({ state: 'ready' })
  })

  test('of several who send the same bytes at once each part gets in once', async () => {
    const bytes = pdf(2 * MIB)
    const { fileId, uploadUrl } = await begin(vendor, bytes)
    // All have seen the same offset before the first of them gets a part in.
    const lock = await database.pool.connect()
    await lock.query('begin')
    await lock.query('select from files where id = $1 for update', [fileId])
    const start = bytes.subarray(0, 500_000)
    const sending = Array.from({ length: 4 }, () => tus(at(uploadUrl), vendor, 'PATCH', { bytes: start }))
    await expect
      .poll(
        async () =>
          (await database.pool.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount,
        { timeout: 10_000 },
      )
      .toBe(4)
    await lock.query('commit')
    lock.release()

    const statuses = (await Promise.all(sending)).map(({ status }) => status)
    expect(statuses.toSorted((a, b) => a - b)).toEqual([204, 409, 409, 409])
    const { offset } = await tus(at(uploadUrl), vendor, 'HEAD')
    expect(offset).toBe(start.length)
    await tus(at(uploadUrl), vendor, 'PATCH', { offset, bytes: bytes.subarray(offset) })
    const { rows } = await database.pool.query('select state, sha256 from files where id = $1', [fileId])
    expect(rows).toEqual([{ state: 'ready', sha256: sha256(bytes) }])
  })

  test('an upload that is taken back is gone with its bytes', async () => {
    const { fileId, uploadUrl } = await begin(vendor, pdf())
    await tus(at(uploadUrl), vendor, 'PATCH', { bytes: pdf(1_000) })

    expect(await tus(at(uploadUrl), vendor, 'DELETE')).toMatchObject({ status: 204 })

    expect(await tus(at(uploadUrl), vendor, 'HEAD')).toMatchObject({ status: 404 })
    expect((await errorOf(stateOf(fileId))).key).toBe('not_found')
  })

  test('a finish that was cut off by a crash is made up for by whoever asks next', async () => {
    const bytes = pdf()
    const { fileId, uploadUrl } = await begin(vendor, bytes)
    await tus(at(uploadUrl), vendor, 'PATCH', { bytes: bytes.subarray(0, 100) })
    await tus(at(uploadUrl), vendor, 'PATCH', { offset: 100, bytes: bytes.subarray(100, 199_999) })
    // As a crash right after the last part leaves it: all bytes there, nothing done about them.
    await database.pool.query('update files set declared_size = 199999 where id = $1', [fileId])
    expect(await stateOf(fileId)).toMatchObject({ state: 'uploading', received: 199_999 })

    expect(await tus(at(uploadUrl), vendor, 'HEAD')).toMatchObject({ status: 200, offset: 199_999 })

    expect(await stateOf(fileId)).toMatchObject({ state: 'ready', type: 'application/pdf' })
  })

  test('an upload of which the machine lost a part says so, and is over', async () => {
    const bytes = pdf(1_000)
    const { fileId, uploadUrl } = await begin(vendor, bytes)
    await tus(at(uploadUrl), vendor, 'PATCH', { bytes: bytes.subarray(0, 500) })
    await database.pool.query("update files set parts = '{0-lost}' where id = $1", [fileId])

    const sent = await tus(at(uploadUrl), vendor, 'PATCH', { offset: 500, bytes: bytes.subarray(500) })

    expect(sent).toMatchObject({ status: 400, body: { key: 'file_incomplete' } })
    expect(await stateOf(fileId)).toMatchObject({ state: 'refused' })
  })
})

describe('an upload', () => {
  let api: RunningApp & { url: string }
  let vendor: Caller
  beforeAll(async () => {
    api = await startApi({ databaseUrl: database.url })
    vendor = await person(api.url, 'vendor')
  })
  const at = (address: string) => `${api.url}${address}`

  test('cannot be empty', async () => {
    const error = await errorOf(begin(vendor, { length: 0 }))

    expect(error).toMatchObject({ key: 'file_empty', message: 'This file is empty.' })
  })

  test.each(['../../etc/passwd', 'C:\\boot.ini', 'a/b.pdf', 'line\nbreak.pdf', 'nul\0.pdf', '..\\..\\x.pdf'])(
    'cannot be called %j',
    async (name) => {
      expect(await errorOf(begin(vendor, pdf(), { name }))).toMatchObject({
        key: 'file_name',
        message: 'A file name cannot contain a path or control characters. Please rename the file.',
      })
    },
  )

  test('keeps a clean name: nothing hidden in it, and not longer than it needs to be', async () => {
    const nameOf = async (name: string) =>
      (await vendor.trpc.documents.file.query({ fileId: (await begin(vendor, pdf(), { name })).fileId })).name

    expect(await nameOf('  Zeugnis  2026 .pdf ')).toBe('Zeugnis 2026 .pdf')
    expect(await nameOf('fdp.\u202egpj.exe')).toBe('fdp.gpj.exe')
    expect(await nameOf('..')).toBe('file')
    expect(await nameOf('.htaccess')).toBe('htaccess')
    expect(await nameOf('عقد العمل.pdf')).toBe('عقد العمل.pdf')
    expect(await nameOf(`${'x'.repeat(300)}.pdf`)).toBe(`${'x'.repeat(146)}.pdf`)
  })

  test('is its uploader’s alone', async () => {
    const { fileId, uploadUrl } = await begin(vendor, pdf())
    const stranger = await person(api.url, 'driver')
    const bytes = pdf(10)

    for (const method of ['HEAD', 'PATCH', 'DELETE'] as const)
      expect([
        method,
        (await tus(at(uploadUrl), stranger, method, { bytes: method === 'PATCH' ? bytes : undefined! }))
          .status,
      ]).toEqual([method, 404])
    expect((await errorOf(stranger.trpc.documents.file.query({ fileId }))).key).toBe('not_found')
    expect((await errorOf(stranger.trpc.documents.get.query({ fileId }))).key).toBe('not_found')
    expect((await tus(at(uploadUrl), nobody(api.url), 'HEAD')).status).toBe(401)
    expect((await tus(at('/uploads/no-id'), vendor, 'HEAD')).status).toBe(404)
    expect((await tus(at(`/uploads/${crypto.randomUUID()}`), vendor, 'HEAD')).status).toBe(404)
  })

  test('cannot be sent by a page of another site', async () => {
    const { uploadUrl } = await begin(vendor, pdf())
    const bytes = pdf(10)

    for (const origin of ['https://evil.test', 'null']) {
      const evil = caller(api.url, { ...vendor.headers, origin })
      const sent = await tus(at(uploadUrl), evil, 'PATCH', { bytes })
      expect(sent).toMatchObject({ status: 403, body: { key: 'not_permitted' } })
      expect((await tus(at(uploadUrl), evil, 'DELETE')).status).toBe(403)
    }
    const cookieAlone = caller(api.url, { cookie: vendor.headers.cookie! })
    expect((await tus(at(uploadUrl), cookieAlone, 'PATCH', { bytes })).status).toBe(403)
    expect((await tus(at(uploadUrl), vendor, 'HEAD')).headers.get('access-control-allow-origin')).toBeNull()
  })

  test('can be sent by a program with its token', async () => {
    const bot = await program(api.url, 'vendor')

    const fileId = await upload(api.url, bot, pdf())

    expect(await bot.trpc.documents.file.query({ fileId })).toMatchObject({ state: 'ready' })
  })

  test('speaks tus: says what it can, and refuses what is none of it', async () => {
    const { uploadUrl } = await begin(vendor, pdf())

    const options = await tus(at('/uploads'), vendor, 'OPTIONS')
    expect(Object.fromEntries(options.headers)).toMatchObject({
      'tus-version': '1.0.0',
      'tus-extension': 'termination',
      'tus-max-size': String(100 * MIB),
    })
    const bytes = pdf(10)
    const plain = await tus(at(uploadUrl), vendor, 'PATCH', { bytes, more: { 'content-type': 'text/plain' } })
    expect(plain.status).toBe(400)
    const elsewhere = await tus(at(uploadUrl), vendor, 'PATCH', { bytes, offset: 7 })
    expect(elsewhere.status).toBe(409)
    for (const method of ['POST', 'GET'] as const)
      expect([method, (await tus(at(uploadUrl), vendor, method)).status]).toEqual([method, 405])
    expect((await tus(at('/uploads'), vendor, 'POST')).status).toBe(405)
  })

  test('leaves no bytes behind but the file itself', async () => {
    const kept = await upload(api.url, vendor, pdf())
    await refusalOf(upload(api.url, vendor, zip()))
    const { uploadUrl } = await begin(vendor, pdf(10))
    await tus(at(uploadUrl), vendor, 'PATCH', { bytes: pdf(9) })
    await tus(at(uploadUrl), vendor, 'DELETE')

    const folder = path.join(filesOf(database.url), 'files')
    expect(readdirSync(path.join(folder, 'uploads'))).toEqual([])
    expect(readdirSync(path.join(folder, new Date().toISOString().slice(0, 7)))).toContain(kept)
  })

  test('that comes in crumbs comes to an end', async () => {
    const { fileId, uploadUrl } = await begin(vendor, pdf())
    await database.pool.query(
      "update files set parts = array_fill('0-x'::text, array[10000]) where id = $1",
      [fileId],
    )

    const sent = await tus(at(uploadUrl), vendor, 'PATCH', { bytes: pdf(1_000) })

    expect(sent).toMatchObject({ status: 400, body: { key: 'file_incomplete' } })
  })

  test('begun twice with one key is one upload', async () => {
    const input = { name: 'a.pdf', size: 10, idempotencyKey: crypto.randomUUID() }

    const first = await vendor.trpc.documents.begin.mutate(input)

    expect(await vendor.trpc.documents.begin.mutate(input)).toEqual(first)
    expect((await errorOf(vendor.trpc.documents.begin.mutate({ ...input, size: 11 }))).key).toBe(
      'idempotency_mismatch',
    )
  })

  test('of a hundred that belong to nothing is the last, until some are taken back', async () => {
    const hoarder = await person(api.url, 'driver2')
    const { uploadUrl } = await begin(hoarder, pdf())
    await database.pool.query(
      `insert into files (id, uploaded_by, name, declared_size, created_at)
       select gen_random_uuid(), uploaded_by, name, 1, now() from files, generate_series(1, 99) where id = $1`,
      [uploadUrl.split('/').at(-1)],
    )

    expect(await errorOf(begin(hoarder, pdf()))).toMatchObject({ code: 'CONFLICT', key: 'too_many_files' })
    await tus(at(uploadUrl), hoarder, 'DELETE')
    await begin(hoarder, pdf())
  })
})
