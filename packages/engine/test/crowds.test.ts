import { type Db, connect } from '@belfry/db'
import { fanOut } from '@belfry/engine/notify'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { happened } from './support/news.ts'

/** How the inboxes of all these people are: each once, with revision, count and rows. */
const inboxesOf = async (db: Db, ids: string[]) => {
  const { rows } = await sql<{ rev: number; unread: number; told: number; people: number }>`
    select rev, unread, told, count(*)::int as people from (
      select i.rev, i.unread, (select count(*)::int from notifications n where n.person_id = i.person_id) as told
      from inboxes i where i.person_id = any(${ids}::uuid[])) i group by 1, 2, 3`.execute(db)
  return rows
}

/** The session that is telling people, and waits for an inbox that somebody else holds. */
const waiting = sql<{ pid: number }>`select pid from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query like '%with batch as%'`

test('told twice is told once', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const event = await happened(db, id, given.vendor, 'shift.submit', {})

  await fanOut(db, event)
  const mails = await mailsOf(db)
  await fanOut(db, event)
  await fanOut(db, event)

  expect(mails).toBe(6) // three officers, of two events
  expect(await mailsOf(db)).toBe(6)
  expect(await inboxesOf(db, [given.officerNorth.id])).toEqual([{ rev: 2, unread: 2, told: 2, people: 1 }])
})

test('fan-outs to the same thousands of people do not get in each other’s way', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const everywhere = await given.crowd(2_000, { role: 'officer', scope: null })
  const north = await given.crowd(1_500, { role: 'officer', scope: 'station:north' })
  const events = await Promise.all(
    [given.driver, given.vendor, given.driver, given.vendor].map((by) => happened(db, id, by)),
  )

  await Promise.all(events.map((event) => fanOut(db, event)))

  expect(await inboxesOf(db, [...everywhere, ...north])).toEqual([
    { rev: 4, unread: 4, told: 4, people: 3_500 },
  ])
})

test('inboxes are locked in the order of their ids, whatever plan Postgres picks', async () => {
  const { db, given, url } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const [first, ...others] = await given.crowd(500, { role: 'officer', scope: null })
  const event = await happened(db, id, given.vendor)
  await sql`delete from role_grants where not person_id = any(${[first, ...others]}::uuid[])`.execute(db)
  const hashing = connect(url, { max: 1, options: '-c enable_mergejoin=off -c enable_nestloop=off' })
  onTestFinished(() => hashing.close())
  const goOn = Promise.withResolvers<void>()
  onTestFinished(() => goOn.resolve())
  const holder = inTx(db, async (tx) => {
    await sql`select from inboxes where person_id = ${first} for update`.execute(tx)
    await goOn.promise
  })

  const telling = fanOut(hashing.db, event)
  await eventually('somebody waits', async () => (await waiting.execute(db)).rows.length === 1)

  // It waits for the first, so it cannot hold any other: two fan-outs never wait for each other.
  const free =
    await sql`select from inboxes where person_id = any(${others}::uuid[]) for update skip locked`.execute(db)
  expect(free.rows).toHaveLength(others.length)
  goOn.resolve()
  await Promise.all([holder, telling])
  expect(await inboxesOf(db, [first!, ...others])).toEqual([{ rev: 1, unread: 1, told: 1, people: 500 }])
})

test('of two workers who tell the same event at once, people hear once', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const crowd = await given.crowd(6_000, { role: 'officer', scope: null })
  const event = await happened(db, id, given.vendor)

  await Promise.allSettled([fanOut(db, event), fanOut(db, event)])
  await fanOut(db, event) // one of them may have given up; its job is tried again

  expect(await inboxesOf(db, crowd)).toEqual([{ rev: 1, unread: 1, told: 1, people: 6_000 }])
})

test('a fan-out that dies between two batches goes on where it was', async () => {
  const { db, given, url } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const crowd = await given.crowd(6_000, { role: 'officer', scope: null })
  const event = await happened(db, id, given.vendor, 'shift.submit', {})
  const goOn = Promise.withResolvers<void>()
  onTestFinished(() => goOn.resolve())
  const holder = inTx(db, async (tx) => {
    await sql`select from inboxes where person_id = ${crowd.at(-1)} for update`.execute(tx)
    await goOn.promise
  })

  const worker = connect(url, { max: 2 })
  onTestFinished(() => worker.close())
  const dying = fanOut(worker.db, event).then(
    () => 'told everybody',
    () => 'died',
  )
  // It has told two batches, and waits for somebody of the third: now its session ends.
  await eventually('somebody waits', async () => (await waiting.execute(db)).rows.length === 1)
  const [between] = await inboxesOf(db, crowd.slice(0, 4_900))
  await sql`select pg_terminate_backend(${(await waiting.execute(db)).rows[0]!.pid})`.execute(db)

  expect(await dying).toBe('died')
  expect(between).toEqual({ rev: 1, unread: 1, told: 1, people: 4_900 })
  expect((await inboxesOf(db, crowd)).length).toBe(2) // some told, some not
  goOn.resolve()
  await holder
  await fanOut(db, event)
  expect(await inboxesOf(db, crowd)).toEqual([{ rev: 1, unread: 1, told: 1, people: 6_000 }])
  const { rows } = await sql`select count(*)::int as mails, count(distinct person_id)::int as people
    from deliveries where event_id = ${event}`.execute(db)
  expect(rows).toEqual([{ mails: 6_003, people: 6_003 }])
  // One for each batch says that there are mails.
  expect((await queuedJobs(db)).filter(({ task }) => task === 'send_mail').length).toBeLessThan(10)
})

test('the signal names everybody once, with the new count, in pieces that Postgres takes', async () => {
  const { db, given, url } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const crowd = await given.crowd(3_000, { role: 'officer', scope: null })
  await sql`update inboxes set rev = 2000000000, unread = 1000000 where person_id = any(${crowd}::uuid[])`.execute(
    db,
  )
  const event = await happened(db, id, given.vendor)
  const listener = new pg.Client(url)
  await listener.connect()
  const heard: string[] = []
  listener.on('notification', ({ payload }) => heard.push(payload!))
  await listener.query('listen belfry')

  await fanOut(db, event)
  await listener.query('select 1') // what was said before comes before this answer
  await listener.end()

  expect(heard.length).toBeGreaterThan(20)
  expect(heard.every((payload) => Buffer.byteLength(payload) < 8_000)).toBe(true)
  const said = heard.map(
    (payload) => JSON.parse(payload) as { kind: string; people: [string, number, number][] },
  )
  const named = said.flatMap(({ people }) => people)
  const others = [given.officerNorth, given.officerNorth2, given.officerAnywhere, given.driver].map(
    (p) => p.id,
  )
  expect(said.every(({ kind }) => kind === 'told')).toBe(true)
  expect(named.map(([person]) => person).toSorted()).toEqual([...crowd, ...others].toSorted())
  expect(named.filter(([, rev, unread]) => rev === 2_000_000_001 && unread === 1_000_001)).toHaveLength(3_000)
})

const mailsOf = async (db: Db): Promise<number> =>
  (await db.selectFrom('deliveries').select('id').where('channel', '=', 'mail').execute()).length
