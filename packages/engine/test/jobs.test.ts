import type { Db } from '@belfry/db'
import { finishRuns, startRun } from '@belfry/db/queries/job-runs'
import { submit } from '@belfry/engine/cases'
import {
  discardJobs,
  getJob,
  jobsOverview,
  listJobs,
  listRuns,
  rescheduleJobs,
  retryJobs,
} from '@belfry/engine/jobs'
import { newId } from '@belfry/shared'
import { ListJobsInput, ListRunsInput, type RetryJobsInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const list = (input: object = {}) => ListJobsInput.parse(input)
const runs = (input: object = {}) => ListRunsInput.parse(input)

/** A case was filed: there are jobs that tell of it and write it down. One of them has failed for good, one waits for later. */
async function town() {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
  )
  const { items } = await listJobs(db, given.admin, list())
  const byTask = (task: string) => items.find((job) => job.task === task)!
  const [told, written] = [byTask('fan_out'), byTask('write_audit')]
  await sql`update graphile_worker._private_jobs set attempts = max_attempts, last_error = 'The disk is full.'
    where id = ${told.id}::bigint`.execute(db)
  await sql`update graphile_worker._private_jobs set run_at = now() + interval '1 hour' where id = ${written.id}::bigint`.execute(
    db,
  )
  return { db, given, caseId, told, written, eventId: told.payload['eventId'] as string }
}

const hold = (db: Db, id: string) =>
  sql`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'somebody' where id = ${id}::bigint`.execute(
    db,
  )
const trail = async (db: Db) => {
  await runJobs(db)
  return db
    .selectFrom('audit_entries')
    .select(['action', 'target_title', 'after', 'note'])
    .where('action', 'like', 'job.%')
    .orderBy('id')
    .execute()
}

test('jobs are listed by where they are, and found by what they carry', async () => {
  const { db, given, told, written, eventId } = await town()
  const ids = async (input: object) =>
    (await listJobs(db, given.admin, list(input))).items.map(({ id }) => id).toSorted()

  expect((await listJobs(db, given.admin, list({ state: 'failed' }))).items).toMatchObject([
    { id: told.id, task: 'fan_out', state: 'failed', error: 'The disk is full.', payload: { eventId } },
  ])
  expect(await ids({ state: 'later' })).toEqual([written.id])
  expect(await ids({ task: 'fan_out' })).toEqual([told.id])
  expect(await ids({ search: 'fan' })).toEqual([told.id])
  expect(await ids({ search: 'task:write error:disk' })).toEqual([])
  expect(await ids({ search: 'error:"disk is"' })).toEqual([told.id])
  expect(await ids({ search: `payload.eventId:${eventId}` })).toEqual([told.id, written.id].toSorted())
  expect(await ids({ search: eventId.toUpperCase() })).toEqual([told.id, written.id].toSorted())
  expect(await ids({ search: `payload.caseId:${eventId}` })).toEqual([])
  expect(await ids({ search: written.id })).toEqual([written.id])
  await expect(listJobs(db, given.admin, list({ search: 'payload.secret:x' }))).rejects.toMatchObject({
    code: 'invalid_input',
  })
  const [first] = (await listJobs(db, given.admin, list({ limit: 1 }))).items
  const { nextCursor } = await listJobs(db, given.admin, list({ limit: 1 }))
  const second = await listJobs(db, given.admin, list({ limit: 1, cursor: nextCursor }))
  expect([first!.id, second.items[0]!.id].toSorted()).toEqual([told.id, written.id].toSorted())
  expect(second.nextCursor).toBeNull()
})

test('what failed for good is tried anew, what waits for later at once, and what runs is left alone', async () => {
  const { db, given, told, written } = await town()
  const retry = (which: RetryJobsInput['which']) => inTx(db, (tx) => retryJobs(tx, given.admin, { which }))

  await hold(db, written.id)
  expect(await retry({ ids: [told.id, written.id] })).toEqual({ changed: 1 })
  expect((await listJobs(db, given.admin, list({ task: 'fan_out' }))).items).toMatchObject([
    { state: 'ready', attempts: 0 },
  ])
  expect(await retry({ filter: { state: 'failed', search: '' } })).toEqual({ changed: 0 })
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null`.execute(db)
  expect(await retry({ filter: { state: 'later', search: 'write' } })).toEqual({ changed: 1 })

  expect(await trail(db)).toEqual([
    { action: 'job.retry', target_title: 'fan_out', after: { jobs: { fan_out: 1 } }, note: null },
    { action: 'job.retry', target_title: 'write_audit', after: { jobs: { write_audit: 1 } }, note: null },
  ])
  expect((await listJobs(db, given.admin, list())).items).toEqual([])
})

test('jobs are put off and discarded, what writes the trail excepted, which says why and how many', async () => {
  const { db, given, told, written } = await town()
  const runAt = '2027-01-01T08:00:00.000Z'

  await inTx(db, (tx) => rescheduleJobs(tx, given.admin, { ids: [written.id], runAt }))
  expect((await getJob(db, given.admin, written.id)).job).toMatchObject({ state: 'later', runAt })
  await inTx(db, (tx) =>
    discardJobs(tx, given.admin, { which: { filter: { search: '' } }, reason: 'A test of ours.' }),
  )
  await expect(getJob(db, given.admin, told.id)).rejects.toMatchObject({ code: 'not_found' })

  await inTx(db, (tx) => retryJobs(tx, given.admin, { which: { ids: [written.id] } }))
  expect(await trail(db)).toMatchObject([
    { action: 'job.reschedule', after: { runAt, jobs: { write_audit: 1 } } },
    { action: 'job.discard', after: { jobs: { fan_out: 1 } }, note: 'A test of ours.' },
    { action: 'job.retry' },
  ])
})

test('a job that is done is told by its runs, with what it was about', async () => {
  const { db, given, caseId, eventId } = await town()
  const run = {
    jobId: '4711',
    task: 'fan_out',
    processId: 'w1',
    payload: { eventId },
    startedAt: new Date('2026-11-20T08:00:00Z'),
  }
  const [first, second] = [newId(), newId()]
  for (const [i, id] of [first, second].entries())
    await (
      await startRun(db, { ...run, id, attempt: i + 1 })
    ).onRecord
  const finishedAt = new Date('2026-11-20T08:00:00.100Z')
  await finishRuns(db, [{ id: first, finishedAt, outcome: 'failed', error: 'Timeout after 5 s' }])

  expect(await getJob(db, given.admin, '4711')).toMatchObject({
    id: '4711',
    job: null,
    about: { eventId, eventType: 'shift.submit', caseId, caseTitle: 'Bus 12' },
    runs: [
      { id: second, attempt: 2, outcome: 'running', finishedAt: null },
      { id: first, attempt: 1, outcome: 'failed', error: 'Timeout after 5 s' },
    ],
  })
  const found = async (input: object) =>
    (await listRuns(db, given.admin, runs(input))).items.map(({ id }) => id)
  expect(await found({ outcome: 'failed' })).toEqual([first])
  expect(await found({ outcome: 'running' })).toEqual([second])
  expect(await found({ search: `payload.eventId:${eventId} error:TIMEOUT` })).toEqual([first])
  expect(await found({ search: '4711' })).toEqual([second, first])
  expect(await found({ search: 'send_mail' })).toEqual([])
})

test('the overview counts what waits by task, and what ran by the minute with how long it took', async () => {
  const { db, given } = await town()
  const now = Date.now()
  const took = [10, 20, 900]
  const ended = await Promise.all(
    took.map(async (ms, i) => {
      const id = newId()
      const startedAt = new Date(now - ms)
      const run = {
        id,
        jobId: String(i),
        task: 'send_mail',
        attempt: 1,
        processId: 'w1',
        payload: {},
        startedAt,
      }
      await (
        await startRun(db, run)
      ).onRecord
      return {
        id,
        finishedAt: new Date(now),
        outcome: i === 2 ? ('failed' as const) : ('ok' as const),
        error: null,
      }
    }),
  )
  await finishRuns(db, ended)
  await finishRuns(db, ended) // what is ended twice counts once

  const { tasks, minutes, figures } = await jobsOverview(db, given.admin)
  const of = (task: string) => tasks.find((one) => one.task === task)
  expect(figures).toMatchObject({ failed: 1, later: 1 })
  expect(of('fan_out')).toMatchObject({ waiting: { failed: 1, ready: 0 }, clock: null })
  expect(of('send_mail')).toMatchObject({ ok: 2, failed: 1, clock: { every: 'minute' } })
  // Known by powers of two.
  expect(of('send_mail')!.medianMs).toBeGreaterThanOrEqual(16)
  expect(of('send_mail')!.medianMs).toBeLessThan(32)
  expect(of('send_mail')!.p95Ms).toBeGreaterThanOrEqual(512)
  expect(of('send_mail')!.p95Ms).toBeLessThanOrEqual(1024)
  expect(minutes).toHaveLength(60)
  expect(minutes.reduce((sum, { ok, failed }) => sum + ok + failed, 0)).toBe(3)
})

test('only administrators see and change jobs', async () => {
  const { db, given, told } = await town()
  await expect(jobsOverview(db, given.officerNorth)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(
    inTx(db, (tx) => discardJobs(tx, given.officerNorth, { which: { ids: [told.id] }, reason: 'No.' })),
  ).rejects.toMatchObject({ code: 'not_permitted' })
})
