import { type Db, connect } from '@belfry/db'
import { createLog } from '@belfry/log'
import { clock, newId } from '@belfry/shared'
import { flagsFrom } from '@belfry/shared/flags'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, givenPassword } from '@belfry/testing/given'
import { sql } from 'kysely'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { SESSION_S, createAuth } from '../src/auth.ts'
import { FlagMemory } from '../src/flags.ts'
import { createLive } from '../src/live/index.ts'
import { SessionMemory } from '../src/sessions.ts'

const realNow = clock.now
afterEach(() => {
  clock.now = realNow
})

/** A process that listens and remembers sessions, and a session of an officer. */
async function remembering() {
  const { db, given, url } = await databaseWithPeople()
  const sessions = new SessionMemory(db)
  const log = createLog('api', 'silent')
  const live = createLive({
    db,
    sessions,
    flags: new FlagMemory(db, flagsFrom([])),
    url,
    log,
    processId: newId(),
    version: 'test',
  })
  await live.start()
  onTestFinished(() => live.stop())
  const officer = given.officerNorth.id
  const id = newId()
  await sql`insert into auth.session (id, token, user_id, expires_at)
    values (${id}, 'token', ${officer}, now() + interval '1 day')`.execute(db)
  return { db, url, sessions, live, officer, id, find: () => sessions.find('token') }
}

/** Changes rows so that no trigger says anything. */
const silently = (db: Db, change: ReturnType<typeof sql>) =>
  db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await change.execute(tx)
  })

test('a session that was looked up a moment ago is known without asking', async () => {
  const { db, find, officer, id } = await remembering()
  expect(await find()).toMatchObject({ id, personId: officer, person: { grants: [{ role: 'officer' }] } })

  await silently(db, sql`delete from auth.session`)

  expect(await find()).toMatchObject({ id, personId: officer })
})

test('after ten seconds it is looked up again, whatever was heard', async () => {
  const { db, find } = await remembering()
  await find()
  await silently(db, sql`delete from auth.session`)

  const now = Date.now()
  clock.now = () => new Date(now + 10_000)

  expect(await find()).toBeUndefined()
})

test('a session that begins at a moved time lasts a week from then', async () => {
  const { db, given } = await databaseWithPeople()
  const publicUrl = new URL('http://127.0.0.1:4380')
  const auth = createAuth({ db, log: createLog('api', 'silent'), publicUrl, secret: 'x'.repeat(32) })
  const then = new Date('2031-05-06T07:08:09.000Z')
  clock.now = () => then

  await auth.api.signInEmail({ body: { email: 'vendor@belfry.test', password: givenPassword } })

  const session = await db.selectFrom('auth.session').selectAll().executeTakeFirstOrThrow()
  expect(session).toMatchObject({ user_id: given.vendor.id, created_at: then, updated_at: then })
  expect(Math.round((session.expires_at.getTime() - then.getTime()) / 1_000)).toBe(SESSION_S)
})

test('it does not outlive its own end', async () => {
  const { db, find } = await remembering()
  await sql`update auth.session set expires_at = now() + interval '2 seconds'`.execute(db)
  await find()
  await silently(db, sql`delete from auth.session`)

  const now = Date.now()
  clock.now = () => new Date(now + 2_000)

  expect(await find()).toBeUndefined()
})

test.each([
  ['the session ends', sql`delete from auth.session`],
  ['the session is cut short', sql`update auth.session set expires_at = now() - interval '1 second'`],
])('nothing is known any more once it is heard that %s', async (_, change) => {
  const { db, find, live } = await remembering()
  await find()

  await change.execute(db)
  await live.selfTest() // what was said before has been heard by now

  expect(await find()).toBeUndefined()
})

test.each([
  ['taken back', sql`update role_grants set revoked_at = now()`, []],
  ['deleted', sql`delete from role_grants`, []],
])('a role that is %s counts no longer once that is heard', async (_, change, grants) => {
  const { db, find, live } = await remembering()
  expect((await find())?.person?.grants).toHaveLength(1)

  await change.execute(db)
  await live.selfTest()

  expect((await find())?.person?.grants).toEqual(grants)
})

test('nobody is known of an account once it is heard that it was closed', async () => {
  const { db, find, live } = await remembering()
  expect((await find())?.person).toBeDefined()

  await sql`update people set deactivated_at = now()`.execute(db)
  await live.selfTest()

  expect((await find())?.person).toBeUndefined()
})

test('what is read while a change is heard is not kept: it may be older', async () => {
  const { db, url, sessions, find, officer } = await remembering()
  const other = connect(url, { max: 1 })
  onTestFinished(() => other.close())
  const table = await other.db.startTransaction().execute()
  await sql`lock table auth.session in access exclusive mode`.execute(table)

  const found = find()
  await eventually('it waits for the table', async () => {
    const { rows } = await sql`select from pg_locks where not granted`.execute(db)
    return rows.length > 0
  })
  sessions.rightsChanged(officer)
  await table.commit().execute()
  expect(await found).toBeDefined()

  await silently(db, sql`delete from auth.session`)
  expect(await find()).toBeUndefined()
})

test('while nothing can be heard every call is looked up, and what was known before counts no more', async () => {
  const { db, sessions, find } = await remembering()
  await find()

  sessions.hears(false)
  await silently(db, sql`update role_grants set revoked_at = now()`)
  expect((await find())?.person?.grants).toEqual([])

  await silently(db, sql`delete from auth.session`)
  expect(await find()).toBeUndefined()
})

test('a listener that breaks takes what is known with it', async () => {
  const { db, find, live } = await remembering()
  await find()

  await silently(db, sql`delete from auth.session`)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'belfry listener' and datname = current_database()`.execute(db)
  await eventually('it listens again', async () => live.figures().reconnects === 1)

  expect(await find()).toBeUndefined()
})

test('no more than two thousand are kept, the newest', async () => {
  const { db, sessions, officer } = await remembering()
  await sql`insert into auth.session (id, token, user_id, expires_at)
    select gen_random_uuid(), 'token ' || n, ${officer}, now() + interval '1 day' from generate_series(1, 2001) n`.execute(
    db,
  )
  const now = new Date()
  clock.now = () => now // what is older than ten seconds would be looked up again
  for (let n = 1; n <= 2_001; n++) await sessions.find(`token ${n}`)

  await silently(db, sql`delete from auth.session`)

  expect(await sessions.find('token 1')).toBeUndefined()
  expect(await sessions.find('token 2')).toBeDefined()
  expect(await sessions.find('token 2001')).toBeDefined()
})
