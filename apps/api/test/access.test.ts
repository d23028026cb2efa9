import type { InboxEvent } from '@belfry/shared/wire'
import { type FreshDatabase, type RunningApp, startApi } from '@belfry/testing'
import { type Given, databaseWithPeople, givenPassword } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Caller, caller, errorOf, person, post, program, signIn } from './callers.ts'
import { type Connection, connected } from './connections.ts'

let database: FreshDatabase & { given: Given }
let api: RunningApp & { url: string }
let second: RunningApp & { url: string }
let admin: Caller
beforeAll(async () => {
  database = await databaseWithPeople()
  const databaseUrl = database.url
  ;[api, second] = await Promise.all([
    startApi({ databaseUrl, env: { TRUST_PROXY: '1', KEY_CALLS_PER_MINUTE: '60' } }),
    startApi({ databaseUrl }),
  ])
  admin = await person(api.url, 'admin')
})

const data = (id: number) => (frame: Connection['frames'][number]) =>
  frame.id === id && frame.result?.type === 'data'
const failed = (id: number | null) => (frame: Connection['frames'][number]) =>
  frame.id === id && frame.error !== undefined
const keyOf = (frame: Connection['frames'][number]) => frame.error?.json.data.key
const itemsIn = (frame: Connection['frames'][number]) => {
  const sent = frame.result?.data?.json as { data?: InboxEvent } | undefined
  return sent?.data?.kind === 'changes' ? sent.data.items : []
}

/** For what happens in other processes, on machines that are busy with other tests. */
const soon = { timeout: 15_000 }

const NORTH = { role: 'officer', scope: 'station:north' } as const

describe('a role that changes', () => {
  test('counts at once: for what its person sees, and for what he hears, without signing in again', async () => {
    const driver = await person(second.url, 'driver2')
    const personId = database.given.driver2.id
    const shift = await database.given.case('shift', { by: database.given.vendor, vehicle: 'Bus 51' })
    const before = await connected(second.url, driver)
    before.subscribe(1, 'queues.live', { workflow: 'shift' })
    expect(keyOf(await before.frame(failed(1)))).toBe('not_permitted')
    expect(await errorOf(driver.trpc.cases.get.query({ caseId: shift.id }))).toMatchObject({
      key: 'not_found',
    })

    await admin.trpc.access.grant.mutate({ personId, ...NORTH })

    expect((await before.closed).code).toBe(4403) // the client comes back by itself
    expect(await driver.trpc.cases.get.query({ caseId: shift.id })).toMatchObject({ title: 'Bus 51' })
    const between = await connected(second.url, driver)
    between.subscribe(1, 'queues.live', { workflow: 'shift' })
    between.subscribe(2, 'cases.live', { caseId: shift.id })
    between.subscribe(3, 'notifications.live')
    await Promise.all([1, 2, 3].map((id) => between.frame(data(id))))
    const filed = await database.given.case('shift', { by: database.given.vendor, vehicle: 'Bus 52' })
    await between.frame((frame) => frame.id === 1 && JSON.stringify(frame).includes(filed.id))
    await between.frame(
      (frame) => frame.id === 3 && itemsIn(frame).some(({ title }) => title.includes('Bus 52')),
    )

    await admin.trpc.access.revoke.mutate({ personId, ...NORTH })

    expect((await between.closed).code).toBe(4403)
    expect(await errorOf(driver.trpc.cases.get.query({ caseId: shift.id }))).toMatchObject({
      key: 'not_found',
    })
    const after = await connected(second.url, driver)
    after.subscribe(1, 'queues.live', { workflow: 'shift' })
    after.subscribe(2, 'cases.live', { caseId: shift.id })
    expect(keyOf(await after.frame(failed(1)))).toBe('not_permitted')
    expect(keyOf(await after.frame(failed(2)))).toBe('not_found')
  })

  test('is told at once, live', async () => {
    const vendor2 = await connected(second.url, await person(second.url, 'vendor2'))
    vendor2.subscribe(1, 'notifications.live')
    await vendor2.frame(data(1))
    await admin.trpc.access.grant.mutate({ personId: database.given.vendor2.id, role: 'hr' })
    await vendor2.closed
    const back = await connected(second.url, await person(second.url, 'vendor2'))
    back.subscribe(1, 'notifications.live')
    await back.frame(data(1))

    await runJobs(database.db)

    const news = await back.frame((frame) => data(1)(frame) && itemsIn(frame).length > 0)
    expect(itemsIn(news)).toMatchObject([{ title: 'Nouveau rôle : RH' }])
  })
})

test('a closed account loses its sessions and streams at once, in every process, and cannot come back', async () => {
  const { given } = database
  const gone = await given.person({ name: 'Gone Soon', grants: [{ role: 'officer', scope: null }] })
  const { rows } = await database.pool.query('select email from people where id = $1', [gone.id])
  const there = await person(second.url, rows[0].email)
  const live = await connected(second.url, there)
  live.subscribe(1, 'notifications.live')
  await live.frame(data(1))

  await admin.trpc.access.deactivate.mutate({ personId: gone.id })

  expect([4401, 4403]).toContain((await live.closed).code)
  expect(await errorOf(there.trpc.me.get.query())).toMatchObject({ key: 'session_ended' })
  expect(await signIn(second.url, rows[0].email)).toMatchObject({
    status: 401,
    body: { key: 'wrong_credentials' },
  })
  expect(await admin.trpc.access.people.query({ show: 'closed' })).toMatchObject({
    items: [{ name: 'Gone Soon' }],
  })

  await admin.trpc.access.reactivate.mutate({ personId: gone.id })
  expect((await signIn(second.url, rows[0].email)).status).toBe(200)
})

describe('an API key', () => {
  const keyed = (url: string, secret: string) => caller(url, { 'x-api-key': secret })

  test('acts with its owner’s rights and under its own name, over HTTP and on a socket', async () => {
    const owner = await person(api.url, 'vendor')
    const { secret, key } = await owner.trpc.access.createApiKey.mutate({ name: 'Report agent' })
    const robot = keyed(api.url, secret!)

    expect(await robot.trpc.me.get.query()).toMatchObject({ id: database.given.vendor.id })
    const filed = await robot.trpc.cases.submit.mutate({
      workflow: 'shift',
      data: {
        station: 'north',
        driver: database.given.driver.id,
        vehicle: 'Bus 77',
        startsAt: '2026-11-20T08:00:00Z',
        endsAt: '2026-11-20T09:00:00Z',
      },
    })
    const history = await robot.trpc.cases.history.query({ caseId: filed.id })
    expect(history).toMatchObject([{ actor: { id: database.given.vendor.id, name: 'Report agent' } }])

    const socket = await connected(api.url, { headers: {} }, '?connectionParams=1')
    socket.send({ method: 'connectionParams', data: { apiKey: secret } })
    socket.subscribe(1, 'cases.live', { caseId: filed.id })
    await socket.frame(data(1))
    await expect
      .poll(
        async () => (await owner.trpc.access.apiKeys.query({})).find(({ id }) => id === key.id)?.lastUsedAt,
        soon,
      )
      .toEqual(expect.any(String))
  })

  test('that is revoked is worth nothing at once, on open sockets of any process either', async () => {
    const owner = await person(api.url, 'vendor')
    const { secret, key } = await owner.trpc.access.createApiKey.mutate({ name: 'Doomed' })
    const byParams = await connected(second.url, { headers: {} }, '?connectionParams=1')
    byParams.send({ method: 'connectionParams', data: { apiKey: secret } })
    const byHeader = await connected(second.url, { headers: { 'x-api-key': secret! } })
    for (const socket of [byParams, byHeader]) {
      socket.subscribe(1, 'notifications.live')
      await socket.frame(data(1))
    }

    await owner.trpc.access.revokeApiKey.mutate({ id: key.id })

    for (const socket of [byParams, byHeader]) expect((await socket.closed).code).toBe(4401)
    const invalid = { code: 'UNAUTHORIZED', key: 'invalid_key' }
    expect(await errorOf(keyed(api.url, secret!).trpc.me.get.query())).toMatchObject(invalid)
    expect(await errorOf(keyed(second.url, 'belfry_made-up').trpc.me.get.query())).toMatchObject(invalid)
    const polled = await post(`${second.url}/trpc/poll`, [{ id: 1 }], {
      'x-api-key': 'belfry_made-up',
      'accept-language': 'fr',
    })
    expect(JSON.stringify(polled.body)).toContain('Cette clé d’API n’est pas valable')
    const again = await connected(second.url, { headers: {} }, '?connectionParams=1')
    again.send({ method: 'connectionParams', data: { apiKey: secret } })
    again.subscribe(1, 'notifications.live')
    expect(JSON.stringify(await again.frame((sent) => 'error' in (sent as object)))).toContain('invalid_key')
    expect((await again.closed).code).toBe(4401)
  })

  test('ends on its day, also on a socket that was open before', async () => {
    const owner = await person(api.url, 'vendor')
    const { secret, key } = await owner.trpc.access.createApiKey.mutate({ name: 'Short', expiresInDays: 1 })
    await database.pool.query(
      `update api_keys set expires_at = now() + interval '1.5 seconds' where id = $1`,
      [key.id],
    )
    const socket = await connected(second.url, { headers: { 'x-api-key': secret! } })

    expect((await socket.closed).code).toBe(4401)
    expect(await errorOf(keyed(second.url, secret!).trpc.me.get.query())).toMatchObject({
      key: 'invalid_key',
    })
  })

  test('follows its owner’s rights, and opens less than he may do himself', async () => {
    const { secret } = await admin.trpc.access.createApiKey.mutate({
      name: 'Borrowed',
      personId: database.given.driver.id,
    })
    const robot = keyed(api.url, secret!)

    expect(await errorOf(robot.trpc.audit.search.query({}))).toMatchObject({ key: 'not_permitted' })
    const calls = [
      robot.trpc.access.createApiKey.mutate({ name: 'Child' }),
      robot.trpc.me.changePassword.mutate({ current: givenPassword, next: 'a good long password' }),
    ]
    for (const error of await Promise.all(calls.map(errorOf)))
      expect(error).toMatchObject({ code: 'FORBIDDEN', key: 'not_for_programs' })

    await admin.trpc.access.grant.mutate({ personId: database.given.driver.id, role: 'admin' })
    expect(await robot.trpc.audit.search.query({ limit: 1 })).toMatchObject({ items: [{}] })
    await admin.trpc.access.revoke.mutate({ personId: database.given.driver.id, role: 'admin' })
  })

  test('that is used too often has to wait', async () => {
    const owner = await person(api.url, 'vendor')
    const { secret } = await owner.trpc.access.createApiKey.mutate({ name: 'Eager' })
    const call = () => fetch(`${api.url}/trpc/me.get`, { headers: { 'x-api-key': secret! } })

    const answers = await Promise.all(Array.from({ length: 70 }, call))

    const tooMany = answers.filter(({ status }) => status === 429)
    expect(tooMany).toHaveLength(10)
    expect(Number(tooMany[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('a password', () => {
  test('is changed by its person, whose other sessions end', async () => {
    const somebody = await database.given.person({ name: 'Pat Password' })
    const { rows } = await database.pool.query('select email from people where id = $1', [somebody.id])
    const { email } = rows[0] as { email: string }
    const [here, there] = [await person(api.url, email), await person(api.url, email)]
    const live = await connected(api.url, there)

    for (const [current, next, key] of [
      ['wrong', 'a good long password', 'wrong_password'],
      [givenPassword, 'short', 'invalid_input'],
    ] as const)
      expect(await errorOf(here.trpc.me.changePassword.mutate({ current, next }))).toMatchObject({ key })
    expect(
      await here.trpc.me.changePassword.mutate({ current: givenPassword, next: 'a good long password' }),
    ).toBeNull()

    expect((await live.closed).code).toBe(4401)
    expect(await errorOf(there.trpc.me.get.query())).toMatchObject({ key: 'session_ended' })
    expect(await here.trpc.me.sessions.query()).toHaveLength(1)
    expect((await signIn(second.url, email)).status).toBe(401)
    expect((await signIn(second.url, email, { password: 'a good long password' })).status).toBe(200)
  })

  test('is not found by guessing: after five wrong ones even the right one has to wait', async () => {
    const vendor = await person(api.url, 'vendor2')
    const change = (current: string) =>
      errorOf(vendor.trpc.me.changePassword.mutate({ current, next: 'a good long password' }))

    for (let i = 0; i < 5; i++) expect(await change(`guess ${i}`)).toMatchObject({ key: 'wrong_password' })
    expect(await change(givenPassword)).toMatchObject({ key: 'too_many_requests' })
  })

  test('of somebody invited is set by the link, once, and opens the account', async () => {
    const { path } = await admin.trpc.access.invite.mutate({
      name: 'Nina New',
      email: 'nina@belfry.test',
      grants: [NORTH],
    })
    const token = path!.split('#')[1]!
    const set = (more: object, origin?: string) =>
      post(
        `${api.url}/api/auth/set-password`,
        { token, password: 'a good long password', ...more },
        {
          ...(origin ? { origin } : {}),
          'x-forwarded-for': '203.0.113.77',
        },
      )

    expect(await set({}, 'https://evil.test')).toMatchObject({ status: 403 })
    expect(await set({ password: 'short' })).toMatchObject({ status: 400, body: { key: 'invalid_input' } })
    expect(await set({ token: 'x'.repeat(43) })).toMatchObject({ status: 404, body: { key: 'link_used' } })
    expect(await set({})).toMatchObject({ status: 200, body: { email: 'nina@belfry.test' } })
    expect(await set({})).toMatchObject({ status: 404, body: { key: 'link_used' } })

    const nina = await person(api.url, 'nina@belfry.test', { password: 'a good long password' })
    expect(await nina.trpc.me.get.query()).toMatchObject({ grants: [NORTH] })
  })
})

describe('a refused call', () => {
  const refusalsFor = async (procedure: string) => {
    const { items } = await admin.trpc.notifications.list.query({ category: 'access' })
    return items.filter(({ title }) => title.endsWith(`: ${procedure}`))
  }

  test('hammered at two processes is one message with the exact number, and changes live', async () => {
    const [here, there] = [await person(api.url, 'driver'), await person(second.url, 'driver')]
    const live = await connected(second.url, await person(second.url, 'admin'))
    live.subscribe(1, 'notifications.live')
    await live.frame(data(1))

    await errorOf(here.trpc.mail.mailbox.query({}))
    const told = async () => {
      await runJobs(database.db)
      return refusalsFor('mail.mailbox')
    }
    await expect.poll(told, soon).toHaveLength(1)
    const [first] = await refusalsFor('mail.mailbox')
    await Promise.all(
      Array.from({ length: 36 }, (_, i) => errorOf((i % 2 ? here : there).trpc.mail.mailbox.query({}))),
    )
    await expect
      .poll(async () => (await told()).map(({ body }) => body), soon)
      .toEqual([expect.stringMatching(/^37 times since .+ \(UTC\) داود السائق called mail\.mailbox without/)])

    const frame = await live.frame((sent) => data(1)(sent) && JSON.stringify(sent).includes('37 times'))
    expect(itemsIn(frame)).toMatchObject([{ id: first!.id, state: 'unread' }])
    const { items } = await admin.trpc.audit.search.query({
      action: 'access.refused',
      actorId: database.given.driver.id,
    })
    const noted = items.filter(({ target }) => target?.id === 'mail.mailbox')
    expect(noted).toMatchObject([{ reason: 'not_permitted', actor: { name: 'داود السائق' } }])
  })

  test('of a page of another site, or with a key that is none, is told by its address', async () => {
    const from = { 'x-forwarded-for': '203.0.113.99' }
    await post(`${api.url}/trpc/me.update`, { json: {} }, { origin: 'https://evil.test', ...from })
    await fetch(`${api.url}/trpc/me.get`, { headers: { 'x-api-key': 'belfry_made-up', ...from } })

    await expect
      .poll(async () => {
        await runJobs(database.db)
        const { items } = await admin.trpc.notifications.list.query({ category: 'access' })
        return items.map(({ title }) => title).filter((title) => title.startsWith('203.0.113.99'))
      }, soon)
      .toEqual(
        expect.arrayContaining(['203.0.113.99 was refused: API key', '203.0.113.99 was refused: /trpc']),
      )
  })

  test('from ever new addresses and paths is not ever new messages', async () => {
    const from = (n: number) => ({ origin: 'https://evil.test', 'x-forwarded-for': `192.0.2.${n}` })
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => post(`${api.url}/trpc/me.path${n}`, { json: {} }, from(n))),
    )

    const told = async () => {
      await runJobs(database.db)
      const { items } = await admin.trpc.notifications.list.query({ category: 'access', limit: 200 })
      return items.filter(({ title }) => /^(192\.0\.2\.|\*)/.test(title))
    }
    await expect
      .poll(async () => (await told()).map(({ body }) => body), soon)
      .toContainEqual(expect.stringMatching(/^4\d times since .+ \* called \/trpc/))
    expect((await told()).length).toBeLessThanOrEqual(21)
  })
})

test('a sign-in with another program is told to its person', async () => {
  const from = (userAgent: string) => ({ 'user-agent': userAgent, 'x-forwarded-for': '203.0.113.50' })
  await signIn(api.url, 'officerSouth', { headers: from('first agent') })
  await signIn(api.url, 'officerSouth', { headers: from('first agent') })
  await signIn(api.url, 'officerSouth', { headers: from('another agent') })
  await runJobs(database.db)

  const south = await program(second.url, 'officerSouth')
  const { items } = await south.trpc.notifications.list.query({ category: 'access' })
  expect(items.map(({ title }) => title)).toContain('Nouvelle connexion : another agent')
  expect(items.map(({ title }) => title)).not.toContain('Nouvelle connexion : first agent')
})

test('everything of access is closed to whoever is no administrator', async () => {
  const { trpc } = await person(api.url, 'vendor')
  const personId = database.given.vendor2.id

  const calls = [
    trpc.access.people.query({}),
    trpc.access.person.query({ personId }),
    trpc.access.roles.query(),
    trpc.access.grants.query({}),
    trpc.access.apiKeys.query({ personId }),
    trpc.access.invite.mutate({ name: 'x', email: 'x@belfry.test' }),
    trpc.access.createPasswordLink.mutate({ personId }),
    trpc.access.grant.mutate({ personId, role: 'hr' }),
    trpc.access.revoke.mutate({ personId, role: 'vendor' }),
    trpc.access.deactivate.mutate({ personId }),
    trpc.access.reactivate.mutate({ personId }),
    trpc.access.setSupervisor.mutate({ personId, supervisorId: null }),
    trpc.access.createApiKey.mutate({ name: 'x', personId }),
  ]
  for (const error of await Promise.all(calls.map(errorOf)))
    expect(error).toMatchObject({ code: 'FORBIDDEN', key: 'not_permitted' })
  expect(await trpc.access.apiKeys.query({})).toEqual(expect.any(Array))
})

test('roles and grants are listed with their places, page by page', async () => {
  const roles = await admin.trpc.access.roles.query()
  expect(roles).toContainEqual({
    role: 'officer',
    name: 'officer',
    scoped: 'station',
    scopes: [
      { id: 'station:north', name: 'Station North' },
      { id: 'station:south', name: 'Station South' },
    ],
    people: expect.any(Number),
  })
  expect(roles.find(({ role }) => role === 'employee:active')).toMatchObject({
    name: 'active employee',
    scoped: null,
  })

  const first = await admin.trpc.access.grants.query({ role: 'officer', limit: 1 })
  const next = await admin.trpc.access.grants.query({ role: 'officer', limit: 1, cursor: first.nextCursor })
  expect(first.items[0]).not.toEqual(next.items[0])
  expect(await errorOf(admin.trpc.access.grants.query({ cursor: 'nonsense' }))).toMatchObject({
    key: 'invalid_input',
  })
  expect(await errorOf(admin.trpc.access.people.query({ cursor: 'nonsense' }))).toMatchObject({
    key: 'invalid_input',
  })
})
