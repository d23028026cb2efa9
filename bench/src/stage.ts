import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Db, connect } from '@belfry/db'
import { migrate } from '@belfry/db/migrate'
import { sql } from 'kysely'
import { type AppProcess, startApp } from '../../scripts/app-process.ts'
import { firstFreePort } from '../../scripts/ports.ts'
import { type Postgres, startPostgres } from '../../scripts/postgres.ts'
import type { FromClients, ToClients } from './clients.ts'
import type { FromFloor, ToFloor } from './floor.ts'
import { parentOf } from './processes.ts'

export interface Stage {
  db: Db
  secret: string
  apiUrl: string
  floorUrl: string
  pids: { floor: number; api: number; worker: number; postgres: number }
  processes: { api: ChildProcess; worker: ChildProcess }
  clients: Clients
  floor: (message: ToFloor) => Promise<void>
  /** Another API process of the same installation. */
  startApi: (port: number) => Promise<AppProcess>
  close: () => Promise<void>
}

export interface Clients {
  connect(
    group: string,
    url: string,
    headers: Record<string, string>[],
    hello: string | null,
  ): Promise<number>
  /** Resolves when that many events have arrived in the group, with the time of the last one. */
  expect(group: string, count: number): Promise<{ last: number; times: number[] }>
  /** They stop reading. */
  stall(group: string): Promise<void>
  disconnect(group: string): Promise<void>
}

const ANSWER_WITHIN_MS = 60_000

/**
 * A whole Belfry with its database on disk (fsync on), the floor, and the clients: each a process of its own. `preload` is
 * a module that API and worker load first.
 */
export async function setStage({ preload }: { preload?: string | undefined } = {}): Promise<Stage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'belfry-bench-'))
  const postgres = await startPostgres({ dataDir, port: await firstFreePort(55_000) })
  const clear = async () => {
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    const { close, ...stage } = await bringIn(postgres, preload)
    return {
      ...stage,
      async close() {
        await close()
        await clear()
      },
    }
  } catch (error) {
    await clear() // it is a process of its own, and would stay
    throw error
  }
}

async function bringIn(postgres: Postgres, preload: string | undefined): Promise<Stage> {
  const secret = 'bench-bench-bench-bench-bench-bench'
  const apiPort = await firstFreePort(56_000)
  const admin = connect(postgres.url(), { max: 1 })
  await sql`create database belfry_bench`.execute(admin.db)
  await admin.close()
  const url = postgres.url('belfry_bench')
  await migrate(url)
  const { db, close } = connect(url, { max: 4 })
  await sql`create table floor_inboxes (person_id uuid primary key, rev bigint not null default 0, unread int not null default 0) with (fillfactor = 50)`.execute(
    db,
  )
  await sql`create table floor_notifications (person_id uuid, event_id uuid, rev bigint, variant smallint, state smallint not null default 0, primary key (person_id, event_id))`.execute(
    db,
  )
  await sql`create index on floor_notifications (person_id, rev)`.execute(db)

  const apiUrl = `http://127.0.0.1:${apiPort}`
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: url,
    BELFRY_SECRET: secret,
    HOST: '127.0.0.1',
    PORT: String(apiPort),
    PUBLIC_URL: apiUrl,
    LOG_LEVEL: 'warn',
    // For a profile: --cpu-prof and the like.
    NODE_OPTIONS: `${preload ? `--import ${pathToFileURL(preload).href} ` : ''}${process.env['BENCH_NODE_OPTIONS'] ?? ''}`,
    WRITES_PER_MINUTE: '1000000',
    SENDING_PER_MINUTE: '0',
    SENDING_PER_MINUTE_PROGRAM: '0',
  }
  const onOutput = (text: string): void => void process.stderr.write(text)
  const others: AppProcess[] = []
  const [api, worker] = await Promise.all([
    startApp({ name: 'api', env, onOutput }),
    startApp({ name: 'worker', env, onOutput }),
  ])
  const floor = fork(path.join(import.meta.dirname, 'floor.ts'), {
    env: { ...process.env, DATABASE_URL: url },
  })
  const [{ port: floorPort }] = (await once(floor, 'message')) as [{ port: number }]
  const clients = fork(path.join(import.meta.dirname, 'clients.ts'))

  return {
    db,
    secret,
    apiUrl,
    floorUrl: `ws://127.0.0.1:${floorPort}`,
    pids: {
      floor: floor.pid!,
      api: api.process.pid!,
      worker: worker.process.pid!,
      postgres: parentOf(await backendPid(db)),
    },
    processes: { api: api.process, worker: worker.process },
    clients: talkTo(clients),
    floor: async (message) => {
      const told = once(floor, 'message') as Promise<[FromFloor]>
      floor.send(message)
      await told
    },
    async startApi(port) {
      const app = await startApp({ name: 'api', env: { ...env, PORT: String(port) }, onOutput })
      others.push(app)
      return app
    },
    async close() {
      clients.kill()
      floor.kill()
      await Promise.all([api, worker, ...others].map((app) => app.stop()))
      await close()
    },
  }
}

async function backendPid(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return rows[0]!.pid
}

function talkTo(child: ChildProcess): Clients {
  const answer = <Did extends FromClients['did']>(
    did: Did,
    group: string,
  ): Promise<Extract<FromClients, { did: Did }>> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`${group}: no answer to "${did}" in time.`)),
        ANSWER_WITHIN_MS,
      )
      const listen = (message: FromClients): void => {
        if (message.did !== did || message.group !== group) return
        child.off('message', listen)
        clearTimeout(late)
        resolve(message as Extract<FromClients, { did: Did }>)
      }
      child.on('message', listen)
    })
  const tell = (message: ToClients): void => void child.send(message)
  return {
    async connect(group, url, headers, hello) {
      const done = answer('connect', group)
      tell({ do: 'connect', group, url, headers, hello })
      return (await done).ms
    },
    expect(group, count) {
      const done = answer('expect', group)
      tell({ do: 'expect', group, count })
      return done
    },
    async stall(group) {
      const done = answer('stall', group)
      tell({ do: 'stall', group })
      await done
    },
    async disconnect(group) {
      const done = answer('disconnect', group)
      tell({ do: 'disconnect', group })
      await done
    },
  }
}
