import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, person, program, signIn } from './callers.ts'

const publicUrl = 'https://belfry.test'
let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
let behindTls: RunningApp & { url: string }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'belfry-console-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), '<!doctype html><title>Belfry</title>')
  await writeFile(path.join(folder, 'assets/index-abc123.js'), `console.log('${'x'.repeat(2_000)}')`)
  database = await databaseWithPeople()
  api = await startApi({ databaseUrl: database.url, env: { CONSOLE_DIR: folder, DEMO: 'on' } })
  behindTls = await startApi({
    databaseUrl: database.url,
    env: {
      PUBLIC_URL: publicUrl,
      METRICS_TOKEN: 'scrape-me-if-you-can',
      CONSOLE_DIR: path.join(folder, 'nowhere'),
    },
  })
})
afterAll(() => rm(folder, { recursive: true }))

const get = (at: string, headers: Record<string, string> = {}) => fetch(`${api.url}${at}`, { headers })
const page = { accept: 'text/html,*/*' }

test('an API that is ready says so, check by check', async () => {
  expect(await (await get('/livez')).json()).toEqual({ ok: true })
  const ready = await get('/readyz')

  expect(ready.status).toBe(200)
  expect(await ready.json()).toEqual({
    ok: true,
    checks: {
      database: { ok: true },
      migrations: { ok: true, pending: 0 },
      live: { ok: true, latencyMs: expect.any(Number) },
    },
  })
})

test('a database that is behind makes it unready', async () => {
  await database.pool.query("delete from kysely_migration where name = '0006_machinery'")
  const ready = () => get('/readyz').then(async (answer) => [answer.status, await answer.json()])
  try {
    await expect
      .poll(ready, { timeout: 3_000 })
      .toMatchObject([
        503,
        { ok: false, checks: { migrations: { ok: false, pending: 1 }, database: { ok: true } } },
      ])
  } finally {
    await database.pool.query(
      "insert into kysely_migration (name, timestamp) values ('0006_machinery', '2026-11-20T00:00:00.000Z')",
    )
  }
})

test('every answer carries the headers that keep a browser safe', async () => {
  for (const at of ['/', '/livez', '/trpc/me.get', '/api/nothing', '/assets/index-abc123.js']) {
    const { headers } = await get(at, page)
    const policy = headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'")
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|http)/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'x-request-id': expect.stringMatching(/^[\w-]{36}$/),
    })
    expect(headers.get('strict-transport-security')).toBeNull()
  }
})

test('behind https the cookie and the headers insist on it', async () => {
  const answer = await signIn(behindTls.url, 'vendor', { headers: { origin: publicUrl } })

  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^__Host-belfry\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000')
  const plain = await signIn(behindTls.url, 'vendor', { headers: { origin: behindTls.url } })
  expect([plain.status, plain.body.key]).toEqual([403, 'not_permitted'])
})

test('the console comes with all of its addresses; what is hashed is kept, what is not is asked for again', async () => {
  const index = await get('/', page)
  const deep = await get('/cases/0199-abc?tab=history', page)
  const asset = await get('/assets/index-abc123.js')

  expect(await index.text()).toContain('<title>Belfry</title>')
  expect([deep.status, deep.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  expect(index.headers.get('cache-control')).toBe('no-cache')
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(asset.headers.get('content-encoding')).toBe('gzip')
  expect(await asset.text()).toContain('console.log')
  const again = await get('/', { ...page, 'if-none-match': index.headers.get('etag')! })
  expect([again.status, await again.text()]).toEqual([304, ''])
})

test('what is not there is not there, nor is anything outside of the console', async () => {
  const paths = [
    '/assets/index-old.js',
    '/favicon.ico',
    '/api/nothing',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/assets/%00',
  ]
  for (const at of paths) {
    const answer = await get(at)
    expect([at, answer.status]).toEqual([at, 404])
    expect(await answer.json()).toMatchObject({ key: 'not_found', requestId: expect.any(String) })
  }
  expect((await get('/api/nothing', page)).headers.get('content-type')).toContain('application/json')
})

test('a console that is not built says how to get one', async () => {
  const answer = await fetch(`${behindTls.url}/`, { headers: page })

  expect(answer.status).toBe(503)
  expect(await answer.text()).toContain('npm start')
})

test('the demo names its people where there is one, and is not there otherwise', async () => {
  expect(await (await get('/api/demo')).json()).toMatchObject({
    accounts: expect.arrayContaining([expect.objectContaining({ email: 'vendor@belfry.test' })]),
    password: 'belfry-demo',
  })
  expect((await fetch(`${behindTls.url}/api/demo`)).status).toBe(404)
})

test('a request keeps a number it brings, if it is one, and gets one otherwise', async () => {
  const id = async (given: string) =>
    (await get('/trpc/me.get', { 'x-request-id': given })).headers.get('x-request-id')

  expect(await id('trace-0123456789')).toBe('trace-0123456789')
  for (const bad of ['short', 'x'.repeat(65), 'has space 12345', '<script>alert(1)</script>'])
    expect(await id(bad)).toMatch(/^[0-9a-f-]{36}$/)
})

test('an error names the number under which the log has it', async () => {
  const vendor = await program(api.url, 'vendor')
  const answer = await fetch(`${api.url}/trpc/cases.get?input={"json":{"caseId":"x"}}`, {
    headers: { ...vendor.headers, 'x-request-id': 'request-of-the-test' },
  })

  expect(await answer.json()).toMatchObject({
    error: { json: { data: { requestId: 'request-of-the-test' } } },
  })
  await expect.poll(() => api.output()).toContain('request-of-the-test')
})

test('of a mistake of ours the caller learns a number, and the log all the rest', async () => {
  const vendor = await person(api.url, 'vendor2')
  await database.pool.query('alter table cases rename to cases_away')
  const error = await errorOf(vendor.trpc.cases.list.query({}))
  await database.pool.query('alter table cases_away rename to cases')

  expect(error).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    httpStatus: 500,
    key: 'internal',
    details: {},
  })
  expect(error.message).toContain(`donnez ce numéro à un administrateur : ${error.requestId}.`)
  expect(JSON.stringify(error)).not.toMatch(/relation|select|node_modules/)
  const line = () =>
    api
      .output()
      .split('\n')
      .find((text) => text.includes(error.requestId) && text.includes('"level":"error"'))
  await expect.poll(line).toBeDefined()
  expect(JSON.parse(line()!)).toMatchObject({
    path: 'cases.list',
    personId: database.given.vendor2.id,
    err: { message: 'relation "cases" does not exist', stack: expect.stringContaining('listCases') },
  })
})

test('figures are for this machine and for those with the token, not for whoever a proxy lets through', async () => {
  const scrape = async (url: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/metrics`, { headers })
    return answer.ok ? answer.text() : answer.status
  }
  await (await person(api.url, 'officerNorth')).trpc.me.get.query()
  const figures = await scrape(api.url)

  expect(figures).toContain('belfry_connections 0')
  expect(figures).toContain('belfry_events_delivered_total')
  expect(figures).toContain('belfry_listener_reconnects_total 0')
  expect(figures).toMatch(/belfry_call_seconds_count\{procedure="me\.get",outcome="ok"\} [1-9]/)
  expect(figures).toContain('process_resident_memory_bytes')
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }
  expect(await scrape(api.url, forwarded)).toBe(403)
  expect(await scrape(behindTls.url, { ...forwarded, authorization: 'Bearer wrong' })).toBe(403)
  expect(
    await scrape(behindTls.url, { ...forwarded, authorization: 'Bearer scrape-me-if-you-can' }),
  ).toContain('belfry_')
})

test('a mutation that a page of another site could send is refused, whatever it is dressed as', async () => {
  const { headers } = await person(api.url, 'officerSouth')
  const cookie = headers.cookie!
  const types = [
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    '',
  ]
  const origins = ['https://evil.test', 'null', `${api.url}.evil.test`, undefined]
  const send = (type: string, origin: string | undefined, more: Record<string, string> = {}) =>
    fetch(`${api.url}/trpc/me.update`, {
      method: 'POST',
      body: '{"json":{"locale":"ar"}}',
      headers: { cookie, ...(type ? { 'content-type': type } : {}), ...(origin ? { origin } : {}), ...more },
    })

  for (const type of types)
    for (const origin of origins)
      expect([type, origin, (await send(type, origin)).status]).toEqual([type, origin, 403])
  for (const type of types.slice(1)) expect([type, (await send(type, api.url)).status]).toEqual([type, 400])
  const byGet = await fetch(`${api.url}/trpc/me.update?input={"json":{"locale":"ar"}}`, { headers })
  expect(byGet.status).toBe(400)
  const signedOut = await fetch(`${api.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: 'https://evil.test' },
  })
  expect(signedOut.status).toBe(403)
  expect((await send('application/json', api.url)).status).toBe(200)
})

test('a subscription is refused to whoever takes no event stream', async () => {
  const vendor = await program(api.url, 'vendor')

  const answer = await fetch(`${api.url}/trpc/notifications.live`, {
    headers: vendor.headers,
  })

  expect(await answer.text()).toMatch(/event: serialized-error\ndata: .*"key":"invalid_input"/)
})

test('each procedure answers a person in her own language', async () => {
  const simone = await person(api.url, 'officerNorth2')

  const error = await errorOf(simone.trpc.system.health.query())

  expect(error.message).toBe('Vous n’êtes pas autorisé à faire cela.')
  await simone.trpc.me.update.mutate({ locale: 'ar' })
  expect((await errorOf(simone.trpc.system.health.query())).message).toBe('لا يُسمح لك بهذا.')
})
