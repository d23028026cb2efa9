import { enqueue, enqueueEach } from '@belfry/db'
import { listProcesses } from '@belfry/db/queries/processes'
import { freshDatabase } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { inTx } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { leaveMark, throwOutside } from './support/jobs.ts'
import { historyWhenDone, makeMarks, marks, queue, runs, startWorker } from './support/start.ts'

const JOBS = 400
const keys = Array.from({ length: JOBS }, (_, i) => String(i).padStart(3, '0'))

test('stopped again and again under load, nothing is lost or done twice, and no attempt is burnt', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db)
  await inTx(db, (tx) =>
    enqueueEach(
      tx,
      leaveMark,
      keys.map((key) => ({ key, workMs: 15 })),
    ),
  )

  for (const wanted of [20, 120, 220]) {
    const worker = startWorker({ DATABASE_URL: url })
    await eventually(`${wanted} are done`, async () => (await marks(db)).length >= wanted)
    const stoppedAt = Date.now()
    worker.kill('SIGTERM')
    expect(await worker.exited).toEqual({ code: 0, signal: null })
    expect(Date.now() - stoppedAt).toBeLessThan(15_000)
    expect(worker.output()).not.toMatch(/"level":"(warn|error|fatal)"/)

    const left = await queue(db)
    expect(left.length).toBeGreaterThan(0)
    expect(left.filter((job) => job.lockedBy !== null || job.attempts !== 0)).toEqual([])
    expect(left).toHaveLength(JOBS - (await marks(db)).length)
    expect((await runs(db)).every((run) => run.outcome === 'ok')).toBe(true)
    expect(await listProcesses(db)).toEqual([])
  }
  const last = startWorker({ DATABASE_URL: url })
  await last.ready

  const history = await eventually('the rest is done', () => historyWhenDone(db), 15_000)
  expect(await marks(db)).toEqual(keys)
  expect(history).toHaveLength(JOBS)
  expect(history.every((run) => run.attempt === 1 && run.outcome === 'ok')).toBe(true)
})

test('what runs when the stop comes is finished first', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db)
  const worker = startWorker({ DATABASE_URL: url })
  await inTx(db, (tx) => enqueue(tx, leaveMark, { key: 'Ann', workMs: 1_500 }))
  await eventually('it is under way', async () => (await runs(db)).length === 1)

  worker.kill('SIGTERM')

  expect(await worker.exited).toEqual({ code: 0, signal: null })
  expect(await marks(db)).toEqual(['Ann'])
  expect(await queue(db)).toEqual([])
})

test('a second signal ends it at once, and another worker does the work', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db)
  const worker = startWorker({ DATABASE_URL: url })
  await inTx(db, (tx) => enqueue(tx, leaveMark, { key: 'Ann', workMs: 1_000 }))
  await eventually('it is under way', async () => (await runs(db)).length === 1)

  worker.kill('SIGTERM')
  await eventually('it is stopping', () => Promise.resolve(worker.output().includes('Stopping')))
  worker.kill('SIGTERM')

  expect(await worker.exited).toEqual({ code: 1, signal: null })
  startWorker({ DATABASE_URL: url })
  await eventually('it is done', async () => (await marks(db)).length === 1)
})

test('an error that nobody caught ends the process, and its last line says so', async () => {
  const { db, url } = await freshDatabase()
  await inTx(db, (tx) => enqueue(tx, throwOutside, {}))

  const worker = startWorker({ DATABASE_URL: url })

  expect(await worker.exited).toEqual({ code: 1, signal: null })
  const last = worker.output().trim().split('\n').at(-1)
  expect(JSON.parse(last ?? '')).toMatchObject({
    level: 'fatal',
    msg: 'uncaughtException',
    err: { message: 'Nobody expected this.' },
  })
})

test('a worker whose starter is gone stops by itself', async () => {
  const { db, url } = await freshDatabase()
  const worker = startWorker({ DATABASE_URL: url })
  await worker.ready

  worker.process.disconnect()

  expect(await worker.exited).toEqual({ code: 0, signal: null })
  expect(await listProcesses(db)).toEqual([])
})
