import { randomInt } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { startPostgres, type PostgresOptions } from '../postgres.ts'

test('what was written is there after a stop and a second start', async () => {
  const options = place()
  const first = await started(options)
  await query(first.url(), 'create table kept as select 42 as answer')

  await first.stop()
  const second = await started(options)

  expect(await query(second.url(), 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a server that outlived its starter is adopted, not started twice', async () => {
  const options = place()
  const first = await started(options)

  const second = await started({ ...options, port: options.port + 50 })

  expect(second.url()).toBe(first.url())
})

test('several starters at once end up with one server', async () => {
  const options = place()

  const servers = await Promise.all([started(options), started(options), started(options)])

  expect(new Set(servers.map((server) => server.url())).size).toBe(1)
  expect(await query(servers[0].url(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('after a kill -9 of the server the next start recovers the data', async () => {
  const options = place()
  const killed = await started(options)
  await query(killed.url(), 'create table kept as select 42 as answer')
  process.kill(parseInt(readFileSync(pidFile(options), 'utf8')), 'SIGKILL')

  const next = await started(options)

  expect(await query(next.url(), 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('a noted process id that is by now another program’s does not keep the server from starting', async () => {
  const options = place()
  const first = await started(options)
  const noted = readFileSync(pidFile(options), 'utf8')
  await first.stop()
  writeFileSync(pidFile(options), noted.replace(/^\d+/, String(process.pid)))

  const next = await started(options)

  expect(await query(next.url(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a taken port is followed by the next free one', async () => {
  const options = place()
  const other = createServer().listen(options.port, '127.0.0.1')
  onTestFinished(() => void other.close())

  const server = await started(options)

  expect(server.port).toBeGreaterThan(options.port)
  expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a path may have spaces and signs, and be longer than a socket’s may', async () => {
  const server = await started(place(`it's Zoë’s path (1) with spaces ${'and more '.repeat(20)}`))

  expect(await query(server.url(), 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a setting Postgres does not know is one clear line', async () => {
  await expect(started({ ...place(), flags: { max_connections: 'many' } })).rejects.toThrow(
    /^The embedded Postgres does not start: .*max_connections.*many/,
  )
})

/** A folder of its own, which a server that drops root's rights may enter, and a port nobody else counts on. */
function place(name = 'data'): PostgresOptions {
  const parent = mkdtempSync(path.join(tmpdir(), 'belfry-postgres-'))
  chmodSync(parent, 0o755)
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  return { dataDir: path.join(parent, name), port: randomInt(20_000, 30_000), flags: { fsync: 'off' } }
}

async function started(options: PostgresOptions) {
  const server = await startPostgres(options)
  onTestFinished(() => server.stop())
  return server
}

async function query(url: string, sql: string) {
  const client = new pg.Client(url)
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

const pidFile = ({ dataDir }: PostgresOptions) => path.join(dataDir, 'cluster/postmaster.pid')
