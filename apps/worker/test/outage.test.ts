import { setTimeout as pause } from 'node:timers/promises'
import { connect, enqueue } from '@belfry/db'
import { migrate } from '@belfry/db/migrate'
import { freshDatabase } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { inTx } from '@belfry/testing/given'
import { ownPostgres } from '@belfry/testing/own-postgres'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import { leaveMark } from './support/jobs.ts'
import { historyWhenDone, makeMarks, marks, queue, runs, startWorker } from './support/start.ts'

test('a server that crashes under load is survived again and again by the same process', async () => {
  const server = await ownPostgres()
  await migrate(server.url)
  const { db, close } = connect(server.url)
  onTestFinished(close)
  await makeMarks(db, { once: true })
  const worker = startWorker({ DATABASE_URL: server.url })
  await worker.ready
  const load = putOnLoad(server.url)

  for (let crash = 1; crash <= 3; crash++) {
    const before = load.accepted.length
    await eventually('work is being done', async () => (await marks(db)).length > before + 20)
    await server.crash()
    const backAt = Date.now()
    await eventually('it works again', async () =>
      (await runs(db)).some((run) => run.startedAt.getTime() > backAt && run.outcome === 'ok'),
    )
    expect(Date.now() - backAt).toBeLessThan(40_000)
  }
  await load.end()

  const history = await eventually('everything is done', () => historyWhenDone(db), 15_000)
  expect(await marks(db)).toEqual(expect.arrayContaining(load.accepted))
  expect(history.filter((run) => run.outcome === 'crashed')).toEqual([])
  expect(worker.process.exitCode).toBeNull()
  expect(worker.output()).not.toMatch(/unhandledRejection|uncaughtException/)

  await server.stop()
  worker.kill('SIGTERM')
  expect(await worker.exited).toEqual({ code: 0, signal: null })
}, 90_000)

test('sessions that end one after the other under load never leave it idle', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db, { once: true })
  const worker = startWorker({ DATABASE_URL: url })
  await worker.ready
  const load = putOnLoad(url)

  for (let round = 0; round < 40; round++) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'belfry worker jobs' and datname = current_database() and random() < 0.7`.execute(
      db,
    )
    await pause(100) // time for some work, and for some of it to be noted as done just then
  }
  await load.end()

  // A job whose mark stands but was not noted as done fails from then on, and comes up again and again: so nothing says
  // that all of them wait at one moment, but each that is due now must be taken.
  const due = (await queue(db)).filter((job) => !job.isLater)
  const left = await eventually('all that was due has been taken', async () => {
    const all = await queue(db)
    const untouched = due.filter(({ id, attempts, lastError }) => {
      const now = all.find((job) => job.id === id)
      return now && !now.isLater && now.attempts === attempts && now.lastError === lastError
    })
    return untouched.length === 0 && all.every((job) => job.lastError || job.isLater) && all
  })
  expect((await marks(db)).length).toBeGreaterThanOrEqual(load.accepted.length - left.length)
  expect(worker.output()).not.toMatch(/unhandledRejection|uncaughtException/)
})

test('a worker that stumbles at its very start recovers', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db)
  await inTx(db, (tx) => enqueue(tx, leaveMark, { key: 'Ann' }))
  await sql`alter table graphile_worker._private_tasks rename to hidden`.execute(db)
  const worker = startWorker({ DATABASE_URL: url })
  await eventually('it stumbles', () =>
    Promise.resolve(worker.output().includes('Error occurred fetching jobs')),
  )

  await sql`alter table graphile_worker.hidden rename to _private_tasks`.execute(db)

  await eventually('the work is done', async () => (await marks(db)).length === 1)
  expect(worker.process.exitCode).toBeNull()
})

test('a worker that starts before the database is there waits for it, and can be stopped meanwhile', async () => {
  const { url } = await freshDatabase()
  const nowhere = new URL(url)
  nowhere.port = '1'

  const worker = startWorker({ DATABASE_URL: nowhere.href })
  await eventually('it waits', () =>
    Promise.resolve(worker.output().split('Waiting for the database').length > 3),
  )
  worker.kill('SIGTERM')

  expect(await worker.exited).toEqual({ code: 0, signal: null })
  expect(worker.output()).not.toContain(nowhere.password || 'no password')
  expect(worker.output()).toContain('ECONNREFUSED')
})

test('a worker waits for the migrations', async () => {
  const name = `belfry_empty_${process.pid}`
  const admin = connect(inject('adminUrl'), { max: 1 })
  await sql`create database ${sql.id(name)}`.execute(admin.db)
  onTestFinished(async () => {
    await sql`drop database ${sql.id(name)} with (force)`.execute(admin.db)
    await admin.close()
  })
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  const worker = startWorker({ DATABASE_URL: url.href })
  await eventually('it waits', () => Promise.resolve(worker.output().includes('migrations have not run yet')))

  await migrate(url.href)

  await expect(worker.ready).resolves.toBeUndefined()
})

/** Makes jobs without end, and remembers those that the database has accepted. */
function putOnLoad(url: string) {
  const { db, close } = connect(url, { max: 2 })
  const accepted: string[] = []
  let isOver = false
  const loop = (async () => {
    for (let i = 0; !isOver; i++) {
      const key = String(i).padStart(6, '0')
      await inTx(db, (tx) => enqueue(tx, leaveMark, { key, workMs: 10 })).then(
        () => accepted.push(key),
        () => pause(100), // the server is away: this one was not promised to anybody
      )
      await pause(3)
    }
  })()
  return {
    accepted,
    async end() {
      isOver = true
      await loop
      await close()
    },
  }
}
