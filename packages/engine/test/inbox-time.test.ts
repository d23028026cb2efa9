import type { Db } from '@belfry/db'
import { changesSince } from '@belfry/db/queries/inbox'
import {
  expireOld,
  keepDefault,
  listInbox,
  mark,
  pin,
  undo,
  unreadCount,
  wakeSnoozed,
} from '@belfry/engine/notify'
import { type Actor, clock, newId } from '@belfry/shared'
import { ListNotificationsInput, MarkInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { z } from 'zod'
import { type Letter, letter } from './support/letters.ts'

const DAY_MS = 86_400_000
const start = Date.parse('2026-11-20T08:00:00Z')
const realNow = clock.now
let now = start
beforeEach(() => {
  now = start
  clock.now = () => new Date(now)
})
afterEach(() => {
  clock.now = realNow
})

const every = ['unread', 'read', 'archived', 'deleted', 'snoozed'] as const
const inAnHour = '2026-11-20T09:00:00.000Z'

async function town() {
  const { db, given } = await databaseWithPeople()
  const nora = given.officerNorth
  return {
    db,
    given,
    nora,
    write: (to: Actor, of: Letter = {}) => letter(db, to, { ...of, at: new Date(now) }),
    mark: (input: z.input<typeof MarkInput>, who = nora) => mark(db, who, MarkInput.parse(input)),
    look: async (input: z.input<typeof ListNotificationsInput> = { state: [...every] }, who = nora) =>
      (await listInbox(db, who, ListNotificationsInput.parse(input))).items,
    unread: async (who = nora) => (await unreadCount(db, who)).unread,
  }
}

async function countsAgree(db: Db) {
  const { rows } = await sql`
    select i.person_id from inboxes i left join notifications n on n.person_id = i.person_id and n.state < 5
    group by 1, i.unread having i.unread <> count(n.*) filter (where n.state = 0)`.execute(db)
  expect(rows).toEqual([])
}

test('what is snoozed is out of sight and uncounted until its time, and then unread again', async () => {
  const { db, nora, write, mark, look, unread } = await town()
  const id = await write(nora)
  const [before] = await changesSince(db, [{ personId: nora.id, rev: 0 }])

  await mark({ ids: [id], as: 'snoozed', until: inAnHour })

  expect(await look({})).toEqual([])
  expect(await look({ state: ['snoozed'] })).toMatchObject([
    { id, state: 'snoozed', snoozedUntil: inAnHour, readAt: null },
  ])
  expect(await unread()).toBe(0)
  now += 3_599_000
  expect(await wakeSnoozed(db)).toBe(0)
  now += 1_000
  expect(await wakeSnoozed(db)).toBe(1)
  expect(await wakeSnoozed(db)).toBe(0)

  expect(await look({ woken: true })).toMatchObject([{ id, state: 'unread', snoozedUntil: inAnHour }])
  expect(await unread()).toBe(1)
  const [after] = await changesSince(db, [{ personId: nora.id, rev: before!.rev }])
  expect(after).toMatchObject({
    rev: before!.rev + 2,
    unread: 1,
    changes: [{ eventId: id, state: 0, rev: before!.rev + 2 }],
  })

  await mark({ ids: [id], as: 'read' })
  expect(await look({ woken: true })).toEqual([])
  expect(await look()).toMatchObject([{ state: 'read', snoozedUntil: null }])
  await countsAgree(db)
})

test('a time to come back is ahead, and not further than a year', () => {
  const parse = (input: object) => MarkInput.safeParse({ ids: [newId()], ...input }).success

  expect(parse({ as: 'snoozed', until: inAnHour })).toBe(true)
  expect(parse({ as: 'snoozed', until: '2027-11-20T08:00:00+01:00' })).toBe(true)
  expect(parse({ as: 'snoozed' })).toBe(false)
  expect(parse({ as: 'read', until: inAnHour })).toBe(false)
  expect(parse({ as: 'snoozed', until: new Date(start).toISOString() })).toBe(false)
  expect(parse({ as: 'snoozed', until: '2028-01-01T00:00:00Z' })).toBe(false)
})

test('many come back in one go, to each his own, and nothing that was touched meanwhile', async () => {
  const { db, given, nora, write, mark, unread } = await town()
  const simone = given.officerSouth
  for (const person of [nora, nora, simone, nora]) await write(person)
  await mark({ filter: {}, as: 'snoozed', until: inAnHour })
  await mark({ filter: {}, as: 'snoozed', until: inAnHour }, simone)
  const [first] = await listInbox(db, nora, ListNotificationsInput.parse({ state: ['snoozed'] })).then(
    ({ items }) => items,
  )
  await mark({ ids: [first!.id], as: 'archived' })
  now += DAY_MS

  expect(await wakeSnoozed(db)).toBe(3)

  expect([await unread(), await unread(simone)]).toEqual([2, 1])
  await countsAgree(db)
})

test('undoing gives back all of it: state, time of reading, and until when it was snoozed', async () => {
  const { db, nora, write, mark, look } = await town()
  const [a, b, c] = [await write(nora), await write(nora), await write(nora)]
  await mark({ ids: [a], as: 'read' })
  await mark({ ids: [b], as: 'snoozed', until: inAnHour })
  const before = await look()
  now += 60_000

  for (const as of ['unread', 'deleted', 'archived', 'read'] as const) {
    const { undoToken } = await mark({ filter: { state: [...every] }, as })
    expect(await look()).not.toEqual(before)
    await undo(db, nora, undoToken!)
    expect(await look()).toEqual(before)
  }
  const again = await mark({ ids: [b, c], as: 'snoozed', until: '2026-11-21T09:00:00Z' })
  expect(again.changed).toBe(2)
  await undo(db, nora, again.undoToken!)
  expect(await look()).toEqual(before)
  await countsAgree(db)
})

test('pinned ones are found, and every window hears of it', async () => {
  const { db, given, nora, write, look } = await town()
  const [a, b] = [await write(nora), await write(nora)]
  const { rev } = (await changesSince(db, [{ personId: nora.id, rev: 0 }]))[0]!

  expect(await inTx(db, (tx) => pin(tx, nora, { ids: [a, b, newId()], pinned: true }))).toEqual({
    changed: 2,
  })
  expect(await inTx(db, (tx) => pin(tx, nora, { ids: [a], pinned: true }))).toEqual({ changed: 0 })
  expect(await inTx(db, (tx) => pin(tx, given.officerSouth, { ids: [a], pinned: false }))).toEqual({
    changed: 0,
  })
  expect(await inTx(db, (tx) => pin(tx, nora, { ids: [b], pinned: false }))).toEqual({ changed: 1 })

  expect(await look({ pinned: true })).toMatchObject([{ id: a, pinned: true }])
  expect(await look({ pinned: false })).toMatchObject([{ id: b, pinned: false }])
  const [news] = await changesSince(db, [{ personId: nora.id, rev }])
  expect(news).toMatchObject({
    rev: rev + 3,
    unread: 2,
    changes: [
      { eventId: a, pinned: true },
      { eventId: b, pinned: false },
    ],
  })
})

test('more than one transaction takes are marked by one call, and taken back by one', async () => {
  const { db, nora, mark, unread } = await town()
  await sql`insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, data, created_at)
    select gen_random_uuid(), 0, 'en', 't', 'shift', 'info', 'normal', 't', '', '/', '{}', now() from generate_series(1, 12000)`.execute(
    db,
  )
  await sql`insert into notifications (person_id, event_id, rev, variant)
    select ${nora.id}, event_id, row_number() over (), 0 from messages`.execute(db)
  await sql`update inboxes set rev = 12000, unread = 12000 where person_id = ${nora.id}`.execute(db)

  const { changed, undoToken } = await mark({ filter: { category: 'shift' }, as: 'read' })

  expect([changed, await unread()]).toEqual([12_000, 0])
  expect(await undo(db, nora, undoToken!)).toEqual({ changed: 12_000 })
  expect(await unread()).toBe(12_000)
  const { rows } =
    await sql`select count(distinct rev)::int as revs, max(rev) as last, (select rev from inboxes where person_id = ${nora.id}) as rev
    from notifications where person_id = ${nora.id}`.execute(db)
  expect(rows).toEqual([{ revs: 12_000, last: 36_000, rev: 36_000 }])
})

test('what was read goes after thirty days, what was deleted after seven; pinned, snoozed and unread stay', async () => {
  const { db, nora, write, mark, look } = await town()
  const ids: Record<string, string> = {}
  for (const title of ['unread', 'read', 'archived', 'deleted', 'snoozed', 'pinned', 'late', 'silent'])
    ids[title] = await write(nora, { title })
  for (const as of ['read', 'archived', 'deleted'] as const) await mark({ ids: [ids[as]!], as })
  await mark({ ids: [ids.pinned!], as: 'read' })
  await inTx(db, (tx) => pin(tx, nora, { ids: [ids.pinned!], pinned: true }))
  await mark({ ids: [ids.snoozed!], as: 'snoozed', until: '2027-05-01T00:00:00Z' })
  await sql`update notifications set state = 5 where event_id = ${ids.silent}`.execute(db)
  await sql`update inboxes set unread = unread - 1 where person_id = ${nora.id}`.execute(db)
  await sql`insert into deliveries (id, event_id, person_id, channel) select gen_random_uuid(), event_id, person_id, 'mail' from notifications`.execute(
    db,
  )
  const left = async () => (await look()).map(({ title }) => title).toSorted()

  now = start + 7 * DAY_MS
  expect(await expireOld(db)).toMatchObject({ read: 0, deleted: 0 })
  now += 1
  expect(await expireOld(db)).toEqual({ unread: 0, read: 0, deleted: 1, silent: 0, messages: 1 })
  now = start + 20 * DAY_MS
  await mark({ ids: [ids.late!], as: 'read' })
  now = start + 30 * DAY_MS + 1
  expect(await expireOld(db)).toEqual({ unread: 0, read: 2, deleted: 0, silent: 1, messages: 3 })

  expect(await left()).toEqual(['late', 'pinned', 'snoozed', 'unread'])
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from messages union all select count(*)::int from deliveries`.execute(db)
  expect(rows).toEqual([{ n: 4 }, { n: 4 }])
  await countsAgree(db)
})

test('a message that somebody still has stays, with its deliveries', async () => {
  const { db, given, nora, write, mark } = await town()
  const id = await write(nora)
  await sql`insert into notifications (person_id, event_id, rev, variant) values (${given.officerSouth.id}, ${id}, 1, 0)`.execute(
    db,
  )
  await mark({ ids: [id], as: 'read' })
  now += 31 * DAY_MS

  expect(await expireOld(db)).toMatchObject({ read: 1, messages: 0 })
  await sql`update notifications set state = 1, read_at = ${new Date(start)} where event_id = ${id}`.execute(
    db,
  )
  expect(await expireOld(db)).toMatchObject({ read: 1, messages: 1 })
})

test('where unread ones expire too, they are deleted first: the number goes with them', async () => {
  const { db, given, nora, write, look, unread } = await town()
  await write(nora, { title: 'old' })
  await write(given.officerSouth)
  const kept = await write(nora, { title: 'old, but pinned' })
  await inTx(db, (tx) => pin(tx, nora, { ids: [kept], pinned: true }))
  now += 91 * DAY_MS
  await write(nora, { title: 'new' })
  const keep = { ...keepDefault, unread: 90 }
  const { rev } = (await changesSince(db, [{ personId: nora.id, rev: 0 }]))[0]!

  expect(await expireOld(db, keep)).toMatchObject({ unread: 2, deleted: 0 })

  expect((await look({})).map(({ title }) => title)).toEqual(['new', 'old, but pinned'])
  expect([await unread(), await unread(given.officerSouth)]).toEqual([2, 0])
  const [news] = await changesSince(db, [{ personId: nora.id, rev }])
  expect(news).toMatchObject({ rev: rev + 1, unread: 2, changes: [{ state: 3, readAt: null }] })
  now += 8 * DAY_MS
  expect(await expireOld(db, keep)).toMatchObject({ unread: 0, deleted: 2, messages: 2 })
  await countsAgree(db)
})

test('removing what is old waits for nobody', async () => {
  const { db, nora, write, mark } = await town()
  const [busy] = [await write(nora), await write(nora)]
  await mark({ filter: {}, as: 'read' })
  now += 31 * DAY_MS

  await inTx(db, async (tx) => {
    await sql`update notifications set pinned = true where event_id = ${busy}`.execute(tx)
    expect(await expireOld(db)).toMatchObject({ read: 1 })
  })
  expect(await expireOld(db)).toMatchObject({ read: 0 })
})
