import { type Db, enqueue } from '@belfry/db'
import { findApiKey } from '@belfry/db/queries/api-keys'
import { findSession, sessionExpiries } from '@belfry/db/queries/sessions'
import {
  createApiKey,
  createPasswordLink,
  getPerson,
  hashKey,
  listApiKeys,
  listSessions,
  oneTimeKeyFrom,
  setPassword,
} from '@belfry/engine/access'
import { act, getCase, getQueue } from '@belfry/engine/cases'
import { mark } from '@belfry/engine/notify'
import { claim } from '@belfry/engine/together'
import { type Actor, clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { MarkInput, QueueInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// Years from the machine's own time: whatever looks at another clock than the one that is moved here is far off.
const START = Date.parse('2031-05-06T07:08:09.000Z')
const [MINUTE, DAY] = [60_000, 86_400_000]

let passed = 0
beforeEach(() => {
  passed = 0
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(START + passed))
})
afterEach(() => void vi.restoreAllMocks())

async function startSession(db: Db, person: Actor, lastsMs: number): Promise<string> {
  const id = newId()
  const expires_at = new Date(clock.now().getTime() + lastsMs)
  const session = { id, token: id, user_id: person.id, expires_at, ip_address: null, user_agent: null }
  await db.insertInto('auth.session').values(session).execute()
  return id
}

test('a claim counts for a minute, wherever it is looked at', async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor, station: 'north' })
  const claimed = QueueInput.parse({ workflow: 'shift', claimed: true })
  const seen = async () => ({
    by: (await getCase(db, given.vendor, shift.id)).claimedBy?.name,
    listed: (await getQueue(db, given.officerNorth2, claimed)).total,
  })
  const decide = () => inTx(db, (tx) => act(tx, given.officerNorth2, { caseId: shift.id, action: 'approve' }))
  await inTx(db, (tx) => claim(tx, given.officerNorth, { caseId: shift.id }))

  passed = MINUTE - 1
  expect(await seen()).toEqual({ by: 'Nora North', listed: 1 })
  await expect(decide()).rejects.toMatchObject({ code: 'claimed' })

  passed = MINUTE
  expect(await seen()).toEqual({ by: undefined, listed: 0 })
  expect(await decide()).toMatchObject({ state: 'approved' })
})

test('sessions, API keys and links that set a password end when their time has come', async () => {
  const { db, given } = await databaseWithPeople()
  const { vendor, admin } = given
  const session = await startSession(db, vendor, 7 * DAY)
  const { key, secret } = await inTx(db, (tx) =>
    createApiKey(tx, vendor, { name: 'Report agent', expiresInDays: 7 }),
  )
  const { path } = await inTx(db, (tx) => createPasswordLink(tx, admin, vendor.id))
  const useLink = () =>
    inTx(db, (tx) =>
      setPassword(
        tx,
        { token: path!.split('#')[1]!, password: 'a good long password' },
        { requestId: 'r', ip: null, userAgent: null },
        oneTimeKeyFrom('only-for-tests-and-therefore-no-secret-at-all'),
      ),
    )
  const lasting = async () => ({
    session: (await findSession(db, session, clock.now()))?.id,
    sessions: (await listSessions(db, vendor, null)).map(({ id }) => id),
    counted: (await getPerson(db, admin, vendor.id)).sessions,
    key: (await findApiKey(db, hashKey(secret!), clock.now()))?.id,
    keys: (await listApiKeys(db, vendor)).map(({ id }) => id),
  })

  passed = 7 * DAY - 1
  expect(await lasting()).toEqual({ session, sessions: [session], counted: 1, key: key.id, keys: [key.id] })
  passed = 7 * DAY
  expect(await lasting()).toEqual({ session: undefined, sessions: [], counted: 0, key: undefined, keys: [] })
  await expect(useLink()).rejects.toMatchObject({ code: 'link_used' })
  passed = 7 * DAY - 1
  expect(await useLink()).toEqual({ email: 'vendor@belfry.test' })
})

test('a key without an end is to be asked about again in a day', async () => {
  const { db, given } = await databaseWithPeople()
  const { key } = await inTx(db, (tx) => createApiKey(tx, given.vendor, { name: 'Robot' }))

  const expiries = await sessionExpiries(db, [key.id], clock.now())

  expect(expiries).toEqual(new Map([[key.id, new Date(START + DAY)]]))
})

test('what is kept for a time is removed when that is over, and not before', async () => {
  const { db, given } = await databaseWithPeople()
  const make = () => inTx(db, (tx) => createApiKey(tx, given.vendor, { name: 'Robot', idempotencyKey: 'k' }))
  const cleanUp = async () => {
    await inTx(db, (tx) => enqueue(tx, jobs.cleanUp, {}))
    await runJobs(db)
    const sessions = await db.selectFrom('auth.session').select('id').execute()
    return { sessions: sessions.length, again: (await make()).secret === null }
  }
  await make()
  await startSession(db, given.vendor, 7 * DAY)

  passed = 7 * DAY
  expect(await cleanUp()).toEqual({ sessions: 1, again: true })
  passed = 7 * DAY + 1
  expect(await cleanUp()).toEqual({ sessions: 0, again: false })
})

test('what is told, read and mailed carries the moment at which it was', async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor, station: 'north' })
  passed = DAY
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' }))
  passed = 2 * DAY
  await runJobs(db)
  passed = 3 * DAY
  await inTx(db, (tx) => mark(tx, given.vendor, MarkInput.parse({ as: 'read', filter: {} })))

  const told = await db
    .selectFrom('notifications as n')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.event_id', '=', 'n.event_id').onRef('m.variant', '=', 'n.variant'),
    )
    .select(['n.event_id', 'm.created_at', 'n.read_at'])
    .where('n.person_id', '=', given.vendor.id)
    .executeTakeFirstOrThrow()
  const mailed = await db
    .selectFrom('deliveries as d')
    .innerJoin('delivery_attempts as a', 'a.delivery_id', 'd.id')
    .innerJoin('mailbox as b', 'b.id', 'd.id')
    .select(['d.created_at', 'd.sent_at', 'a.started_at', 'a.finished_at', 'b.at'])
    .where('d.event_id', '=', told.event_id)
    .where('d.person_id', '=', given.vendor.id)
    .executeTakeFirstOrThrow()
  expect(told).toMatchObject({ created_at: new Date(START + DAY), read_at: new Date(START + 3 * DAY) })
  const sent = new Date(START + 2 * DAY)
  expect(mailed).toEqual({ created_at: sent, sent_at: sent, started_at: sent, finished_at: sent, at: sent })
})
