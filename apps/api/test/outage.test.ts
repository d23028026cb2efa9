import { setTimeout as pause } from 'node:timers/promises'
import { type Db, connect } from '@belfry/db'
import { migrate } from '@belfry/db/migrate'
import type { InboxEvent, Notification } from '@belfry/shared/wire'
import { startApi, startWorker } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { givenIn, shiftData } from '@belfry/testing/given'
import { ownPostgres } from '@belfry/testing/own-postgres'
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { sql } from 'kysely'
import superjson from 'superjson'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import type { AppRouter } from '../src/client.ts'
import { program } from './callers.ts'

const RESTARTS = 3

test('Postgres crashes under load: API and worker heal by themselves, and no client misses an event', async () => {
  const server = await ownPostgres()
  await migrate(server.url)
  const { db, close } = connect(server.url)
  onTestFinished(close)
  const given = await givenIn(db)
  const api = await startApi({ databaseUrl: server.url, env: { WRITES_PER_MINUTE: '100000' } })
  const worker = await startWorker({ databaseUrl: server.url })
  const vendor = await program(api.url, 'vendor')
  const inboxes = await Promise.all(['officerNorth', 'officerNorth2'].map((login) => follow(api.url, login)))

  const filed: string[] = []
  let isOver = false
  const load = (async () => {
    for (let i = 0; !isOver; i++) {
      const data = shiftData({ station: 'north', driver: given.driver, vehicle: `Bus ${i}` })
      await vendor.trpc.cases.submit.mutate({ workflow: 'shift', data }).then(
        (item) => filed.push(item.id),
        () => pause(50), // refused while the server is away: nothing was promised
      )
    }
  })()
  for (let restart = 0; restart < RESTARTS; restart++) {
    const before = filed.length
    await eventually('shifts are being filed', async () => filed.length > before + 15, 15_000)
    await server.crash()
    const backAt = Date.now()
    const [seen] = inboxes.map((inbox) => inbox.arrived.length)
    await eventually('news arrive again', async () => inboxes[0]!.arrived.length > seen! + 1, 15_000)
    expect(Date.now() - backAt).toBeLessThan(40_000)
  }
  isOver = true
  await load

  // What was refused may have been filed all the same, when the answer got lost; what was promised must be there.
  const told = await eventually('everybody was told', () => everybodyTold(db), 20_000)
  for (const inbox of inboxes) {
    await eventually('all of it has arrived', async () => inbox.arrived.length >= told, 10_000)
    const cases = inbox.arrived.map((notification) => notification.caseId)
    expect({ arrived: cases.length, once: new Set(cases).size, unread: inbox.unread() }).toEqual({
      arrived: told,
      once: told,
      unread: told,
    })
    expect(cases).toEqual(expect.arrayContaining(filed))
  }
  expect(api.process.exitCode).toBeNull()
  expect(worker.process.exitCode).toBeNull()
  expect(api.output() + worker.output()).not.toMatch(/unhandled|uncaught/i)
}, 120_000)

/** How many shifts each officer has to hear of, once no fan-out is left. */
async function everybodyTold(db: Db): Promise<number | false> {
  const { rows } = await sql<{ left: number; cases: number }>`
    select (select count(*) from graphile_worker.jobs where task_identifier = 'fan_out')::int as left,
      (select count(*) from cases)::int as cases`.execute(db)
  return rows[0]!.left === 0 && rows[0]!.cases
}

/** Somebody's inbox, followed by tRPC's own client as another program would. */
async function follow(url: string, login: string) {
  const { token } = await program(url, login)
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: WebSocket as never,
    connectionParams: { token },
    retryDelayMs: () => 100,
  })
  onTestFinished(() => client.close())
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] })
  const arrived: Notification[] = []
  let unread = 0
  await new Promise<void>((resolve, reject) => {
    trpc.notifications.live.subscribe(undefined, {
      onStarted: () => resolve(),
      onError: reject,
      onData: ({ data }: { data: InboxEvent }) => {
        unread = data.unread
        if (data.kind === 'changes') arrived.push(...data.items)
      },
    })
  })
  return { arrived, unread: () => unread }
}
