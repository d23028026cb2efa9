import { type Db, enqueue } from '@belfry/db'
import { submit } from '@belfry/engine/cases'
import { words } from '@belfry/shared/words'
import { freshDatabase } from '@belfry/testing'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { crontab } from '../src/crontab.ts'
import { failUntil, giveUp, leaveMark } from './support/jobs.ts'
import { historyWhenDone, makeMarks, queue, runs, startWorker } from './support/start.ts'

test('a task that gives up is not tried again, and its reason is kept with the job', async () => {
  const { db, url } = await freshDatabase()
  await inTx(db, (tx) => enqueue(tx, giveUp, {}))

  startWorker({ DATABASE_URL: url })

  const [job] = await eventually('it is set aside', async () => {
    const rows = await queue(db)
    return rows[0]?.attempts === rows[0]?.maxAttempts && rows
  })
  expect(job).toMatchObject({ task: 'give_up', lastError: 'The address does not exist.', lockedBy: null })
  expect(await runs(db)).toMatchObject([
    { attempt: 1, outcome: 'failed', error: 'The address does not exist.' },
  ])
})

test('a task that fails is tried again, and the history has each run', async () => {
  const { db, url } = await freshDatabase()
  await inTx(db, (tx) => enqueue(tx, failUntil, { attempt: 2 }))

  startWorker({ DATABASE_URL: url })

  const history = await eventually('it is done', () => historyWhenDone(db))
  expect(history).toMatchObject([
    { task: 'fail_until', attempt: 1, outcome: 'failed', error: 'Not yet.' },
    { task: 'fail_until', attempt: 2, outcome: 'ok', error: null },
  ])
})

test('a payload that this release cannot read fails its job, and only that one', async () => {
  const { db, url } = await freshDatabase()
  await makeMarks(db)
  await sql`select graphile_worker.add_job('leave_mark', '{"name": "Ann"}', max_attempts => 2)`.execute(db)
  await inTx(db, (tx) => enqueue(tx, leaveMark, { key: 'Ben' }))

  startWorker({ DATABASE_URL: url })

  const history = await eventually('both have run', async () => {
    const all = await runs(db)
    return all.length === 2 && all.every((run) => run.outcome !== null) && all
  })
  expect(new Set(history.map((run) => run.outcome))).toEqual(new Set(['failed', 'ok']))
  expect((await queue(db)).map((job) => job.attempts)).toEqual([1])
})

test('a filed shift is told, mailed to each officer in his language, and sealed in the audit', async () => {
  const { db, url, given } = await databaseWithPeople()
  const filed = await inTx(db, (tx) =>
    submit(tx, given.vendor, {
      workflow: 'shift',
      data: shiftData({ driver: given.driver, vehicle: '<b>Bus</b>' }),
    }),
  )

  startWorker({ DATABASE_URL: url, MAIL_FROM: 'Night Office <night@office.test>' })

  await eventually('it is sealed', async () => (await sealed(db)) === 1)
  await eventually('all is done', () => historyWhenDone(db))
  await eventually('all mails have gone', async () => (await sentMails(db)) === 3)
  const mails = await db
    .selectFrom('mailbox')
    .selectAll()
    .orderBy(sql`recipient collate "C"`)
    .execute()
  expect(mails.map((mail) => mail.recipient)).toEqual([
    'Nora North <officernorth@belfry.test>',
    'Noël Nord <officernorth2@belfry.test>',
    'عمر العام <officeranywhere@belfry.test>',
  ])
  const [english, french, arabic] = mails
  expect(french?.html).toContain('<html lang="fr" dir="ltr"')
  expect(arabic?.html).toContain('<html lang="ar" dir="rtl"')
  expect(arabic?.html).toContain(words.ar.mail.open)
  expect(english).toMatchObject({
    subject: 'New shift for <b>Bus</b>',
    sender: 'Night Office <night@office.test>',
    message_id: `<${english?.id}@office.test>`,
  })
  expect(english?.html).toContain(`href="https://belfry.test/cases/${filed.id}"`)
  expect(english?.html).toContain('New shift for &lt;b&gt;Bus&lt;/b&gt;')
  expect(english?.body).toContain('Hello Nora North,')
  const deliveries = await db.selectFrom('deliveries').select(['state', 'provider', 'provider_id']).execute()
  expect(deliveries).toHaveLength(3)
  expect(deliveries).toContainEqual({
    state: 'sent',
    provider: 'mailbox',
    provider_id: `<${english?.id}@office.test>`,
  })
})

test('who has left meanwhile gets no mail', async () => {
  const { db, url, given } = await databaseWithPeople()
  await inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
  )
  await sql`create function leave() returns trigger language plpgsql as $$ begin
    update people set deactivated_at = now() where id = new.person_id; return null; end $$`.execute(db)
  await sql`create trigger leaves after insert on deliveries for each row
    when (new.person_id = ${sql.lit(given.officerNorth.id)}) execute function leave()`.execute(db)

  startWorker({ DATABASE_URL: url })

  await eventually('all is done', () => historyWhenDone(db))
  const mails = await eventually('both have theirs', async () => {
    const found = await db.selectFrom('mailbox').select('recipient').execute()
    return found.length === 2 && found
  })
  expect(mails.map((mail) => mail.recipient).toSorted()).toEqual([
    'Noël Nord <officernorth2@belfry.test>',
    'عمر العام <officeranywhere@belfry.test>',
  ])
  const failed = await db.selectFrom('deliveries').select('error').where('state', '=', 'failed').execute()
  expect(failed).toEqual([{ error: 'The person or the notification is gone.' }])
})

test('what happens by the clock is known to the database', async () => {
  const { db, url } = await freshDatabase()

  startWorker({ DATABASE_URL: url })

  const names = crontab.map(({ identifier }) => identifier).toSorted()
  const known = await eventually('all of them are known', async () => {
    const { rows } = await sql<{ identifier: string }>`
      select identifier from graphile_worker._private_known_crontabs order by 1`.execute(db)
    return rows.length === names.length && rows.map((row) => row.identifier)
  })
  expect(known).toEqual(names)
})

async function sealed(db: Db): Promise<number> {
  const { rows } = await sql<{ sealed: number }>`
    select count(*)::int as sealed from audit_entries where seq is not null`.execute(db)
  return rows[0]!.sealed
}

async function sentMails(db: Db): Promise<number> {
  return (await db.selectFrom('deliveries').select('id').where('state', '=', 'sent').execute()).length
}
