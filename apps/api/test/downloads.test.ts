import { createHash } from 'node:crypto'
import { type RunningApp, freshDatabase, startApi } from '@belfry/testing'
import { databaseWithPeople } from '@belfry/testing/given'
import { startS3 } from '@belfry/testing/s3'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, errorOf, person } from './callers.ts'
import { pdf, upload } from './files.ts'

let database: Awaited<ReturnType<typeof databaseWithPeople>>
beforeAll(async () => (database = await databaseWithPeople()))

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe.each([
  ['from the disk', () => Promise.resolve({})],
  ['from a bucket', startS3],
])('%s', (_, storeOf) => {
  let api: RunningApp & { url: string }
  let vendor: Caller
  const bytes = pdf()
  let fileId: string
  beforeAll(async () => {
    api = await startApi({ databaseUrl: database.url, env: await storeOf() })
    vendor = await person(api.url, 'vendor')
    fileId = await upload(api.url, vendor, bytes, { name: 'Über "uns" 100% (neu).pdf' })
  })
  const link = async () => (await vendor.trpc.documents.get.query({ fileId })).url
  const get = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${api.url}${url}`, { headers, method })

  test('a file comes whole, under its name, and as nothing that could run', async () => {
    const answer = await get(await link())

    expect(answer.status).toBe(200)
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="_ber _uns_ 100_ (neu).pdf"; filename*=UTF-8''%C3%9Cber%20%22uns%22%20100%25%20%28neu%29.pdf`,
      'content-security-policy': "default-src 'none'; frame-ancestors 'self'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=600',
      'accept-ranges': 'bytes',
      etag: `"${createHash('sha256').update(bytes).digest('hex')}"`,
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('a part of it comes alone, so that a download can go on', async () => {
    const url = await link()
    const size = bytes.length
    const etag = (await get(url, {}, 'HEAD')).headers.get('etag')!
    const part = async (range: string, more: Record<string, string> = {}) => {
      const answer = await get(url, { range, ...more })
      return [
        answer.status,
        answer.headers.get('content-range'),
        Buffer.from(await answer.arrayBuffer()),
      ] as const
    }

    expect(await part('bytes=0-0')).toEqual([206, `bytes 0-0/${size}`, bytes.subarray(0, 1)])
    expect(await part('bytes=100-199')).toEqual([206, `bytes 100-199/${size}`, bytes.subarray(100, 200)])
    expect(await part('bytes=-10')).toEqual([
      206,
      `bytes ${size - 10}-${size - 1}/${size}`,
      bytes.subarray(-10),
    ])
    expect((await part(`bytes=${size - 5}-`, { 'if-range': etag }))[0]).toBe(206)
    expect((await part(`bytes=${size - 5}-9999999`))[1]).toBe(`bytes ${size - 5}-${size - 1}/${size}`)
    expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, Buffer.alloc(0)])
    expect((await part('bytes=-0'))[0]).toBe(416)
    for (const ignored of ['bytes=0-1,5-6', 'lines=1-2', 'bytes=9-3', 'bytes=-', 'bytes=x'])
      expect([ignored, (await part(ignored))[0]]).toEqual([ignored, 200])
    expect((await part('bytes=0-1', { 'if-range': '"older"' }))[0]).toBe(200)
  })

  test('what a browser has already is not sent again', async () => {
    const url = await link()
    const head = await get(url, {}, 'HEAD')

    const again = await get(url, { 'if-none-match': head.headers.get('etag')! })

    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)])
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('a link that was changed, or is for another file, opens nothing', async () => {
    const url = new URL(await link(), api.url)
    const other = new URL(
      (await vendor.trpc.documents.get.query({ fileId: await upload(api.url, vendor, pdf()) })).url,
      api.url,
    )
    const changed = (name: string, value: string) => {
      const copy = new URL(url)
      copy.searchParams.set(name, value)
      return copy
    }
    const forged = [
      changed('expires', String(Number(url.searchParams.get('expires')) + 1)),
      changed('signature', other.searchParams.get('signature')!),
      changed('signature', ''),
      changed('signature', `${url.searchParams.get('signature')}A`),
      new URL(`${other.pathname}${url.search}`, api.url),
      new URL(url.pathname, api.url),
      new URL(`/files/not-an-id/x.pdf${url.search}`, api.url),
    ]

    for (const { pathname, search } of forged) {
      const answer = await get(pathname + search, { 'accept-language': 'fr' })
      expect([pathname + search, answer.status]).toEqual([pathname + search, 403])
      expect(await answer.json()).toMatchObject({
        key: 'link_invalid',
        message: 'Ce lien est incomplet, ou ne vient pas de nous.',
      })
    }
    expect((await get(url.pathname + url.search)).status).toBe(200)
  })
})

describe('a file', () => {
  let api: RunningApp & { url: string }
  let vendor: Caller
  beforeAll(async () => {
    api = await startApi({ databaseUrl: database.url })
    vendor = await person(api.url, 'vendor')
  })
  const inline = async (bytes: Buffer, name: string) => {
    const fileId = await upload(api.url, vendor, bytes, { name })
    const { url } = await vendor.trpc.documents.get.query({ fileId })
    const { headers } = await fetch(`${api.url}${url}&inline=1`)
    return [headers.get('content-type'), headers.get('content-disposition')!.split(';')[0]]
  }

  test('is shown in the page only where a browser runs nothing of it', async () => {
    expect(await inline(pdf(), 'a.pdf')).toEqual(['application/pdf', 'inline'])
    expect(await inline(png, 'a.png')).toEqual(['image/png', 'inline'])
    expect(await inline(png, 'really-a-png.jpg')).toEqual(['image/png', 'inline'])
    expect(await inline(Buffer.from('<svg onload="alert(1)">'), 'a.svg')).toEqual([
      'application/octet-stream',
      'attachment',
    ])
    expect(await inline(Buffer.from('<script>alert(1)</script>'), 'a.html')).toEqual([
      'application/octet-stream',
      'attachment',
    ])
    expect(await inline(Buffer.from('<?xml version="1.0"?><html xmlns="x"/>'), 'a.xhtml')).toEqual([
      'application/xml',
      'attachment',
    ])
    expect(await inline(Buffer.from('plain'), 'a.txt')).toEqual(['text/plain', 'attachment'])
  })

  test('is gone from an old link after ten minutes: a page for people, an error for programs', async () => {
    const fileId = await upload(api.url, vendor, pdf())
    const { url, expiresAt } = await vendor.trpc.documents.get.query({ fileId })
    const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000
    expect(minutes).toBeGreaterThan(9.5)
    expect(minutes).toBeLessThanOrEqual(10.1)
    // The same secret half an hour ahead.
    const later = await startApi({
      databaseUrl: database.url,
      env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(aheadBy(30 * 60_000))}` },
    })

    const answer = await fetch(`${later.url}${url}`)
    const page = await fetch(`${later.url}${url}`, {
      headers: { accept: 'text/html,*/*', 'accept-language': 'ar' },
    })

    expect([answer.status, await answer.json()]).toMatchObject([403, { key: 'link_expired' }])
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
    expect(await page.text()).toMatch(/<html lang="ar" dir="rtl">[^]*انتهت مدة هذا الرابط/)
  })

  test('leaves a trace of who uploaded it and of who asked for it, and none of its name in the log', async () => {
    const fileId = await upload(api.url, vendor, pdf(), { name: 'canary-name.pdf' })
    const { url } = await vendor.trpc.documents.get.query({ fileId })
    await (await fetch(`${api.url}${url}`)).arrayBuffer()

    const { rows } = await database.pool.query(
      "select type, actor_id, ip, data from events where data->'target'->>'id' = $1 order by id",
      [fileId],
    )
    const target = { kind: 'file', id: fileId, title: 'canary-name.pdf' }
    expect(rows).toMatchObject([
      {
        type: 'document.upload',
        actor_id: database.given.vendor.id,
        ip: '127.0.0.1',
        data: { target, after: { type: 'application/pdf' } },
      },
      { type: 'document.download', actor_id: database.given.vendor.id, data: { target } },
    ])
    await expect.poll(() => api.output()).toContain(`/files/${fileId}/…`)
    expect(api.output()).not.toContain('canary-name')
  })

  test('whose bytes are gone is not there', async () => {
    const fileId = await upload(api.url, vendor, pdf())
    const { url } = await vendor.trpc.documents.get.query({ fileId })
    await database.pool.query("update files set storage_key = '2026-01/lost' where id = $1", [fileId])

    expect((await fetch(`${api.url}${url}`)).status).toBe(404)
    expect((await errorOf(vendor.trpc.documents.get.query({ fileId: crypto.randomUUID() }))).key).toBe(
      'not_found',
    )
  })

  test('of another installation cannot be opened with a link of ours', async () => {
    const { url } = await vendor.trpc.documents.get.query({ fileId: await upload(api.url, vendor, pdf()) })
    const other = await startApi({
      databaseUrl: (await freshDatabase()).url,
      env: { BELFRY_SECRET: 'another-secret-that-is-just-as-long-as-ours' },
    })

    expect((await fetch(`${other.url}${url}`)).status).toBe(403)
  })
})

/** Code that sets a process's clock ahead. */
const aheadBy = (ms: number) => `
  const real = Date.now
  globalThis.Date = class extends Date {
    constructor(...given) { given.length ? super(...given) : super(real() + ${ms}) }
    static now() { return real() + ${ms} }
  }`
