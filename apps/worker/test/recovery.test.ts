import { connect, enqueue, enqueueEach } from '@belfry/db'
import { listProcesses } from '@belfry/db/queries/processes'
import { submit } from '@belfry/engine/cases'
import { freshDatabase } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { endProcess, leaveMark, waitForLock } from './support/jobs.ts'
import { historyWhenDone, makeMarks, marks, queue, runs, startWorker } from './support/start.ts'

const SHIFTS = 30

test('after a kill -9 in the middle of a fan-out everybody is told within seconds, and once', async () => {
  const { db, url, given } = await databaseWithPeople()
  const officers = await given.crowd(8, { role: 'officer', scope: 'station:north' })
  const everyone = officers.length + 3 // and the officers whom every test is given
  const doomed = startWorker({ DATABASE_URL: url })
  await doomed.ready
  const blocked = await holdInbox(url, given.officerNorth.id)
  for (let i = 0; i < SHIFTS; i++)
    await inTx(db, (tx) =>
      submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
    )
  const begun = await eventually('ten fan-outs are under way', async () => {
    const open = (await runs(db)).filter((run) => run.outcome === null && run.task === 'fan_out')
    return open.length === 10 && open
  })
  const heir = startWorker({ DATABASE_URL: url })
  await heir.ready

  doomed.kill('SIGKILL')
  const killedAt = Date.now()
  await blocked.release()

  const begunAgain = await eventually('they run again', async () => {
    const again = (await runs(db)).filter((run) => run.attempt === 2 && run.task === 'fan_out')
    return again.length === begun.length && again
  })
  const latest = Math.max(...begunAgain.map((run) => run.startedAt.getTime()))
  expect(latest - killedAt).toBeLessThan(25_000)
  const history = await eventually('everything is done, and on record', () => historyWhenDone(db))
  const told = await sql<{ people: number; shifts: number; unread: number; rev: number }>`
    select count(*)::int as people, n.shifts, i.unread::int, i.rev::int
    from (select person_id, count(*)::int as shifts from notifications group by 1) n join inboxes i using (person_id)
    group by n.shifts, i.unread, i.rev`.execute(db)
  expect(told.rows).toEqual([{ people: everyone, shifts: SHIFTS, unread: SHIFTS, rev: SHIFTS }])
  await eventually('no mail is on its way', async () => {
    const open = await db
      .selectFrom('deliveries')
      .select('id')
      .where('state', 'in', ['queued', 'sending'])
      .execute()
    return open.length === 0
  })
  const { rows: mails } = await sql`
    select (select count(*)::int from mailbox) as mails, count(*)::int as deliveries,
      count(*) filter (where state = 'sent')::int as sent from deliveries`.execute(db)
  expect(mails).toEqual([
    { mails: SHIFTS * everyone, deliveries: SHIFTS * everyone, sent: SHIFTS * everyone },
  ])
  const { rows: audit } = await sql`
    select (select count(*)::int from events) as events, count(*)::int as entries from audit_entries`.execute(
    db,
  )
  expect(audit).toEqual([{ events: SHIFTS, entries: SHIFTS }])
  expect(history.filter((run) => run.outcome === 'crashed')).toHaveLength(begun.length)
  // What only waited its turn in the dead process has lost no attempt.
  expect(history.filter((run) => run.attempt > 1)).toHaveLength(begun.length)
})

test('a job that ends its process three times is set aside, and none of its neighbours is', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db, { once: true })
  const lock = await holdLock(url, 7)
  const neighbours = ['Ann', 'Ben', 'Cem', 'Dia', 'Eli']
  await inTx(db, (tx) =>
    enqueueEach(
      tx,
      waitForLock,
      neighbours.map((key) => ({ key, lock: 7 })),
    ),
  )
  let worker = startWorker({ DATABASE_URL: url })
  await eventually('the neighbours are under way', async () => (await runs(db)).length === neighbours.length)

  await inTx(db, (tx) => enqueue(tx, endProcess, {}))
  for (let deaths = 1; deaths <= 3; deaths++) {
    expect(await worker.exited).toMatchObject({ signal: 'SIGKILL' })
    if (deaths === 2) await lock.release()
    worker = startWorker({ DATABASE_URL: url })
  }
  const later = ['Fay', 'Gus']
  await inTx(db, (tx) =>
    enqueueEach(
      tx,
      leaveMark,
      later.map((key) => ({ key })),
    ),
  )

  const allOthersDone = async () => {
    const left = await queue(db)
    // Who ran before it, and not behind it, was done before its last process was found dead.
    return left.length === 1 && left[0]!.lockedBy === null
  }
  await eventually('all others are done, and nobody holds it', allOthersDone, 15_000)
  expect(await queue(db)).toMatchObject([
    { task: 'end_process', lastError: 'It ended its worker process three times.', lockedBy: null },
  ])
  expect((await queue(db)).every((job) => job.attempts === job.maxAttempts)).toBe(true)
  expect(await marks(db)).toEqual([...neighbours, ...later])
  const crashes = (await runs(db)).filter((run) => run.outcome === 'crashed')
  expect(crashes.filter((run) => run.task === 'end_process')).toHaveLength(3)
  expect(worker.process.exitCode).toBeNull()
}, 60_000)

test('a worker whose session broke keeps its id, its work and its good name', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db, { once: true })
  const lock = await holdLock(url, 7)
  const other = startWorker({ DATABASE_URL: url })
  const worker = startWorker({ DATABASE_URL: url })
  await Promise.all([worker.ready, other.ready])
  await inTx(db, (tx) => enqueue(tx, waitForLock, { key: 'Ann', lock: 7 }))
  await eventually('it is under way', async () => (await runs(db)).length === 1)
  const before = await listProcesses(db)

  for (let i = 0; i < 3; i++) {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'belfry worker lock'
      and datname = current_database()`.execute(db)
    await eventually('both hold their locks again', async () => {
      const { rows } = await sql<{ held: number }>`
        select count(*)::int as held from processes p join pg_locks l on l.locktype = 'advisory' and l.granted
          and l.classid = 4711 and l.objid = hashtext(p.id)::bit(32)::bigint::oid`.execute(db)
      return rows[0]?.held === 2
    })
  }
  await lock.release()

  const history = await eventually('it is done, and on record', () => historyWhenDone(db))
  expect(history.map((run) => run.outcome)).toEqual(['ok'])
  expect((await listProcesses(db)).map((process) => process.id)).toEqual(before.map((process) => process.id))
  expect(await marks(db)).toEqual(['Ann'])
})

/** Keeps everybody from changing one inbox. */
async function holdInbox(url: string, personId: string) {
  return hold(url, sql`select from inboxes where person_id = ${personId} for update`)
}

/** Keeps the tasks that wait for this lock from going on. */
async function holdLock(url: string, lock: number) {
  return hold(url, sql`select pg_advisory_xact_lock(${lock})`)
}

/** Holds what the statement locks, in a transaction of its own, until it is released. */
async function hold(url: string, statement: ReturnType<typeof sql>) {
  const { db, close } = connect(url, { max: 1 })
  const transaction = await db.startTransaction().execute()
  await statement.execute(transaction)
  let released: Promise<void> | undefined
  const release = () => (released ??= transaction.rollback().execute().then(close))
  onTestFinished(release)
  return { release }
}
