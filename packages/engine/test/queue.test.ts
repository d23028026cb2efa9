import { act, getQueue, listCases, listQueues, submit } from '@belfry/engine/cases'
import type { Actor } from '@belfry/shared'
import { ListCasesInput, QueueInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'

/** Four shifts at North, of which one is approved, and two at South; each vehicle says which. */
async function town() {
  const { db, given } = await databaseWithPeople()
  const filed: Record<string, string> = {}
  await inTx(db, async (tx) => {
    for (const vehicle of ['North 1', 'South 1', 'North 2', 'North 3 (100%)', 'South 2', 'North 4']) {
      const station = vehicle.startsWith('North') ? 'north' : 'south'
      const data = shiftData({ driver: given.driver, station, vehicle })
      filed[vehicle] = (await submit(tx, given.vendor, { workflow: 'shift', data })).id
    }
    await act(tx, given.officerNorth, { caseId: filed['North 2']!, action: 'approve' })
  })
  const look = async (actor: Actor, input: Partial<QueueInput> = {}) => {
    const page = await getQueue(db, actor, QueueInput.parse({ workflow: 'shift', ...input }))
    return { ...page, items: page.items.map(({ title }) => title) }
  }
  return { db, given, filed, look }
}

test('an officer’s queue holds the open cases of his station, oldest first', async () => {
  const { given, look } = await town()

  expect(await look(given.officerNorth)).toEqual({
    items: ['North 1', 'North 3 (100%)', 'North 4'],
    nextCursor: null,
    total: 3,
  })
  expect((await look(given.officerSouth, { sort: 'newest' })).items).toEqual(['South 2', 'South 1'])
  expect((await look(given.officerAnywhere)).total).toBe(5)
  expect((await look(given.admin)).total).toBe(5)
})

test('a queue is narrowed by state, scope and words of the title', async () => {
  const { given, look } = await town()

  expect((await look(given.officerNorth, { state: ['approved'] })).items).toEqual(['North 2'])
  expect((await look(given.admin, { scope: 'station:south' })).items).toEqual(['South 1', 'South 2'])
  expect((await look(given.admin, { search: '"th 1"' })).items).toEqual(['North 1', 'South 1'])
  expect((await look(given.admin, { search: '100%' })).items).toEqual(['North 3 (100%)'])
  expect((await look(given.admin, { search: '_orth' })).items).toEqual([])
})

test('pages neither repeat nor skip a case, though others arrive and leave meanwhile', async () => {
  const { db, given, filed, look } = await town()
  const first = await look(given.admin, { limit: 2 })
  await given.case('shift', { by: given.vendor, vehicle: 'North 5' })
  await inTx(db, (tx) => act(tx, given.vendor, { caseId: filed['North 1']!, action: 'cancel' }))

  const second = await look(given.admin, { limit: 2, cursor: first.nextCursor })
  const third = await look(given.admin, { limit: 2, cursor: second.nextCursor })

  expect(first.items).toEqual(['North 1', 'South 1'])
  expect(second.items).toEqual(['North 3 (100%)', 'South 2'])
  expect(third).toMatchObject({ items: ['North 4', 'North 5'], nextCursor: null, total: 5 })
})

test('a queue belongs to those who decide there', async () => {
  const { given, look } = await town()

  for (const who of [given.vendor, given.driver])
    await expect(look(who)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(look(given.officerNorth, { scope: 'station:south' })).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(look(given.admin, { workflow: 'constructor' })).rejects.toMatchObject({
    code: 'unknown_workflow',
  })
})

test('each queue says how many cases wait there, and how many too long', async () => {
  const { db, given, filed } = await town()
  const old = [filed['North 1']!, filed['North 2']!, filed['South 1']!]
  await db
    .updateTable('cases')
    .set({ urgent_at: new Date(0) })
    .where('id', 'in', old)
    .execute()
  const counts = async (key: keyof Given) =>
    (await listQueues(db, given[key] as Actor)).filter(({ workflow }) => workflow === 'shift')

  expect(await counts('officerNorth')).toEqual([{ workflow: 'shift', open: 3, urgent: 1 }])
  expect(await counts('officerAnywhere')).toEqual([{ workflow: 'shift', open: 5, urgent: 2 }])
  expect(await counts('driver')).toEqual([])
})

test('people find the cases they filed and those they have a part in', async () => {
  const { db, given } = await town()
  await given.case('shift', { by: given.vendor2, driver: given.driver2, vehicle: 'Tram 1' })
  const titles = async (who: Actor, input: Partial<ListCasesInput>) =>
    (await listCases(db, who, ListCasesInput.parse(input))).items.map(({ title }) => title)

  expect(await titles(given.vendor2, { view: 'mine' })).toEqual(['Tram 1'])
  expect(await titles(given.vendor2, { view: 'part' })).toEqual([])
  expect(await titles(given.driver2, { view: 'part' })).toEqual(['Tram 1'])
  expect(await titles(given.vendor, { view: 'mine', state: ['approved'] })).toEqual(['North 2'])
  expect(await titles(given.vendor, { view: 'mine', workflow: 'other' })).toEqual([])
  expect(await titles(given.vendor, { view: 'mine', limit: 2 })).toEqual(['North 4', 'South 2'])
})
