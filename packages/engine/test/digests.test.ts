import type { Db } from '@belfry/db'
import { act } from '@belfry/engine/cases'
import { deliverHeld, mark } from '@belfry/engine/notify'
import { setPreferences } from '@belfry/engine/preferences'
import { type Actor, clock } from '@belfry/shared'
import { MarkInput, SetPreferencesInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import { inboxOf } from './support/inboxes.ts'

afterEach(() => vi.restoreAllMocks())
const itIs = (at: string) => vi.spyOn(clock, 'now').mockReturnValue(new Date(at))

const choose = (db: Db, actor: Actor, input: unknown) =>
  inTx(db, (tx) => setPreferences(tx, actor, SetPreferencesInput.parse(input)))
const file = (given: Given, vehicle: string) => given.case('shift', { by: given.vendor, vehicle })

/** What the minute's job does at a moment, and what follows from it. */
async function minute(db: Db, at: string) {
  itIs(at)
  await deliverHeld(db)
  await runJobs(db)
}
const mailsTo = (db: Db, name: string) =>
  db
    .selectFrom('mailbox')
    .select(['subject', 'body', 'at'])
    .where('recipient', 'like', `${name}%`)
    .orderBy('at')
    .execute()
const deliveriesOf = (db: Db, actor: Actor) =>
  db
    .selectFrom('deliveries')
    .select(['state', 'due_at', 'error', 'digest_id', 'sent_at'])
    .where('person_id', '=', actor.id)
    .orderBy('created_at')
    .execute()

const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }]

test('a daily digest comes once a day at its hour, also over the night on which the clocks change', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-03-27T12:00:00Z')
  await choose(db, given.officerNorth, {
    categories: { shift: { mail: 'daily' } },
    timeZone: 'Europe/Paris',
  })
  // Friday to Monday by the hour; clocks go forward in the night to Sunday.
  const start = Date.parse('2026-03-27T12:00:00Z')
  for (let hour = 0; hour <= 3 * 24; hour++) {
    const at = new Date(start + hour * 3_600_000).toISOString()
    if (hour % 6 === 2) {
      itIs(at)
      await file(given, `Bus ${hour}`)
    }
    await minute(db, at)
  }

  expect(await mailsTo(db, 'Nora')).toMatchObject([
    { at: new Date('2026-03-28T07:00:00Z'), subject: 'Digest of 3' },
    { at: new Date('2026-03-29T06:00:00Z'), subject: 'Digest of 4' },
    { at: new Date('2026-03-30T06:00:00Z'), subject: 'Digest of 4' },
  ])
  expect(await mailsTo(db, 'Noël')).toHaveLength(12)
})

test('a digest holds what is not read yet; where all was read there is none', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-19T12:00:00Z')
  await choose(db, given.officerNorth, { categories: { shift: { mail: 'daily' } } })
  for (const vehicle of ['Bus 1', 'Bus 2', 'Bus 3']) {
    itIs(`2026-11-19T12:0${vehicle.at(-1)}:00Z`)
    await file(given, vehicle)
  }
  const read = async (title: string) => {
    const [found] = (await inboxOf(db, given.officerNorth)).filter((item) => item.title.endsWith(title))
    await inTx(db, (tx) => mark(tx, given.officerNorth, MarkInput.parse({ ids: [found!.id], as: 'read' })))
  }
  await read('Bus 2')

  await minute(db, '2026-11-20T08:00:20Z')

  expect(await mailsTo(db, 'Nora')).toMatchObject([
    { subject: 'Digest of 2', body: 'New shift for Bus 3\nNew shift for Bus 1' },
  ])
  const deliveries = await deliveriesOf(db, given.officerNorth)
  expect(deliveries.map(({ state }) => state).toSorted()).toEqual(['sent', 'sent', 'withdrawn'])
  expect(deliveries.find(({ state }) => state === 'withdrawn')).toMatchObject({
    error: 'Read before it was due.',
    digest_id: null,
  })
  expect(new Set(deliveries.filter(({ state }) => state === 'sent').map((d) => d.digest_id)).size).toBe(1)

  await file(given, 'Bus 4')
  await read('Bus 4')
  await minute(db, '2026-11-21T08:00:20Z')
  expect(await mailsTo(db, 'Nora')).toHaveLength(1)
})

test('what comes in quiet hours is in the app at once, and mailed when they end, unless it was read', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T12:00:00Z')
  await choose(db, given.officerNorth, { quiet: nights, timeZone: 'Asia/Kolkata' })
  itIs('2026-11-20T17:00:00Z') // half past ten at night

  await file(given, 'Bus 1')
  itIs('2026-11-20T17:01:00Z')
  await file(given, 'Bus 2')
  const [, first] = await inboxOf(db, given.officerNorth)
  await inTx(db, (tx) => mark(tx, given.officerNorth, MarkInput.parse({ ids: [first!.id], as: 'archived' })))

  expect(await mailsTo(db, 'Noël')).toHaveLength(2)
  expect(await deliveriesOf(db, given.officerNorth)).toMatchObject([
    { state: 'held', due_at: new Date('2026-11-21T01:30:00Z') },
    { state: 'held', due_at: new Date('2026-11-21T01:30:00Z') },
  ])
  await minute(db, '2026-11-21T01:29:00Z')
  expect(await mailsTo(db, 'Nora')).toHaveLength(0)
  await minute(db, '2026-11-21T01:30:10Z')
  await minute(db, '2026-11-21T01:31:10Z')
  expect(await mailsTo(db, 'Nora')).toMatchObject([{ subject: 'New shift for Bus 2' }])
  expect((await deliveriesOf(db, given.officerNorth)).map(({ state }) => state)).toEqual([
    'withdrawn',
    'sent',
  ])
})

test('whoever ends his quiet hours gets at once what they held back', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T23:00:00Z')
  await choose(db, given.officerNorth, { quiet: nights })
  await file(given, 'Bus 1')

  await choose(db, given.officerNorth, { quiet: [] })
  await minute(db, '2026-11-20T23:01:00Z')

  expect(await mailsTo(db, 'Nora')).toHaveLength(1)
})

test('a digest that falls into quiet hours comes when they end', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T12:00:00Z')
  await choose(db, given.officerNorth, {
    categories: { shift: { mail: 'daily' } },
    digestHour: 6,
    quiet: nights,
  })
  await file(given, 'Bus 1')

  await minute(db, '2026-11-21T06:00:00Z')
  expect(await mailsTo(db, 'Nora')).toHaveLength(0)
  await minute(db, '2026-11-21T07:00:00Z')
  expect(await mailsTo(db, 'Nora')).toMatchObject([{ subject: 'Digest of 1' }])

  await file(given, 'Bus 2')
  await minute(db, '2026-11-22T06:00:00Z')
  await minute(db, '2026-11-22T07:00:00Z')
  expect(await mailsTo(db, 'Nora')).toHaveLength(2)
})

test('what was held for a rhythm that is given up still comes with its digest', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-18T12:00:00Z') // a Wednesday
  await choose(db, given.officerNorth, { categories: { shift: { mail: 'weekly' } }, digestWeekday: 5 })
  await file(given, 'Bus 1')

  await choose(db, given.officerNorth, { categories: { shift: { mail: null } } })
  await file(given, 'Bus 2')
  expect(await mailsTo(db, 'Nora')).toMatchObject([{ subject: 'New shift for Bus 2' }])
  await minute(db, '2026-11-20T08:00:00Z')

  expect(await mailsTo(db, 'Nora')).toMatchObject([
    { subject: 'New shift for Bus 2' },
    { subject: 'Digest of 1', at: new Date('2026-11-20T08:00:00Z') },
  ])
})

test('several workers at once send each digest and each held mail once', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T23:00:00Z')
  await choose(db, given.officerNorth, { categories: { shift: { mail: 'hourly' } } })
  await choose(db, given.officerNorth2, { quiet: nights })
  const { id } = await file(given, 'Bus 1')
  await inTx(db, (tx) => act(tx, given.vendor, { caseId: id, action: 'cancel' }))
  await runJobs(db)

  itIs('2026-11-21T07:00:00Z')
  await Promise.all([deliverHeld(db), deliverHeld(db), deliverHeld(db), deliverHeld(db)])
  await deliverHeld(db)
  await runJobs(db)

  expect(await mailsTo(db, 'Nora')).toHaveLength(1)
  expect(await mailsTo(db, 'Noël')).toHaveLength(1)
})
