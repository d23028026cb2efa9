import { setTimeout as pause } from 'node:timers/promises'
import { createLog } from '@belfry/log'
import { type FreshDatabase, freshDatabase, startApi } from '@belfry/testing'
import { databaseWithPeople } from '@belfry/testing/given'
import { type NatsServer, startNats } from '@belfry/testing/nats'
import { hasPrograms } from '@belfry/testing/programs'
import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { natsBus } from '../src/live/nats-bus.ts'
import { createSeal } from '../src/live/sealed.ts'
import { person } from './callers.ts'
import { type Connection, connected } from './connections.ts'

const secret = 'only-for-tests-and-therefore-no-secret-at-all'
const soon = { timeout: 20_000, interval: 20 }

test('what is said between processes is read and made only by those who have the secret', () => {
  const ours = createSeal(secret)
  const others = createSeal('somebody else’s secret, which is another one')
  const sealed = ours.seal('{"kind":"inbox"}')

  expect(ours.open(sealed)).toBe('{"kind":"inbox"}')
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('inbox')
  expect(others.open(sealed)).toBeUndefined()
  expect(ours.open(Buffer.from(sealed).fill(7, 20, 21))).toBeUndefined()
  for (const nonsense of ['', 'x', 'x'.repeat(40)]) expect(ours.open(Buffer.from(nonsense))).toBeUndefined()
  expect(others.name).not.toBe(ours.name)
})

describe.runIf(hasPrograms('the bus over NATS', 'nats-server'))('by NATS', () => {
  /** One process's ear: what it heard, and since when it may have missed something. */
  async function listener(database: FreshDatabase, nats: NatsServer) {
    const heard: string[] = []
    const gaps: Date[] = []
    const ears = {
      hear: (text: string) => void heard.push(text),
      missed: (since: Date) => void gaps.push(since),
    }
    const channel = 'belfry_test'
    const bus = natsBus({ url: nats.url, secret, channel, log: createLog('api', 'silent') }, ears)
    let session: pg.Client
    const attach = async () => {
      session = new pg.Client({ connectionString: database.url })
      session.on('error', () => {})
      await session.connect()
      await bus.attach(session)
    }
    await attach()
    onTestFinished(async () => {
      await bus.stop()
      await session.end()
    })
    return {
      heard,
      gaps,
      attach,
      listens: async () => (await session.query('select pg_listening_channels()')).rowCount === 1,
      isRelay: async () =>
        (
          await session.query(
            `select from pg_locks where locktype = 'advisory' and classid = 4712 and pid = pg_backend_pid()`,
          )
        ).rowCount === 1,
      breakSession: async () => {
        const gone = new Promise<void>((resolve) => session.once('end', () => resolve()))
        const { rows } = await session.query<{ pid: number }>('select pg_backend_pid() as pid')
        await database.pool.query('select pg_terminate_backend($1)', [rows[0]!.pid])
        await gone
        bus.detach()
      },
    }
  }
  type Listener = Awaited<ReturnType<typeof listener>>

  /** Whether nothing of what was said after that moment can have been missed unnoticed; beats may be heard a little late. */
  const knows = (gaps: Date[], from: Date) => gaps.some((since) => since.getTime() <= from.getTime() + 1_000)

  const say = (database: FreshDatabase, text: string) =>
    database.pool.query(`select pg_notify('belfry_test', $1)`, [text])

  async function three() {
    const database = await freshDatabase()
    const nats = await startNats()
    const all = await Promise.all([1, 2, 3].map(() => listener(database, nats)))
    const oneListens = async () => (await Promise.all(all.map((one) => one.listens()))).filter(Boolean).length
    await expect.poll(oneListens, soon).toBe(1)
    return { database, nats, all, oneListens }
  }

  const relayOf = async (all: Listener[]): Promise<Listener> => {
    for (const one of all) if (await one.isRelay()) return one
    throw new Error('Nobody passes on.')
  }

  test('one process listens to Postgres, and all hear everything once and in order', async () => {
    const { database, all } = await three()
    for (const { heard } of all) heard.length = 0
    const said = Array.from({ length: 300 }, (_, n) => `{"n": ${n}}`)

    for (const text of said) await say(database, text)

    await expect.poll(() => all.map(({ heard }) => heard.length), soon).toEqual([300, 300, 300])
    for (const { heard } of all) expect(heard).toEqual(said)
  })

  test('when NATS is killed all listen to Postgres at once, and go back when it is there again', async () => {
    const { database, nats, all, oneListens } = await three()
    for (const one of all) one.gaps.length = 0
    const before = new Date()

    await nats.kill()
    await say(database, 'into the gap')
    await expect.poll(oneListens, soon).toBe(3)
    await say(database, 'after it')

    await expect.poll(() => all.every(({ heard }) => heard.includes('after it')), soon).toBe(true)
    // Whoever did not hear it reads on from before it was said.
    for (const { heard, gaps } of all)
      expect(heard.includes('into the gap') || knows(gaps, before)).toBe(true)
    await nats.start()
    await expect.poll(oneListens, soon).toBe(1)
  })

  test('a NATS that is there and says nothing is noticed within two seconds', async () => {
    const { nats, oneListens } = await three()

    nats.freeze()

    await expect.poll(oneListens, { timeout: 2_000, interval: 20 }).toBe(3)
    nats.thaw()
    await expect.poll(oneListens, soon).toBe(1)
  })

  test('when the one that passes on loses Postgres, another takes its place, and the others know what they missed', async () => {
    const { database, all } = await three()
    const relay = await relayOf(all)
    const others = all.filter((one) => one !== relay)
    for (const one of others) one.gaps.length = 0

    await relay.breakSession()
    const before = new Date()
    await say(database, 'while nobody passes on')

    await expect
      .poll(async () => (await Promise.all(others.map((one) => one.isRelay()))).filter(Boolean).length, soon)
      .toBe(1)
    await expect
      .poll(
        () =>
          others.every(({ heard, gaps }) => heard.includes('while nobody passes on') || knows(gaps, before)),
        soon,
      )
      .toBe(true)
    await relay.attach()
    await say(database, 'later')
    await expect.poll(() => all.every(({ heard }) => heard.includes('later')), soon).toBe(true)
  })

  test('people at two processes hear of the same news, and sessions end, with NATS and without', async () => {
    const { url: databaseUrl, given, pool } = await databaseWithPeople()
    // Whoever was given a role just before a gap is asked to come back, in case he lost it in it.
    await pool.query(`update role_grants set granted_at = now() - interval '1 hour'`)
    const nats = await startNats()
    const env = { LIVE_BUS: nats.url }
    const apis = await Promise.all([1, 2].map(() => startApi({ databaseUrl, env })))
    const officers = await Promise.all(apis.map(({ url }) => person(url, 'officerNorth')))
    const connections = await Promise.all(apis.map(({ url }, n) => connected(url, officers[n]!)))
    for (const connection of connections) {
      connection.subscribe(1, 'notifications.live')
      await connection.frame((frame) => frame.result?.type === 'data')
    }
    await expect.poll(() => apis.some((api) => api.output().includes('passing on')), soon).toBe(true)
    await pause(1_000) // whoever is not the relay has let go of Postgres
    const hears = (connection: Connection, vehicle: string) =>
      connection.frame((frame) => JSON.stringify(frame).includes(vehicle))

    await given.case('shift', { by: given.vendor, vehicle: 'Bus 81' })
    for (const connection of connections) await hears(connection, 'Bus 81')
    await nats.kill()
    await given.case('shift', { by: given.vendor, vehicle: 'Bus 82' })
    for (const connection of connections) await hears(connection, 'Bus 82')
    await nats.start()
    const session = (await officers[1]!.trpc.me.sessions.query()).find(({ current }) => current)!
    const start = performance.now()
    await officers[0]!.trpc.me.endSession.mutate({ id: session.id })

    const end = await connections[1]!.closed
    expect([end.code, end.at - start < 1_000]).toEqual([4401, true])
  })
})
