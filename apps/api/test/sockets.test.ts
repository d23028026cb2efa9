import { once } from 'node:events'
import { hostname } from 'node:os'
import type { CaseEvent, InboxEvent } from '@belfry/shared/wire'
import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import superjson from 'superjson'
import { afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { AppRouter } from '../src/client.ts'
import { type Caller, person, post, program } from './callers.ts'
import { type Connection, connectTo, connected, refusal } from './connections.ts'

let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
let officer: Caller
beforeAll(async () => {
  database = await databaseWithPeople()
  api = await startApi({ databaseUrl: database.url })
  officer = await person(api.url, 'officerNorth')
})

afterEach(async () => {
  expect((await fetch(`${api.url}/livez`)).status).toBe(200)
})

const started = (id: number) => (frame: Connection['frames'][number]) =>
  frame.id === id && frame.result?.type === 'started'
const data = (id: number) => (frame: Connection['frames'][number]) =>
  frame.id === id && frame.result?.type === 'data'
const failed = (id: number | null) => (frame: Connection['frames'][number]) =>
  frame.id === id && frame.error !== undefined
const keyOf = (frame: Connection['frames'][number]) => frame.error?.json.data.key

const sessionOf = async (caller: Caller) =>
  (await caller.trpc.me.sessions.query()).find((session) => session.current)!.id

test('the console hears hello and then of a new shift; a stranger hears nothing of it', async () => {
  const inNorth = await connected(api.url, officer)
  const inSouth = await connected(api.url, await person(api.url, 'officerSouth'))
  for (const connection of [inNorth, inSouth]) {
    connection.subscribe(1, 'notifications.live')
    await connection.frame(data(1))
  }

  await database.given.case('shift', { by: database.given.vendor, vehicle: 'Bus 99' })

  const news = await inNorth.frame((frame) => JSON.stringify(frame).includes('Bus 99'))
  const { data: event } = news.result!.data!.json as { data: InboxEvent }
  expect(event).toMatchObject({ kind: 'changes', unread: 1, items: [{ title: 'New shift for Bus 99' }] })
  expect(JSON.stringify(inSouth.frames)).not.toContain('Bus 99')
})

test('a page of another site, of none, and one that only looks like ours are refused at the door', async () => {
  const { cookie } = officer.headers as { cookie: string }
  const port = new URL(api.url).port
  const forged = [
    'https://evil.test',
    'null',
    `http://127.0.0.1.evil.test:${port}`,
    `http://evil.test/127.0.0.1:${port}`,
    `https://127.0.0.1:${port}`,
    'http://127.0.0.1',
    `http://127.0.0.1:${Number(port) + 1}`,
    '',
  ]

  for (const origin of forged)
    expect([origin, await refusal(api.url, { headers: { cookie, origin } })]).toEqual([
      origin,
      { status: 403, key: 'not_permitted' },
    ])
  expect(await refusal(api.url, { headers: { cookie } })).toEqual({ status: 403, key: 'not_permitted' })
})

test('without a session, with an ended one or a made-up one the door stays shut', async () => {
  const { cookie } = officer.headers as { cookie: string }
  const gone = await person(api.url, 'officerNorth')
  await post(`${api.url}/api/auth/sign-out`, {}, gone.headers)
  const old = await person(api.url, 'officerNorth')
  await database.pool.query(`update auth.session set expires_at = now() where id = $1`, [
    await sessionOf(old),
  ])

  expect(await refusal(api.url, { headers: { origin: api.url } })).toEqual({
    status: 401,
    key: 'not_signed_in',
  })
  for (const headers of [
    gone.headers,
    old.headers,
    { origin: api.url, cookie: `${cookie.slice(0, -6)}AAAA%3D` },
  ])
    expect(await refusal(api.url, { headers })).toEqual({ status: 401, key: 'session_ended' })
})

test('a socket elsewhere than at /trpc is refused', async () => {
  for (const path of ['', '/', '/trpcx', '/trpc/me.get', '//trpc', '/%74rpc']) {
    const ws = new WebSocket(`${api.url.replace('http', 'ws')}${path}`, { headers: officer.headers })
    const [, answer] = (await once(ws, 'unexpected-response')) as [unknown, { statusCode: number }]
    expect([path, answer.statusCode]).toEqual([path, 404])
    ws.on('error', () => {}).terminate()
  }
})

test('a program shows its token in a header, or in its first message', async () => {
  const { headers, token } = await program(api.url, 'vendor')

  const byHeader = await connected(api.url, { headers })
  byHeader.send({ id: 1, method: 'query', params: { path: 'me.get', input: { json: null } } })
  const client = createWSClient({
    url: `${api.url.replace('http', 'ws')}/trpc`,
    connectionParams: () => ({ token }),
  })
  onTestFinished(() => client.close())
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })

  expect((await byHeader.frame(data(1))).result?.data?.json).toMatchObject({ name: 'Vera Vendor' })
  expect(await trpc.me.get.query()).toMatchObject({ name: 'Vera Vendor' })
  const shift = await database.given.case('shift', { by: database.given.vendor })
  const first = await new Promise<CaseEvent>((resolve, reject) => {
    const { unsubscribe } = trpc.cases.live.subscribe(
      { caseId: shift.id },
      { onData: resolve, onError: reject },
    )
    onTestFinished(unsubscribe)
  })
  expect(first.case.id).toBe(shift.id)
})

test('a token that counts for nothing, and one that never comes, end the connection', async () => {
  const wrong = await connected(api.url, { headers: {} }, '?connectionParams=1')
  wrong.send({ method: 'connectionParams', data: { token: 'abc.def' } })
  const silent = await connected(api.url, { headers: {} }, '?connectionParams=1')
  const start = performance.now()

  expect(keyOf(await wrong.frame(failed(null)))).toBe('session_ended')
  expect((await wrong.closed).code).toBe(4401)
  const end = await silent.closed
  expect(end.code).toBe(4401)
  expect(end.at - start).toBeLessThan(20_000)
})

test('a session that ends closes its sockets within a second, and only its own', async () => {
  const here = await person(api.url, 'officerNorth')
  const leaving = await person(api.url, 'officerNorth')
  const stays = await connected(api.url, here)
  const goes = await connected(api.url, leaving)
  for (const connection of [stays, goes]) {
    connection.subscribe(1, 'notifications.live')
    await connection.frame(data(1))
  }

  const start = performance.now()
  await here.trpc.me.endSession.mutate({ id: await sessionOf(leaving) })
  const end = await goes.closed

  expect(end.code).toBe(4401)
  expect(end.at - start).toBeLessThan(5_000)
  expect(stays.ws.readyState).toBe(WebSocket.OPEN)
})

test('signing out closes the socket of that window within a second', async () => {
  const window = await person(api.url, 'vendor')
  const connection = await connected(api.url, window)
  connection.subscribe(1, 'notifications.live')
  await connection.frame(data(1))

  const start = performance.now()
  await post(`${api.url}/api/auth/sign-out`, {}, window.headers)

  const end = await connection.closed
  expect([end.code, end.at - start < 1_000]).toEqual([4401, true])
})

test('a session that runs out closes its socket', async () => {
  const window = await person(api.url, 'vendor')
  const connection = await connected(api.url, window)
  connection.subscribe(1, 'notifications.live')
  await connection.frame(data(1))

  await database.pool.query(
    `update auth.session set expires_at = now() + interval '1 second' where id = $1`,
    [await sessionOf(window)],
  )
  const again = await connected(api.url, window)

  expect((await again.closed).code).toBe(4401)
})

test('a role that is revoked closes the sockets of that person within a second', async () => {
  const somebody = await database.given.person({ grants: [{ role: 'officer', scope: 'station:north' }] })
  const { rows } = await database.pool.query<{ email: string }>('select email from people where id = $1', [
    somebody.id,
  ])
  const connection = await connected(api.url, await person(api.url, rows[0]!.email))
  connection.subscribe(1, 'queues.live', { workflow: 'shift' })
  await connection.frame(data(1))

  const start = performance.now()
  await database.pool.query('update role_grants set revoked_at = now() where person_id = $1', [somebody.id])

  const end = await connection.closed
  expect(end.code).toBe(4403)
  expect(end.at - start).toBeLessThan(5_000)
})

test('a person who changes the language is called in the new one by what is live', async () => {
  const vendor = await person(api.url, 'vendor')
  const shift = await database.given.case('shift', { by: database.given.vendor, station: 'north' })
  const before = await connected(api.url, vendor)
  before.subscribe(1, 'cases.live', { caseId: shift.id })
  const whyNot = async (connection: Connection) => {
    const frame = await connection.frame(data(1))
    return (frame.result!.data as { json: CaseEvent }).json.case.actions[0]!.whyNot
  }
  expect(await whyNot(before)).toMatch(/^Only /)

  await vendor.trpc.me.update.mutate({ locale: 'fr' })

  expect((await before.closed).code).toBe(4403)
  const after = await connected(api.url, vendor)
  after.subscribe(1, 'cases.live', { caseId: shift.id })
  expect(await whyNot(after)).toMatch(/^Ceci /)
  await vendor.trpc.me.update.mutate({ locale: 'en' })
})

test('an administrator sees a connection and closes it', async () => {
  const admin = await person(api.url, 'admin')
  const connection = await connected(api.url, await person(api.url, 'driver'))

  await expect
    .poll(async () => (await admin.trpc.system.connections.query({})).items, { timeout: 5_000 })
    .toContainEqual(expect.objectContaining({ person: expect.objectContaining({ name: 'داود السائق' }) }))
  const { items } = await admin.trpc.system.connections.query({})
  const { id } = items.find((item) => item.person.name === 'داود السائق')!
  await admin.trpc.system.closeConnection.mutate({ id })

  expect((await connection.closed).code).toBe(4000)
})

test('an administrator sees from which machine it is held, when it was heard of, and how far it is behind', async () => {
  const admin = await person(api.url, 'admin')
  const connection = await connected(api.url, await person(api.url, 'driver2'))
  connection.subscribe(1, 'notifications.live')
  await connection.frame(data(1))

  const mine = async () => {
    const { items } = await admin.trpc.system.connections.query({})
    return items.find((item) => item.person.name === 'Dora Driver' && item.lag !== null)
  }
  await expect.poll(mine, { timeout: 15_000 }).toMatchObject({ node: hostname(), lag: 0 })
  const { seenAt, since } = (await mine())!
  expect(Date.parse(seenAt!)).toBeGreaterThanOrEqual(Date.parse(since))
})

test('a frame of 300 kB ends the connection with 1009', async () => {
  const connection = await connected(api.url, officer)

  connection.send('x'.repeat(300_000))

  expect((await connection.closed).code).toBe(1009)
})

test('frames that are no calls are answered, and the connection goes on', async () => {
  const connection = await connected(api.url, officer)
  const junk = [
    '',
    '{',
    '[]',
    '[1,2]',
    'null',
    '{"id":1}',
    '{"id":2,"method":"explode","params":{}}',
    '[[[[]]]]',
  ]
  for (const frame of junk) connection.send(frame)
  connection.send(Buffer.from([0xff, 0xfe, 0x00]))
  connection.send({ id: 3, method: 'query', params: { path: 'cases.get', input: { json: { caseId: 5 } } } })
  connection.send({ id: 4, method: 'query', params: { path: 'no.such', input: { json: null } } })
  connection.send({ id: 5, method: 'query', params: { path: 'notifications.unread', input: { json: null } } })

  expect(keyOf(await connection.frame(failed(3)))).toBe('invalid_input')
  expect(keyOf(await connection.frame(failed(4)))).toBe('not_found')
  expect((await connection.frame(data(5))).result?.data?.json).toMatchObject({ unread: expect.any(Number) })
  const errors = connection.frames.filter(failed(null))
  expect(errors.length).toBeGreaterThanOrEqual(7)
  expect(new Set(errors.map(keyOf))).toEqual(new Set(['invalid_input']))
})

test('of a thousand subscriptions on one socket 32 run, and each other one is told why not', async () => {
  const connection = await connected(api.url, officer)
  for (let id = 1; id <= 1_000; id++) connection.subscribe(id, 'notifications.live')

  await expect
    .poll(() => new Set(connection.frames.map((frame) => frame.id)).size, { timeout: 10_000 })
    .toBe(1_000)
  const running = new Set(connection.frames.filter((f) => f.result?.type === 'started').map((f) => f.id))
  const keys = connection.frames.filter((f) => f.error).map(keyOf)
  expect(running.size).toBe(32)
  expect(keys).toHaveLength(968)
  expect(new Set(keys)).toEqual(new Set(['too_many_subscriptions', 'too_many_requests']))
  expect(connection.ws.readyState).toBe(WebSocket.OPEN)
  expect(await officer.trpc.me.get.query()).toMatchObject({ name: 'Nora North' })
})

test('a place is free again when a subscription stops, even in the same breath', async () => {
  const connection = await connected(api.url, officer)
  const stop = (id: number) => connection.send({ id, method: 'subscription.stop' })
  for (let id = 1; id <= 32; id++) connection.subscribe(id, 'queues.counts')
  await connection.frame(started(32))

  connection.subscribe(33, 'queues.counts')
  expect(keyOf(await connection.frame(failed(33)))).toBe('too_many_subscriptions')
  stop(1)
  await connection.frame((frame) => frame.id === 1 && frame.result?.type === 'stopped')
  connection.subscribe(34, 'queues.counts')
  stop(34)
  connection.subscribe(35, 'queues.counts')
  await connection.frame(started(35))
  connection.subscribe(36, 'cases.live', { caseId: 'no id' })
  connection.subscribe(37, 'queues.counts')

  expect(keyOf(await connection.frame(failed(37)))).toBe('too_many_subscriptions')
})

test('all subscriptions of a console come back in one frame', async () => {
  const connection = await connected(api.url, officer)

  connection.send(
    Array.from({ length: 32 }, (_, i) => ({
      id: i + 1,
      method: 'subscription',
      params: { path: 'queues.counts', input: { json: null } },
    })),
  )

  await connection.frame(started(32))
  expect(connection.frames.filter((frame) => frame.error)).toEqual([])
})

test('who never stops talking is hung up on', async () => {
  const connection = await connected(api.url, officer)
  for (let i = 0; i < 2_000; i++) connection.send('PING')

  expect((await connection.closed).code).toBe(1008)
})

test('a ping is answered, but not any number of them', async () => {
  const connection = await connected(api.url, officer)
  let pongs = 0
  connection.ws.on('pong', () => pongs++)

  for (let i = 0; i < 2_000; i++) connection.ws.ping('still there?')

  expect((await connection.closed).code).toBe(1008)
  expect(pongs).toBe(100)
})

test('a message that never ends is cut off', async () => {
  const connection = await connected(api.url, officer)

  for (let i = 0; i < 1_000; i++) connection.ws.send('x', { fin: false })

  expect((await connection.closed).code).toBe(1008)
})

test('a person has at most twenty connections', async () => {
  const vendor = await person(api.url, 'vendor2')
  const open = await Promise.all(Array.from({ length: 20 }, () => connected(api.url, vendor)))

  expect(await refusal(api.url, { headers: vendor.headers })).toEqual({
    status: 429,
    key: 'too_many_requests',
  })
  open[0]!.ws.close()
  await open[0]!.closed
  await expect.poll(() => connected(api.url, vendor).then(() => 'let in'), { timeout: 3_000 }).toBe('let in')
})

test('a case one may not see cannot be followed, and is refused like one that does not exist', async () => {
  const shift = await database.given.case('shift', { by: database.given.vendor })
  const connection = await connected(api.url, await person(api.url, 'officerSouth'))

  connection.subscribe(1, 'cases.live', { caseId: shift.id })
  connection.subscribe(2, 'cases.live', { caseId: '01999999-9999-7999-8999-999999999999' })
  connection.subscribe(3, 'system.live')

  const [hidden, absent] = [await connection.frame(failed(1)), await connection.frame(failed(2))]
  expect(hidden.error?.json.message).toBe('Ceci n’existe pas, ou vous n’y avez pas accès.')
  expect(absent.error?.json.message).toBe(hidden.error?.json.message)
  expect([keyOf(hidden), keyOf(absent)]).toEqual(['not_found', 'not_found'])
  expect(keyOf(await connection.frame(failed(3)))).toBe('not_permitted')
})

test('half a handshake, then silence, hurts nobody', async () => {
  const { ws } = connectTo(api.url, { headers: officer.headers })
  ws.terminate()
  const many = Array.from({ length: 50 }, () => connectTo(api.url, { headers: officer.headers }))
  for (const { ws: one } of many) one.terminate()

  expect(await officer.trpc.me.get.query()).toMatchObject({ name: 'Nora North' })
})

test('nothing of all this is an error of ours', () => {
  const worse = api
    .output()
    .split('\n')
    .filter((line) => /"level":"(warn|error|fatal)"/.test(line))

  expect(worse).toEqual([])
})

test('a reader who does not read is hung up on, others go on, and he goes on where he was', async () => {
  const { given } = database
  const item = await given.case('shift', { by: given.vendor, station: 'north' })
  const slow = await connected(api.url, officer)
  const awake = await connected(api.url, await person(api.url, 'officerNorth2'))
  for (const connection of [slow, awake]) {
    connection.subscribe(1, 'cases.live', { caseId: item.id })
    await connection.frame(data(1))
  }

  slow.ws.pause()
  // Each comment sends the whole history again, so these are tens of megabytes: more than any buffer on the way holds.
  const comments = 120
  for (let i = 0; i < comments; i++)
    await officer.trpc.cases.comment.mutate({ caseId: item.id, text: `${i} ${'x'.repeat(3_900)}` })
  const all = (frame: Connection['frames'][number]) =>
    (frame.result?.data?.json as CaseEvent | undefined)?.history?.length === comments + 1
  await awake.frame(all)
  slow.ws.resume()

  expect((await slow.closed).code).toBe(1006)
  expect(slow.frames.some(all)).toBe(false)
  const back = await connected(api.url, officer)
  back.subscribe(1, 'cases.live', { caseId: item.id })
  expect(all(await back.frame(data(1)))).toBe(true)
})
