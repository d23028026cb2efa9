import type { Db } from '@belfry/db'
import { updateMe } from '@belfry/engine/access'
import { act, getCase, submit } from '@belfry/engine/cases'
import { assign, claim, endLapsedClaims, release, takeNext } from '@belfry/engine/together'
import { type Actor, clock } from '@belfry/shared'
import { NextInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => void vi.restoreAllMocks())

const later = (ms: number) => {
  const now = Date.now() + ms
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(now))
}

async function town() {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor, station: 'north' })
  return {
    db,
    given,
    shift,
    holder: async () => (await getCase(db, given.vendor, shift.id)).claimedBy?.name ?? null,
    take: (by: Actor, anyway?: boolean) => inTx(db, (tx) => claim(tx, by, { caseId: shift.id, anyway })),
    decide: (by: Actor, more: { anyway?: boolean } = {}) =>
      inTx(db, (tx) => act(tx, by, { caseId: shift.id, action: 'approve', ...more })),
  }
}

const next = (db: Db, by: Actor, skip: string[] = []) =>
  inTx(db, (tx) => takeNext(tx, by, NextInput.parse({ workflow: 'shift', skip })))

test('who takes a case is shown to everybody, and another has to say that he decides anyway', async () => {
  const { given, take, decide, holder } = await town()

  expect(await take(given.officerNorth)).toMatchObject({
    claimedBy: { id: given.officerNorth.id, name: 'Nora North' },
    claimedAt: expect.any(String),
    version: 1,
  })
  expect(await holder()).toBe('Nora North')
  await expect(decide(given.officerNorth2)).rejects.toMatchObject({
    code: 'claimed',
    message: 'Nora North is working on this.',
    details: { by: 'Nora North', at: expect.any(String) },
  })
  expect(await decide(given.officerNorth2, { anyway: true })).toMatchObject({
    state: 'approved',
    claimedBy: null,
  })
  expect(await holder()).toBe(null)
})

test('a claim binds neither its holder nor the owner of the case', async () => {
  const { db, given, shift, take, decide } = await town()
  await take(given.officerNorth)

  const cancelled = inTx(db, async (tx) => {
    await act(tx, given.vendor, { caseId: shift.id, action: 'cancel' })
    throw new Error('Not after all.')
  })

  await expect(cancelled).rejects.toThrow('Not after all.')
  expect(await decide(given.officerNorth)).toMatchObject({ state: 'approved' })
})

test('a case is taken by one, unless another takes it over; only its holder can let go', async () => {
  const { db, given, shift, take, holder } = await town()
  await take(given.officerNorth)

  await expect(take(given.officerNorth2)).rejects.toMatchObject({ code: 'claimed' })
  await take(given.officerNorth2, true)
  expect(await holder()).toBe('Noël Nord')
  await inTx(db, (tx) => release(tx, given.officerNorth, shift.id))
  expect(await holder()).toBe('Noël Nord')
  await inTx(db, (tx) => release(tx, given.officerNorth2, shift.id))
  expect(await holder()).toBe(null)
})

test('only those whose turn it is take a case', async () => {
  const { given, take, decide } = await town()

  for (const who of [given.vendor, given.driver, given.admin])
    await expect(take(who)).rejects.toMatchObject({ code: 'not_your_turn' })
  await expect(take(given.officerSouth)).rejects.toMatchObject({ code: 'not_found' })
  await decide(given.officerNorth)
  await expect(take(given.officerNorth2)).rejects.toMatchObject({ code: 'not_your_turn' })
})

test('a claim that nobody prolongs is over after a minute; taken again by its holder it lasts longer', async () => {
  const { db, given, take, holder } = await town()
  const { claimedAt } = await take(given.officerNorth)
  later(50_000)
  expect(await take(given.officerNorth)).toMatchObject({ claimedAt })

  later(100_000)
  expect(await endLapsedClaims(db)).toBe(0)
  later(111_000)
  expect(await endLapsedClaims(db)).toBe(1)
  expect(await holder()).toBe(null)
})

test('a claim that has lapsed but was not removed yet is taken by the next one', async () => {
  const { given, take } = await town()
  await take(given.officerNorth)

  later(61_000)

  expect(await take(given.officerNorth2)).toMatchObject({ claimedBy: { name: 'Noël Nord' } })
})

test('the next case is first what was given to him, then what is nearest to its limit, and never another’s', async () => {
  const { db, given } = await databaseWithPeople()
  const ids: Record<string, string> = {}
  for (const vehicle of ['old', 'urgent', 'mine', 'of another', 'claimed', 'new']) {
    const data = shiftData({ driver: given.driver, vehicle })
    ids[vehicle] = (await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))).id
  }
  await runJobs(db)
  const set = (vehicle: string, what: Record<string, unknown>) =>
    db.updateTable('cases').set(what).where('id', '=', ids[vehicle]!).execute()
  await set('urgent', { urgent_at: new Date(0) })
  await set('mine', { assignee_id: given.officerNorth.id })
  await set('of another', { assignee_id: given.officerNorth2.id })
  await inTx(db, (tx) => claim(tx, given.officerNorth2, { caseId: ids['claimed']! }))

  const taken: (string | undefined)[] = []
  for (let i = 0; i < 5; i++) taken.push((await next(db, given.officerNorth))?.title)

  expect(taken).toEqual(['mine', 'urgent', 'old', 'new', undefined])
  expect(await next(db, given.officerNorth2)).toMatchObject({ title: 'of another' })
})

test('what was given to somebody who is away is taken by others when nothing else is left', async () => {
  const { db, given, shift } = await town()
  await inTx(db, (tx) =>
    assign(tx, given.officerNorth, { caseId: shift.id, personId: given.officerNorth2.id }),
  )
  expect(await next(db, given.officerNorth)).toBe(null)
  const awayUntil = new Date(Date.now() + 86_400_000).toISOString()
  await inTx(db, (tx) => updateMe(tx, given.officerNorth2, { awayUntil }))

  expect(await next(db, given.officerNorth)).toMatchObject({ id: shift.id, assignee: { name: 'Noël Nord' } })
})

test('a case that was left is set free and not offered again', async () => {
  const { db, given, shift, holder } = await town()
  expect(await next(db, given.officerNorth)).toMatchObject({ id: shift.id })

  expect(await next(db, given.officerNorth, [shift.id])).toBe(null)
  expect(await holder()).toBe(null)
})

test('a queue that is not his gives a person nothing', async () => {
  const { db, given } = await town()

  await expect(next(db, given.driver)).rejects.toMatchObject({ code: 'not_permitted' })
  expect(await next(db, given.officerSouth)).toBe(null)
})

test('of many who ask for the next case at once each gets another one', async () => {
  const { db, given } = await databaseWithPeople({ max: 20 })
  const officers = [given.officerNorth, given.officerNorth2, given.officerAnywhere]
  const data = shiftData({ driver: given.driver })
  for (let i = 0; i < 8; i++) await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))

  const taken = await Promise.all(
    Array.from({ length: 12 }, (_, i) => next(db, officers[i % officers.length]!)),
  )

  const ids = taken.flatMap((item) => item?.id ?? [])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBe(8)
})
