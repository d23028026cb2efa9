import type { Db } from '@belfry/db'
import { act } from '@belfry/engine/cases'
import { deliverHeld, mark, why } from '@belfry/engine/notify'
import { setPreferences } from '@belfry/engine/preferences'
import { type Actor, clock } from '@belfry/shared'
import { MarkInput, SetPreferencesInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import { inboxOf } from './support/inboxes.ts'

afterEach(() => vi.restoreAllMocks())
const itIs = (at: string) => vi.spyOn(clock, 'now').mockReturnValue(new Date(at))

/** What the minute's job does at a moment, and what follows from it. */
async function minute(db: Db, at: string) {
  itIs(at)
  await deliverHeld(db)
  await runJobs(db)
}

/** An alarm, and at noon somebody sees to it: that is important news to the others, but the rule mails it to nobody. */
async function acknowledged(before?: (db: Db, people: Given) => Promise<void>) {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T12:00:00Z')
  if (before) await before(db, given)
  const alarm = { station: 'north', kind: 'accident', place: 'Bridge 7' }
  const item = await given.case('emergency', { by: given.driver, data: alarm })
  itIs('2026-11-20T12:01:00Z')
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: item.id, action: 'acknowledge' }))
  await runJobs(db)
  const [news] = await inboxOf(db, given.admin)
  const mailOf = (who: Actor) =>
    db
      .selectFrom('deliveries')
      .select(['state', 'error'])
      .where('event_id', '=', news!.id)
      .where('channel', '=', 'mail')
      .where('person_id', '=', who.id)
      .executeTakeFirst()
  return { db, given, news: news!, mailOf }
}
const change = (db: Db, actor: Actor, input: unknown) =>
  inTx(db, (tx) => setPreferences(tx, actor, SetPreferencesInput.parse(input)))
const read = (db: Db, actor: Actor, id: string) =>
  inTx(db, (tx) => mark(tx, actor, MarkInput.parse({ ids: [id], as: 'read' })))

test('important news that nobody sees in the app goes out by mail, not to those who saw it', async () => {
  const { db, given, news, mailOf } = await acknowledged(async (tx, { officerAnywhere }) => {
    await change(tx, officerAnywhere, { categories: { shift: { mail: 'off' } } })
  })
  const reason = await why(db, given.admin, news.id)

  await minute(db, '2026-11-20T12:15:00Z')
  await change(db, given.admin, { digestHour: 9 }) // hurries nothing
  await minute(db, '2026-11-20T12:15:30Z')
  const early = [await mailOf(given.admin), await mailOf(given.officerNorth2)]
  await read(db, given.officerNorth2, news.id)
  await minute(db, '2026-11-20T12:16:00Z')

  expect(news.priority).toBe('high')
  expect(reason.channels[1]).toMatchObject({
    outcome: 'unseen',
    delivery: { state: 'held', dueAt: '2026-11-20T12:16:00.000Z' },
  })
  expect(early).toMatchObject([{ state: 'held' }, { state: 'held' }])
  expect(await mailOf(given.admin)).toMatchObject({ state: 'sent' })
  expect(await mailOf(given.officerNorth2)).toMatchObject({
    state: 'withdrawn',
    error: 'Read before it was due.',
  })
  expect(await mailOf(given.officerAnywhere)).toBeUndefined()
})

test('it waits for quiet hours to end, and whoever wants digests gets it in the digest', async () => {
  const noon = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '12:10', to: '13:00' }]
  const { db, given, mailOf } = await acknowledged(async (tx, { admin, officerNorth2 }) => {
    await change(tx, admin, { quiet: noon, timeZone: 'UTC' })
    await change(tx, officerNorth2, { categories: { shift: { mail: 'hourly' } }, timeZone: 'UTC' })
  })

  await minute(db, '2026-11-20T12:17:00Z')
  const then = [await mailOf(given.admin), await mailOf(given.officerNorth2)]
  await minute(db, '2026-11-20T13:00:00Z')

  expect(then).toMatchObject([{ state: 'held' }, { state: 'held' }])
  expect([await mailOf(given.admin), await mailOf(given.officerNorth2)]).toMatchObject([
    { state: 'sent' },
    { state: 'sent' },
  ])
})
