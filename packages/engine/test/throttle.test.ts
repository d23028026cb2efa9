import type { Db } from '@belfry/db'
import { act } from '@belfry/engine/cases'
import { fanOut, listThrottledSenders, releaseInTurn, settleThrottled, whyNot } from '@belfry/engine/notify'
import { clock } from '@belfry/shared'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => void vi.restoreAllMocks())

const limits = { person: 3, program: 5 }

/** Cancels as many shifts of the vendor as asked for; the officers are to hear of each. The events, oldest first. */
async function cancelled(db: Db, given: Given, count: number): Promise<string[]> {
  const shifts: string[] = []
  for (let i = 0; i < count; i++) shifts.push((await given.case('shift', { by: given.vendor })).id)
  await runJobs(db)
  await sql`delete from throttled_events`.execute(db)
  const began = await newestEvent(db)
  // As if the shifts had been filed long before.
  vi.spyOn(clock, 'now').mockReturnValue(new Date(Date.now() + 3_600_000))
  for (const caseId of shifts) await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  const rows = await db
    .selectFrom('events')
    .select('id')
    .where('id', '>', began)
    .where('type', '=', 'shift.cancel')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

const newestEvent = async (db: Db) =>
  (await db.selectFrom('events').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()).id
const toldOf = async (db: Db, person: { id: string }, events: string[]) => {
  const rows = await db
    .selectFrom('notifications')
    .select('event_id')
    .where('person_id', '=', person.id)
    .where('event_id', 'in', events)
    .orderBy('event_id')
    .execute()
  return rows.map((row) => events.indexOf(row.event_id))
}

test('who tells more in a minute than he may waits his turn, and nothing is lost or told twice', async () => {
  const { db, given } = await databaseWithPeople()
  const events = await cancelled(db, given, 8)

  for (const id of events) await fanOut(db, id, { limits })
  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 1, 2])
  expect(await listThrottledSenders(db, given.admin)).toMatchObject([
    { sender: given.vendor.id, name: 'Vera Vendor', waiting: 5, perMinute: 3 },
  ])

  // The jobs of the first try run once more: nobody hears anything sooner.
  for (const id of events) await fanOut(db, id, { limits })
  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 1, 2])

  expect(await releaseInTurn(db)).toBe(3)
  await runJobs(db)
  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 1, 2, 3, 4, 5])
  expect(await releaseInTurn(db)).toBe(2)
  expect(await releaseInTurn(db)).toBe(0)
  await runJobs(db)
  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(await listThrottledSenders(db, given.admin)).toEqual([])
})

test('administrators hear of it once for each sender', async () => {
  const { db, given } = await databaseWithPeople()
  const events = await cancelled(db, given, 6)

  await Promise.all(events.map((id) => fanOut(db, id, { limits })))

  const recorded = await db
    .selectFrom('events')
    .select('id')
    .where('type', '=', 'sending.throttled')
    .execute()
  expect(recorded).toHaveLength(1)
  for (const { task, payload } of await queuedJobs(db))
    if (task === 'fan_out' && payload['eventId'] === recorded[0]!.id) await fanOut(db, recorded[0]!.id)
  expect(await toldOf(db, given.admin, [recorded[0]!.id])).toEqual([0])
})

test('an administrator lets all go, or drops it, with a reason; others may not', async () => {
  const { db, given } = await databaseWithPeople()
  const events = await cancelled(db, given, 7)
  for (const id of events) await fanOut(db, id, { limits })
  const sender = given.vendor.id
  const settle = (who: 'admin' | 'vendor', as: 'released' | 'dropped') =>
    inTx(db, (tx) => settleThrottled(tx, given[who], { sender, as, reason: 'A test of the new schedule.' }))

  await expect(settle('vendor', 'released')).rejects.toMatchObject({ code: 'not_permitted' })
  expect(
    await whyNot(db, given.admin, { eventId: events[5]!, personId: given.officerNorth.id }),
  ).toMatchObject({
    verdict: 'held',
  })
  await releaseInTurn(db)
  expect(await settle('admin', 'dropped')).toEqual({ events: 1 })
  await runJobs(db)

  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 1, 2, 3, 4, 5])
  expect(
    await whyNot(db, given.admin, { eventId: events[6]!, personId: given.officerNorth.id }),
  ).toMatchObject({
    verdict: 'dropped',
  })
  const audit = await db.selectFrom('audit_entries').select(['action', 'reason']).execute()
  expect(audit).toContainEqual({ action: 'sending.dropped', reason: 'A test of the new schedule.' })
})

test('two who let messages go at the same moment let each go once', async () => {
  const { db, given } = await databaseWithPeople()
  const events = await cancelled(db, given, 9)
  for (const id of events) await fanOut(db, id, { limits })

  const released = await Promise.all([releaseInTurn(db), releaseInTurn(db), releaseInTurn(db)])
  await runJobs(db)

  const told = await toldOf(db, given.officerNorth, events)
  expect(told).toHaveLength(3 + released.reduce((sum, count) => sum + count, 0))
  expect(new Set(told).size).toBe(told.length)
})

test('what is critical never waits, and Belfry itself has no limit', async () => {
  const { db, given } = await databaseWithPeople()
  const events = await cancelled(db, given, 5)
  await sql`update events set actor_id = null, actor_kind = 'system' where id = ${events[4]!}`.execute(db)

  for (const id of events) await fanOut(db, id, { limits: { person: 1, program: 1 } })
  expect(await toldOf(db, given.officerNorth, events)).toEqual([0, 4])

  const { id } = await given.case('emergency', {
    by: given.vendor,
    data: { station: 'north', kind: 'accident', place: 'Bridge 7', details: 'A drill.' },
  })
  const alarm = await db
    .selectFrom('events')
    .select('id')
    .where('case_id', '=', id)
    .orderBy('id')
    .executeTakeFirstOrThrow()
  await sql`delete from notifications where event_id = ${alarm.id}`.execute(db)
  await fanOut(db, alarm.id, { limits: { person: 1, program: 1 } })
  expect(await toldOf(db, given.officerNorth, [alarm.id])).toEqual([0])
})
