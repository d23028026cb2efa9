import { enqueue, enqueueEach } from '@belfry/db'
import { newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { freshDatabase } from '@belfry/testing'
import { inTx } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

test('a job is there once its transaction commits, and never otherwise', async () => {
  const { db } = await freshDatabase()
  const [kept, lost] = [newId(), newId()]

  await inTx(db, (tx) => enqueue(tx, jobs.writeAudit, { eventId: kept }))
  const failed = inTx(db, async (tx) => {
    await enqueue(tx, jobs.writeAudit, { eventId: lost })
    await enqueueEach(tx, jobs.sendPush, [{ deliveryId: lost }])
    throw new Error('The change failed.')
  })

  await expect(failed).rejects.toThrow('The change failed.')
  expect(await queuedJobs(db)).toEqual([{ task: 'write_audit', payload: { eventId: kept } }])
})

test('a job has the attempts and the priority of its definition, alone and among many', async () => {
  const { db } = await freshDatabase()

  await inTx(db, async (tx) => {
    await enqueue(tx, jobs.fanOut, { eventId: newId() })
    await enqueueEach(tx, jobs.sendPush, [{ deliveryId: newId() }, { deliveryId: newId() }])
    await enqueueEach(tx, jobs.sendPush, [])
  })

  const { rows } = await sql`
    select task_identifier as task, max_attempts as attempts, priority, key, run_at <= now() as due
    from graphile_worker.jobs order by id`.execute(db)
  expect(rows).toEqual([
    { task: 'fan_out', attempts: 25, priority: -10, key: null, due: true },
    { task: 'send_push', attempts: 8, priority: 10, key: null, due: true },
    { task: 'send_push', attempts: 8, priority: 10, key: null, due: true },
  ])
})

test('waiting jobs of one key are one job, which keeps its time', async () => {
  const { db } = await freshDatabase()

  await inTx(db, (tx) => enqueue(tx, jobs.sealAudit, {}, { delayMs: 60_000 }))
  await inTx(db, (tx) => enqueue(tx, jobs.sealAudit, {}, { delayMs: 600_000 }))

  const { rows } = await sql`
    select run_at between now() and now() + interval '1 minute' as soon from graphile_worker.jobs`.execute(db)
  expect(rows).toEqual([{ soon: true }])
})

test('a payload that the job does not take makes no job', async () => {
  const { db } = await freshDatabase()

  const wrong = () => inTx(db, (tx) => enqueue(tx, jobs.fanOut, { eventId: 'none' }))
  const oneOfMany = () =>
    inTx(db, (tx) => enqueueEach(tx, jobs.sendPush, [{ deliveryId: newId() }, { deliveryId: 'none' }]))

  await expect(wrong()).rejects.toThrow('Invalid UUID')
  await expect(oneOfMany()).rejects.toThrow('Invalid UUID')
  expect(await queuedJobs(db)).toEqual([])
})
