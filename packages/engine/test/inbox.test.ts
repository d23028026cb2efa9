import type { Db } from '@belfry/db'
import { fanOut, listInbox, mark, undo, unreadCount } from '@belfry/engine/notify'
import { type Actor, newId } from '@belfry/shared'
import { ListNotificationsInput, MarkInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { happened } from './support/news.ts'

/** Nora has five notifications of two cases, Simone has one of the second; newest first, as `ids` has them. */
async function town() {
  const { db, given } = await databaseWithPeople()
  const nora = given.officerNorth
  const north = await given.case('shift', { by: given.vendor, vehicle: 'Bus 1' })
  const other = await given.case('shift', { by: given.vendor, vehicle: 'Bus 2' })
  for (const caseId of [north.id, north.id, other.id])
    await fanOut(db, await happened(db, caseId, given.vendor))
  const look = async (who: Actor, input: Partial<ListNotificationsInput> = {}) =>
    (await listInbox(db, who, ListNotificationsInput.parse(input))).items
  const ids = (await look(nora)).map(({ id }) => id)
  const states = async () =>
    (await look(nora, { state: ['unread', 'read', 'archived', 'deleted'] })).map(({ state }) => state)
  const markAs = (who: Actor, input: z.input<typeof MarkInput>) =>
    inTx(db, (tx) => mark(tx, who, MarkInput.parse(input)))
  return { db, given, nora, north, other, ids, look, states, markAs, agree: () => countsAgree(db) }
}

/** The unread count and the revision of every inbox are those of its rows. */
async function countsAgree(db: Db) {
  const { rows } = await sql`
    select i.person_id, i.unread, i.rev, count(n.*) filter (where n.state = 0)::int as unread_rows, max(n.rev) as last_rev
    from inboxes i left join notifications n using (person_id)
    group by 1, 2, 3 having i.unread <> count(n.*) filter (where n.state = 0) or i.rev <> coalesce(max(n.rev), 0)`.execute(
    db,
  )
  expect(rows).toEqual([])
}

test('an inbox lists the newest first, page by page', async () => {
  const { db, nora, ids } = await town()
  const page = (cursor: string | null) =>
    listInbox(db, nora, ListNotificationsInput.parse({ limit: 2, cursor }))

  const first = await page(null)
  const second = await page(first.nextCursor)
  const third = await page(second.nextCursor)

  expect([first, second, third].map(({ items }) => items.length)).toEqual([2, 2, 1])
  expect([first, second, third].flatMap(({ items }) => items.map(({ id }) => id))).toEqual(ids)
  expect(ids).toEqual(ids.toSorted().toReversed())
  expect(third.nextCursor).toBeNull()
})

test('one notification is read, and unread again', async () => {
  const { db, nora, ids, look, states, markAs, agree } = await town()

  expect(await markAs(nora, { ids: [ids[1]!], as: 'read' })).toMatchObject({ changed: 1 })

  expect(await states()).toEqual(['unread', 'read', 'unread', 'unread', 'unread'])
  expect((await look(nora))[1]!.readAt).toEqual(expect.any(String))
  expect(await unreadCount(db, nora)).toEqual({ unread: 4 })
  expect(await markAs(nora, { ids: [ids[1]!], as: 'unread' })).toMatchObject({ changed: 1 })
  expect((await look(nora))[1]).toMatchObject({ state: 'unread', readAt: null })
  expect(await unreadCount(db, nora)).toEqual({ unread: 5 })
  await agree()
})

test('marking what is so already changes nothing, and cannot be undone', async () => {
  const { nora, ids, markAs } = await town()

  expect(await markAs(nora, { ids, as: 'unread' })).toEqual({ changed: 0, undoToken: null })
  expect(await markAs(nora, { ids: [newId()], as: 'read' })).toEqual({ changed: 0, undoToken: null })
})

test('several are marked at once, each with a revision of its own', async () => {
  const { db, nora, ids, states, markAs, agree } = await town()

  expect(await markAs(nora, { ids: ids.slice(1, 4), as: 'archived' })).toMatchObject({ changed: 3 })

  expect(await states()).toEqual(['unread', 'archived', 'archived', 'archived', 'unread'])
  const { rows } = await sql<{
    rev: number
  }>`select rev from notifications where person_id = ${nora.id} order by rev`.execute(db)
  expect(rows.map(({ rev }) => rev)).toEqual([1, 5, 6, 7, 8])
  await agree()
})

test('all unread are marked read, and the others stay as they are', async () => {
  const { db, nora, ids, states, markAs, agree } = await town()
  await markAs(nora, { ids: [ids[0]!], as: 'archived' })
  await markAs(nora, { ids: [ids[1]!], as: 'deleted' })

  expect(await markAs(nora, { filter: { state: ['unread'] }, as: 'read' })).toMatchObject({ changed: 3 })

  expect(await states()).toEqual(['archived', 'deleted', 'read', 'read', 'read'])
  expect(await unreadCount(db, nora)).toEqual({ unread: 0 })
  await agree()
})

test('a filter marks what it would list: of one case, of one kind, and nothing that was put away', async () => {
  const { nora, north, ids, look, states, markAs, agree } = await town()
  await markAs(nora, { ids: [ids.at(-1)!], as: 'deleted' }) // of the first case

  expect(await look(nora, { caseId: north.id })).toHaveLength(2)
  expect(await markAs(nora, { filter: { caseId: north.id }, as: 'read' })).toMatchObject({ changed: 2 })

  expect(await states()).toEqual(['unread', 'read', 'read', 'unread', 'deleted'])
  expect(await markAs(nora, { filter: { category: 'report' }, as: 'read' })).toMatchObject({ changed: 0 })
  expect(await markAs(nora, { filter: { category: 'shift' }, as: 'archived' })).toMatchObject({ changed: 4 })
  await agree()
})

test('a marking is taken back once, all of it', async () => {
  const { db, nora, ids, states, markAs, agree } = await town()
  await markAs(nora, { ids: [ids[0]!], as: 'archived' })
  await markAs(nora, { ids: [ids[1]!], as: 'read' })
  const { undoToken } = await markAs(nora, { ids, as: 'deleted' })

  expect(await inTx(db, (tx) => undo(tx, nora, undoToken!))).toEqual({ changed: 5 })

  expect(await states()).toEqual(['archived', 'read', 'unread', 'unread', 'unread'])
  expect(await unreadCount(db, nora)).toEqual({ unread: 3 })
  await expect(inTx(db, (tx) => undo(tx, nora, undoToken!))).rejects.toMatchObject({
    code: 'nothing_to_undo',
  })
  await agree()
})

test('undoing leaves alone what was marked again since', async () => {
  const { db, nora, ids, states, markAs, agree } = await town()
  const { undoToken } = await markAs(nora, { ids, as: 'read' })
  await markAs(nora, { ids: [ids[2]!], as: 'archived' })

  expect(await inTx(db, (tx) => undo(tx, nora, undoToken!))).toEqual({ changed: 4 })

  expect(await states()).toEqual(['unread', 'unread', 'archived', 'unread', 'unread'])
  await agree()
})

test('of two who undo at once, one does', async () => {
  const { db, nora, ids, markAs, agree } = await town()
  const { undoToken } = await markAs(nora, { ids, as: 'read' })

  const results = await Promise.allSettled([1, 2, 3].map(() => inTx(db, (tx) => undo(tx, nora, undoToken!))))

  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected'])
  await agree()
})

test('the notifications and the markings of others are out of reach', async () => {
  const { db, given, nora, ids, states, markAs, agree } = await town()
  const { undoToken } = await markAs(nora, { ids, as: 'read' })

  expect(await markAs(given.officerSouth, { ids, as: 'deleted' })).toEqual({ changed: 0, undoToken: null })
  expect(await markAs(given.officerNorth2, { filter: {}, as: 'deleted' })).toMatchObject({ changed: 5 })
  await expect(inTx(db, (tx) => undo(tx, given.officerNorth2, undoToken!))).rejects.toMatchObject({
    code: 'nothing_to_undo',
  })

  expect(await states()).toEqual(['read', 'read', 'read', 'read', 'read'])
  await agree()
})

test('a marking that is rolled back never was', async () => {
  const { db, nora, ids, states, agree } = await town()

  const failed = inTx(db, async (tx) => {
    await mark(tx, nora, { ids, as: 'deleted' })
    throw new Error('The connection broke.')
  })

  await expect(failed).rejects.toThrow('The connection broke.')
  expect(await states()).toEqual(['unread', 'unread', 'unread', 'unread', 'unread'])
  await agree()
})
