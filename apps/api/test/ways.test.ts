import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { startProxy } from '@belfry/testing/proxy'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { EventStreamSocket } from '../src/socket/http-socket.ts'
import { person, program } from './callers.ts'
import { type FollowOptions, follow as followBy } from './following.ts'

let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
let token: string
beforeAll(async () => {
  database = await databaseWithPeople()
  api = await startApi({ databaseUrl: database.url })
  token = (await program(api.url, 'officerNorth')).token
})

const soon = { timeout: 30_000 }

const follow = (url: string, options: Partial<FollowOptions> = {}) => followBy(url, { token, ...options })

let count = 0
/** Files some shifts; what the officer is told of them. */
async function file(times = 1): Promise<string[]> {
  const titles: string[] = []
  for (let i = 0; i < times; i++) {
    const vehicle = `Bus ${++count}`
    await database.given.case('shift', { by: database.given.vendor, station: 'north', vehicle })
    titles.push(`New shift for ${vehicle}`)
  }
  return titles
}

const connected = (client: ReturnType<typeof follow>, way: string) =>
  expect.poll(() => [client.ways.at(-1), client.positions.length > 0], soon).toEqual([way, true])

test('where upgrades are refused it goes on by server-sent events, and back without loss or doubling', async () => {
  const proxy = await startProxy(api.url, { upgrades: 'refuse' })
  const client = follow(proxy.url)
  await connected(client, 'sse')
  const first = await file(2)
  await expect.poll(() => client.told, soon).toEqual(first)
  await expect.poll(() => client.queue().at(-1), soon).toBe(first.at(-1)!.replace('New shift for ', ''))

  proxy.set({ upgrades: 'pass' })
  const between = file(3)
  client.lines.retry()

  await expect.poll(() => client.ways.at(-1), soon).toBe('websocket')
  const middle = await between
  const after = await file(1)
  await expect.poll(() => client.told, soon).toEqual([...first, ...middle, ...after])
  expect(proxy.asked.filter((what) => what === 'UPGRADE')).toHaveLength(4)
})

test.each(['refuse', 'hold'] as const)(
  'where event streams do not get through either (%s) it asks again and again',
  async (streams) => {
    const proxy = await startProxy(api.url, { upgrades: 'refuse', streams })
    const client = follow(proxy.url)
    await connected(client, 'polling')

    const titles = await file(2)
    await expect.poll(() => client.told, soon).toEqual(titles)
    const more = await file(1)

    await expect.poll(() => client.told, soon).toEqual([...titles, ...more])
    expect(client.queue()).toContain(more[0]!.replace('New shift for ', ''))
  },
)

test('an outage is none of the proxy: afterwards a WebSocket is what it is again', async () => {
  const proxy = await startProxy(api.url)
  const client = follow(proxy.url, { retry: { firstMs: 100, everyMs: 200 } })
  await connected(client, 'websocket')

  proxy.set({ upgrades: 'refuse', streams: 'refuse' })
  proxy.cut()
  await expect.poll(() => client.ways.includes('polling'), soon).toBe(true)
  const missed = await file(2)
  proxy.set({ upgrades: 'pass', streams: 'pass' })

  await expect.poll(() => client.ways.at(-1), soon).toBe('websocket')
  await expect.poll(() => client.told, soon).toEqual(missed)
})

test.each(['sse', 'polling'] as const)('a session that ends ends its stream (%s)', async (transport) => {
  const own = await program(api.url, 'officerNorth2')
  const client = follow(api.url, { transport, headers: () => ({ authorization: `Bearer ${own.token}` }) })
  await connected(client, transport)

  const start = performance.now()
  const session = (await own.trpc.me.sessions.query()).find(({ current }) => current)!
  await own.trpc.me.endSession.mutate({ id: session.id })

  await expect.poll(() => client.closes[0], { timeout: 3_000, interval: 10 }).toBe(4401)
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('who polls is on the list of connections, and is sent away like the others', async () => {
  const admin = await person(api.url, 'admin')
  const own = await program(api.url, 'driver2')
  const client = follow(api.url, {
    transport: 'polling',
    headers: () => ({ authorization: `Bearer ${own.token}` }),
  })
  await connected(client, 'polling')
  const listed = async () => {
    const { items } = await admin.trpc.system.connections.query({})
    return items.filter((item) => item.person.name === 'Dora Driver')
  }

  await expect
    .poll(listed, soon)
    .toMatchObject([{ transport: 'polling', seenAt: expect.any(String), lag: 0 }])
  const [first] = await listed()
  await admin.trpc.system.closeConnection.mutate({ id: first!.id })

  await expect.poll(() => client.ways.filter((way) => way === 'polling').length, soon).toBe(2)
  await expect
    .poll(async () => (await listed()).map(({ id }) => id), soon)
    .toEqual([expect.not.stringMatching(first!.id)])
})

test('other rights end the event stream, which comes back with them', async () => {
  const { trpc } = await program(api.url, 'officerNorth')
  const client = follow(api.url, { transport: 'sse' })
  await connected(client, 'sse')

  await trpc.me.update.mutate({ locale: 'fr' })

  await expect.poll(() => client.ways, soon).toEqual(['sse', null, 'sse'])
  expect(client.closes).toEqual([4403])
  await trpc.me.update.mutate({ locale: 'en' })
})

test('an event stream is in the list of connections, and goes from it', async () => {
  const rows = async () =>
    (
      await database.pool.query<{ transport: string }>(
        'select transport from connections where person_id = $1',
        [database.given.officerSouth.id],
      )
    ).rows.map(({ transport }) => transport)
  const south = await program(api.url, 'officerSouth')
  const headers = () => ({ authorization: `Bearer ${south.token}` })
  const quick = new AbortController()
  const answer = await fetch(`${api.url}/trpc/stream`, {
    method: 'POST',
    headers: { ...headers(), 'content-type': 'application/json' },
    body: '[]',
    signal: quick.signal,
  })

  await expect.poll(rows, soon).toEqual(['sse'])
  expect(answer.status).toBe(200) // and is still held: an answer that nobody holds is given up by fetch
  quick.abort()

  await expect.poll(rows, soon).toEqual([])
})

const knock = (headers: Record<string, string>, body = '[]', path = 'stream') =>
  fetch(`${api.url}/trpc/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })

test('strangers, other sites and nonsense are refused', async () => {
  const own = { authorization: `Bearer ${token}` }
  expect((await knock({})).status).toBe(401)
  expect((await knock({ authorization: 'Bearer made.up' })).status).toBe(401)
  expect((await knock({ ...own, origin: 'https://evil.test' })).status).toBe(403)
  for (const body of ['', '{', '{}', '[1]', `[${Array(65).fill('{"id":1}').join()}]`])
    expect([body.slice(0, 9), (await knock(own, body)).status]).toEqual([body.slice(0, 9), 400])
  expect(await (await knock(own, '[{"id":1,"method":"explode"}]', 'poll')).json()).toMatchObject([
    { id: null, error: { json: { data: { key: 'invalid_input' } } } },
  ])
})

test('streams count among the connections of a person, of which there are twenty', async () => {
  const driver = await program(api.url, 'driver')
  const open = await Promise.all(Array.from({ length: 20 }, () => knock(driver.headers)))
  onTestFinished(() => open.forEach((answer) => void answer.body?.cancel()))

  expect((await knock(driver.headers)).status).toBe(429)
  await open[0]!.body!.cancel()

  await expect
    .poll(async () => {
      const again = await knock(driver.headers)
      void again.body?.cancel()
      return again.status
    }, soon)
    .toBe(200)
})

test('an event stream that nobody reads is cut above a megabyte, and one that is read goes on', async () => {
  const [slow, awake] = [new EventStreamSocket(), new EventStreamSocket()]
  const reader = awake.body.getReader()
  let bytes = 0
  for (let i = 0; i < 5; i++) {
    for (const socket of [slow, awake]) socket.send('x'.repeat(300_000))
    while (bytes < i * 300_000) bytes += (await reader.read()).value!.byteLength
  }

  const answered = new Promise((resolve) => awake.once('message', (text: Buffer) => resolve(String(text))))
  awake.send('PING')

  expect(await answered).toBe('PONG')
  expect([slow.readyState, awake.readyState]).toEqual([3, 1])
  await expect(slow.body.getReader().read()).rejects.toThrow('Hung up.')
  awake.close(1000)
})

/** What tRPC's own link for server-sent events would hear, as text. */
async function listen(path: string, headers: Record<string, string>, more: Record<string, string> = {}) {
  const answer = await fetch(`${api.url}/trpc/${path}`, {
    headers: { ...headers, accept: 'text/event-stream', ...more },
  })
  const heard = { text: '', ended: false }
  const ended = (async () => {
    const decoder = new TextDecoder()
    for await (const bytes of answer.body!)
      heard.text += decoder.decode(bytes as Uint8Array, { stream: true })
  })()
    .catch(() => {})
    .finally(() => (heard.ended = true))
  return { answer, heard, ended }
}

test("tRPC's own event streams work as well: they resume, end with the session, and count as connections", async () => {
  const own = await program(api.url, 'officerNorth2')
  const first = await listen('notifications.live', own.headers)
  await expect.poll(() => first.heard.text, soon).toContain('"kind":"hello"')
  const position = /id: ([\d.]+)/.exec(first.heard.text)![1]!

  const bus = (await file(1))[0]!.replace('New shift for ', '') // he reads French
  await expect.poll(() => first.heard.text, soon).toContain(bus)
  const resumed = await listen('notifications.live', own.headers, { 'last-event-id': position })
  await expect.poll(() => resumed.heard.text, soon).toContain(bus)

  const start = performance.now()
  const session = (await own.trpc.me.sessions.query()).find(({ current }) => current)!
  await own.trpc.me.endSession.mutate({ id: session.id })
  await Promise.all([first.ended, resumed.ended])
  expect(performance.now() - start).toBeLessThan(5_000)
  const late = await listen('notifications.live', own.headers)
  await late.ended
  expect(late.heard.text).toMatch(/event: serialized-error[^]*"key":"session_ended"/)
})
