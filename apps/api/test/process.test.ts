import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { InboxEvent } from '@belfry/shared/wire'
import { startApi } from '@belfry/testing'
import { databaseWithPeople, shiftData } from '@belfry/testing/given'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import pg from 'pg'
import superjson from 'superjson'
import { onTestFinished, test, expect } from 'vitest'
import type { AppRouter } from '../src/client.ts'
import { errorOf, person, post, program, signIn } from './callers.ts'
import { connected } from './connections.ts'

const main = path.join(import.meta.dirname, '../src/main.ts')
const secret = 'canary-secret-canary-secret-canary-secret'

/** Starts the API with this environment and waits for its end. */
function runToItsEnd(env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env.PATH, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.on('data', (chunk) => (output += String(chunk)))
  child.stderr.on('data', (chunk) => (output += String(chunk)))
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, output })))
}

test('what keeps it from starting is said in one line', async () => {
  const away = {
    DATABASE_URL: 'postgres://belfry:canary-password@127.0.0.1:1/belfry',
    BELFRY_SECRET: secret,
    PORT: '0',
  }

  const ends = await Promise.all([runToItsEnd({ ...away, BELFRY_SECRET: 'canary' }), runToItsEnd(away)])

  expect(ends).toEqual([
    { code: 1, output: 'The API cannot start: BELFRY_SECRET: must have at least 32 characters\n' },
    { code: 1, output: 'The API cannot start: the database at DATABASE_URL cannot be reached.\n' },
  ])
})

test('a port that is taken is said to be', async () => {
  const { url } = await databaseWithPeople()
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo

  const { code, output } = await runToItsEnd({ DATABASE_URL: url, BELFRY_SECRET: secret, PORT: String(port) })

  expect([code, output]).toEqual([1, `The API cannot start: port ${port} on 127.0.0.1 is taken.\n`])
})

test('asked to stop, it finishes what it does, sends everybody elsewhere, and is gone', async () => {
  const { url, given, pool } = await databaseWithPeople()
  const api = await startApi({ databaseUrl: url })
  const vendor = await person(api.url, 'vendor')
  const connection = await connected(api.url, vendor)
  connection.subscribe(1, 'notifications.live')
  await connection.frame((frame) => frame.result?.type === 'data')
  // A lock keeps this call busy while the process is asked to stop.
  const lock = await pool.connect()
  await lock.query('begin; lock table cases in exclusive mode')
  const filing = vendor.trpc.cases.submit.mutate({
    workflow: 'shift',
    data: shiftData({ driver: given.driver }),
  })
  await expect
    .poll(
      async () => (await pool.query("select from pg_stat_activity where wait_event_type = 'Lock'")).rowCount,
    )
    .toBeGreaterThan(0)

  const stopped = api.stop()
  await connection.frame((frame) => (frame as { method?: string }).method === 'reconnect')
  await lock.query('commit')
  lock.release()

  expect((await connection.closed).code).toBe(1012)
  expect(await filing).toMatchObject({ state: 'pending' })
  await stopped
  expect(await api.ended).toBe('The api exited with 0.')
  const { rows } = await pool.query('select from processes')
  expect(rows).toEqual([])
})

test('without whoever started it, it stops by itself', async () => {
  const { url } = await databaseWithPeople()
  const api = await startApi({ databaseUrl: url })

  api.process.disconnect()

  expect(await api.ended).toBe('The api exited with 0.')
})

test('the database goes away and comes back: everybody is told, and then all goes on', async () => {
  const { url, pool, given } = await databaseWithPeople()
  pool.on('error', () => {})
  const name = new URL(url).pathname.slice(1)
  const operator = new pg.Client(url.replace(name, 'postgres'))
  await operator.connect()
  onTestFinished(() => operator.end())
  const api = await startApi({ databaseUrl: url })
  const officer = await program(api.url, 'officerNorth')
  const heard = follow(api.url, officer.token)
  await expect.poll(() => heard).toMatchObject([{ kind: 'hello', unread: 0 }])
  const ready = async () => (await fetch(`${api.url}/readyz`)).status

  await operator.query(`alter database ${name} with allow_connections false`)
  await operator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  await expect.poll(ready, { timeout: 5_000 }).toBe(503)
  const errors = await Promise.all([
    errorOf(officer.trpc.me.get.query()),
    errorOf(officer.trpc.queues.list.query()),
  ])
  const signingIn = await signIn(api.url, 'vendor')
  await operator.query(`alter database ${name} with allow_connections true`)
  await expect.poll(ready, { timeout: 10_000 }).toBe(200)

  for (const error of errors)
    expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE', httpStatus: 503, key: 'unavailable' })
  expect(signingIn).toMatchObject({ status: 503, body: { key: 'unavailable' } })
  expect(await officer.trpc.me.get.query()).toMatchObject({ name: 'Nora North' })
  await given.case('shift', { by: given.vendor, vehicle: 'After the storm' })
  await expect
    .poll(() => heard.flatMap((event) => (event.kind === 'changes' ? event.items : [])), { timeout: 10_000 })
    .toMatchObject([{ title: 'New shift for After the storm' }])
  expect(api.process.exitCode).toBeNull()
})

/** What a program's live inbox says, by tRPC's own client, which comes back by itself. */
function follow(url: string, token: string): InboxEvent[] {
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    connectionParams: () => ({ token }),
  })
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  const heard: InboxEvent[] = []
  const { unsubscribe } = trpc.notifications.live.subscribe(undefined, {
    onData: ({ data }) => heard.push(data),
  })
  onTestFinished(async () => {
    unsubscribe()
    await client.close()
  })
  return heard
}

test('nothing secret is logged, whatever happens', async () => {
  const { url, given } = await databaseWithPeople()
  const api = await startApi({ databaseUrl: url, env: { LOG_LEVEL: 'trace', BELFRY_SECRET: secret } })
  const vendor = await person(api.url, 'vendor')
  const bot = await program(api.url, 'officerNorth')
  await signIn(api.url, 'vendor', { password: 'canary-password' })
  await signIn(api.url, 'canary-mail@belfry.test', { password: 'canary-password' })
  await post(`${api.url}/api/auth/sign-in/email`, '{"email":"x","password":"canary-password"')
  await fetch(`${api.url}/trpc/me.get?token=canary-query&input={"json":"canary-input"}`, {
    headers: bot.headers,
  })
  await fetch(`${api.url}/trpc/me.get`, { headers: { cookie: 'belfry.session_token=canary-cookie' } })
  await fetch(`${api.url}/trpc/me.get`, { headers: { authorization: 'Bearer canary-token.canary' } })
  const data = { ...shiftData({ driver: given.driver }), remarks: 'canary-remarks' }
  await vendor.trpc.cases.submit.mutate({ workflow: 'shift', data })
  await errorOf(vendor.trpc.cases.submit.mutate({ workflow: 'shift', data: { remarks: 'canary-wrong' } }))
  const connection = await connected(api.url, bot, '?canary-query=1')
  connection.send('canary-frame')
  connection.send({
    id: 1,
    method: 'query',
    params: { path: 'cases.get', input: { json: { caseId: 'canary-frame' } } },
  })
  await connection.frame((frame) => frame.id === 1)
  await api.stop()

  const log = api.output()
  expect(log).toContain('"path":"/trpc/cases.submit"')
  expect(log.match(/canary[\w-]*/g)).toBeNull()
  for (const token of [vendor.headers.cookie!.split(/[=.]/)[2]!, bot.token.split('.')[0]!, url])
    expect(log).not.toContain(token)
  for (const line of log.trim().split('\n'))
    expect(JSON.parse(line)).toMatchObject({ app: 'api', level: expect.any(String) })
})
