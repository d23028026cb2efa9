import type { Db } from '@belfry/db'
import { updateMe } from '@belfry/engine/access'
import { act } from '@belfry/engine/cases'
import {
  getPreferences,
  muteCase,
  previewPreferences,
  setPreferences,
  unmuteCase,
} from '@belfry/engine/preferences'
import { type Actor, clock } from '@belfry/shared'
import { unpackRouting } from '@belfry/shared/delivery'
import { SetPreferencesInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

afterEach(() => vi.restoreAllMocks())
const itIs = (at: string) => vi.spyOn(clock, 'now').mockReturnValue(new Date(at))

const choose = (db: Db, actor: Actor, input: unknown) =>
  inTx(db, (tx) => setPreferences(tx, actor, SetPreferencesInput.parse(input)))

const fileShift = (given: Given, vehicle = 'Bus 12') => given.case('shift', { by: given.vendor, vehicle })
const outcomesFor = async (db: Db, actor: Actor) => {
  const rows = await db
    .selectFrom('notifications')
    .select('routing')
    .where('person_id', '=', actor.id)
    .orderBy('event_id')
    .execute()
  return rows.map(({ routing }) => unpackRouting(routing))
}

test('whoever has chosen nothing has Belfry’s own rules', async () => {
  const { db, given } = await databaseWithPeople()

  const preferences = await getPreferences(db, given.officerNorth)

  expect(preferences).toMatchObject({
    defaults: { app: 'instant', mail: 'instant', push: 'instant', webhook: 'instant' },
    digestHour: 8,
    digestWeekday: 1,
    timeZone: null,
    quiet: [],
    nextQuiet: null,
    nextDigests: {},
    mutes: [],
  })
  expect(preferences.categories.shift).toEqual({ app: null, mail: null, push: null, webhook: null })
  expect(Object.keys(preferences.categories)).toHaveLength(14)
})

test('only what is given changes, null goes back, and the audit has what was before and after', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T10:00:00Z')
  await choose(db, given.officerNorth, { categories: { shift: { mail: 'off', push: 'off' } } })

  itIs('2026-11-20T10:01:00Z')
  const after = await choose(db, given.officerNorth, {
    categories: { shift: { mail: 'daily' }, goal: { app: 'off' } },
    timeZone: 'Europe/Paris',
    digestHour: 7,
  })
  itIs('2026-11-20T10:02:00Z')
  await choose(db, given.officerNorth, { categories: { shift: { push: null } } })
  await choose(db, given.officerNorth, { categories: { shift: { push: null } }, digestHour: 7 })
  await runJobs(db)

  expect(after).toMatchObject({
    categories: { shift: { app: null, mail: 'daily', push: 'off' }, goal: { app: 'off', mail: null } },
    timeZone: 'Europe/Paris',
    nextDigests: { daily: '2026-11-21T06:00:00.000Z' },
  })
  const entries = await db
    .selectFrom('audit_entries')
    .select(['before', 'after'])
    .where('action', '=', 'account.preferences')
    .orderBy('id')
    .execute()
  expect(entries).toHaveLength(3)
  expect(entries[1]).toEqual({
    before: {
      shift: { app: null, mail: 'off', push: 'off', webhook: null },
      goal: { app: null, mail: null, push: null, webhook: null },
      digestHour: 8,
      timeZone: null,
    },
    after: {
      shift: { app: null, mail: 'daily', push: 'off', webhook: null },
      goal: { app: 'off', mail: null, push: null, webhook: null },
      digestHour: 7,
      timeZone: 'Europe/Paris',
    },
  })
})

test('what is switched off in the app is neither shown nor counted, and is mailed all the same', async () => {
  const { db, given } = await databaseWithPeople()
  await choose(db, given.officerNorth, { categories: { shift: { app: 'off' } } })

  await fileShift(given)

  expect(await inboxOf(db, given.officerNorth)).toEqual([])
  expect(
    await db
      .selectFrom('inboxes')
      .select(['rev', 'unread'])
      .where('person_id', '=', given.officerNorth.id)
      .executeTakeFirst(),
  ).toEqual({ rev: 0, unread: 0 })
  expect(await outcomesFor(db, given.officerNorth)).toEqual([
    { app: 'off', mail: 'now', push: 'unavailable', webhook: 'unavailable' },
  ])
  expect(
    await db.selectFrom('mailbox').select('recipient').where('recipient', 'like', 'Nora%').execute(),
  ).toHaveLength(1)
  expect(await titlesFor(db, given.officerNorth2)).toHaveLength(1)
})

test('nothing of a muted case is told, and everything of the others is', async () => {
  const { db, given } = await databaseWithPeople()
  const muted = await fileShift(given, 'Bus 1')
  await inTx(db, (tx) => muteCase(tx, given.officerNorth, muted.id))
  await inTx(db, (tx) => muteCase(tx, given.officerNorth, muted.id))

  await inTx(db, (tx) => act(tx, given.vendor, { caseId: muted.id, action: 'cancel' }))
  await fileShift(given, 'Bus 2')
  await runJobs(db)

  expect(await titlesFor(db, given.officerNorth)).toEqual(['New shift for Bus 2', 'New shift for Bus 1'])
  expect(await titlesFor(db, given.officerNorth2)).toHaveLength(3)
  expect(await getPreferences(db, given.officerNorth)).toMatchObject({
    mutes: [{ caseId: muted.id, title: 'Bus 1', workflow: 'shift' }],
  })
  await expect(inTx(db, (tx) => muteCase(tx, given.officerSouth, muted.id))).rejects.toMatchObject({
    code: 'not_found',
  })

  await inTx(db, (tx) => unmuteCase(tx, given.officerNorth, muted.id))
  expect(await getPreferences(db, given.officerNorth)).toMatchObject({ mutes: [] })
})

test('a time zone that a browser says moves the quiet hours', async () => {
  const { db, given } = await databaseWithPeople()
  itIs('2026-11-20T10:00:00Z')
  const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }]
  const utc = await choose(db, given.officerNorth, { quiet: nights })

  const me = await inTx(db, (tx) => updateMe(tx, given.officerNorth, { timeZone: 'Asia/Kolkata' }))

  // Nobody decided that.
  expect(
    await db.selectFrom('events').select('data').where('type', '=', 'account.preferences').execute(),
  ).toHaveLength(1)
  expect(utc.nextQuiet).toEqual({ from: '2026-11-20T22:00:00.000Z', to: '2026-11-21T07:00:00.000Z' })
  expect(me.timeZone).toBe('Asia/Kolkata')
  expect((await getPreferences(db, given.officerNorth)).nextQuiet).toEqual({
    from: '2026-11-20T16:30:00.000Z',
    to: '2026-11-21T01:30:00.000Z',
  })
})

test('a preview says what the last month would have been', async () => {
  const { db, given } = await databaseWithPeople()
  for (const at of ['2026-10-01T09:00', '2026-11-10T09:00', '2026-11-10T23:30', '2026-11-12T09:00']) {
    itIs(`${at}:00Z`)
    await fileShift(given, at)
  }
  itIs('2026-11-20T10:00:00Z')

  const preview = await previewPreferences(
    db,
    given.officerNorth,
    SetPreferencesInput.parse({
      categories: { shift: { mail: 'daily', app: 'off' } },
    }),
  )
  const quiet = await previewPreferences(
    db,
    given.officerNorth,
    SetPreferencesInput.parse({ quiet: [{ days: [2], from: '22:00', to: '07:00' }] }),
  )

  expect(preview).toMatchObject({ messages: 3, isCut: false, from: '2026-10-21T10:00:00.000Z' })
  expect(preview.asIs).toEqual({
    lines: [
      { category: 'shift', channel: 'app', now: 3, quiet: 0, digest: 0, kept: 0 },
      { category: 'shift', channel: 'mail', now: 3, quiet: 0, digest: 0, kept: 0 },
    ],
    digests: { hourly: 0, daily: 0, weekly: 0 },
  })
  expect(preview.asGiven).toEqual({
    lines: [
      { category: 'shift', channel: 'app', now: 0, quiet: 0, digest: 0, kept: 3 },
      { category: 'shift', channel: 'mail', now: 0, quiet: 0, digest: 3, kept: 0 },
    ],
    // One of the 11th, at eight in the morning, for both of the 10th, and one of the 13th.
    digests: { hourly: 0, daily: 2, weekly: 0 },
  })
  expect(quiet.asGiven.lines).toContainEqual({
    category: 'shift',
    channel: 'mail',
    now: 2,
    quiet: 1,
    digest: 0,
    kept: 0,
  })
})
