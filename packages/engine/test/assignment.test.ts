import { updateMe } from '@belfry/engine/access'
import { act, getCase, listHistory, submit } from '@belfry/engine/cases'
import { assign, configureQueue, listAssignees, listQueueSettings } from '@belfry/engine/together'
import { type Actor, clock } from '@belfry/shared'
import { type Assignment, CasePeopleInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

async function town(assignment?: Assignment) {
  const { db, given } = await databaseWithPeople()
  const configure = (rule: Assignment | null, scope?: string, by: Actor = given.admin) =>
    inTx(db, (tx) => configureQueue(tx, by, { workflow: 'shift', scope, assignment: rule }))
  if (assignment) await configure(assignment)
  await runJobs(db)
  const file = async (vehicle = 'Bus 12', station: 'north' | 'south' = 'north') => {
    const data = shiftData({ driver: given.driver, vehicle, station })
    const { id } = await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
    await runJobs(db)
    return getCase(db, given.admin, id)
  }
  const give = (by: Actor, caseId: string, to: Actor | null) =>
    inTx(db, (tx) => assign(tx, by, { caseId, personId: to?.id ?? null }))
  const last = async (caseId: string, reader: Actor = given.admin) =>
    (await listHistory(db, reader, caseId)).at(-1)?.text
  return { db, given, configure, file, give, last }
}

test('a case is given by hand to one who can decide on it, who is told in the app and by mail', async () => {
  const { db, given, file, give, last } = await town()
  const { id } = await file()

  expect(await give(given.officerNorth, id, given.officerNorth2)).toMatchObject({
    assignee: { name: 'Noël Nord' },
    version: 1,
  })
  await runJobs(db)
  expect(await last(id)).toBe('Nora North gave this to Noël Nord')
  expect((await inboxOf(db, given.officerNorth2))[0]).toMatchObject({
    title: 'Confié à vous : Bus 12',
    body: 'Nora North vous l’a confié.',
    link: `/cases/${id}`,
  })
  expect(await titlesFor(db, given.officerNorth)).toEqual(['New shift for Bus 12'])
  const mails = await db.selectFrom('mailbox').select('subject').where('recipient', 'like', 'Noël%').execute()
  expect(mails.map(({ subject }) => subject)).toContain('Confié à vous : Bus 12')

  await give(given.officerNorth, id, given.officerNorth)
  expect(await last(id)).toBe('Nora North took this on')
  await give(given.admin, id, null)
  expect(await last(id)).toBe('Ada Admin put this back for everybody')
  expect((await getCase(db, given.admin, id)).assignee).toBe(null)
})

test('a case is given only to people whose turn it is, by people who decide there', async () => {
  const { db, given, file, give } = await town()
  const { id } = await file()
  await runJobs(db)

  for (const to of [given.driver, given.officerSouth, given.vendor, given.admin])
    await expect(give(given.officerNorth, id, to)).rejects.toMatchObject({ code: 'cannot_assign' })
  for (const by of [given.vendor, given.driver])
    await expect(give(by, id, given.officerNorth)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(give(given.officerSouth, id, given.officerSouth)).rejects.toMatchObject({ code: 'not_found' })
  expect(await queuedJobs(db)).toEqual([])

  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: id, action: 'approve' }))
  await expect(give(given.officerNorth, id, given.officerNorth)).rejects.toMatchObject({
    code: 'cannot_assign',
  })
})

test('the choice of people says how much each has to do, and who is away', async () => {
  const { db, given, file, give } = await town()
  await give(given.officerNorth, (await file()).id, given.officerNorth)
  const { id } = await file('Bus 13')
  const awayUntil = new Date(clock.now().getTime() + 86_400_000).toISOString()
  await inTx(db, (tx) => updateMe(tx, given.officerAnywhere, { awayUntil }))
  const ask = (search = '') => listAssignees(db, given.admin, CasePeopleInput.parse({ caseId: id, search }))

  expect((await ask()).map(({ person, ...rest }) => ({ name: person.name, ...rest }))).toEqual([
    { name: 'Noël Nord', open: 0, awayUntil: null },
    { name: 'عمر العام', open: 0, awayUntil },
    { name: 'Nora North', open: 1, awayUntil: null },
  ])
  expect((await ask('noel')).map(({ person }) => person.name)).toEqual(['Noël Nord'])
  await expect(listAssignees(db, given.vendor, CasePeopleInput.parse({ caseId: id }))).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('in turn, each gets the next case, and the timeline says why', async () => {
  const { db, given, file, last } = await town('round_robin')

  const cases = []
  for (let i = 0; i < 6; i++) cases.push(await file(`Bus ${i}`))

  const given1 = cases.slice(0, 3).map(({ assignee }) => assignee?.name)
  expect(new Set(given1)).toEqual(new Set(['Nora North', 'Noël Nord', 'عمر العام']))
  expect(cases.slice(3).map(({ assignee }) => assignee?.name)).toEqual(given1)
  expect(await last(cases[0]!.id)).toBe(`Given to ${given1[0]}, whose turn it was among 3`)
  expect(await titlesFor(db, given.officerNorth)).toContain(
    `Given to you: ${cases.find(({ assignee }) => assignee?.name === 'Nora North')!.title}`,
  )
})

test('whoever has least to do gets the next case, which is explained in the reader’s words', async () => {
  const { db, given, file, give, last, configure } = await town()
  for (const vehicle of ['a', 'b'])
    await give(given.officerNorth, (await file(vehicle)).id, given.officerNorth)
  for (const vehicle of ['c', 'd', 'e'])
    await give(given.officerNorth, (await file(vehicle)).id, given.officerNorth2)
  for (const vehicle of ['f', 'g', 'h'])
    await give(given.officerNorth, (await file(vehicle)).id, given.officerAnywhere)
  await configure('least_loaded')

  const { id, assignee } = await file('Bus 13')

  expect(assignee?.name).toBe('Nora North')
  expect(await last(id)).toBe('Given to Nora North, who has 2 open cases, the least of 3')
  expect(await last(id, given.officerNorth2)).toBe(
    'Confié à Nora North, qui a 2 dossiers ouverts, le moins parmi 3',
  )
  expect((await inboxOf(db, given.officerNorth))[0]).toMatchObject({
    title: 'Given to you: Bus 13',
    body: 'You had the fewest open cases.',
  })
})

test('who is away or gone is passed over until he is back, and nobody is told of it', async () => {
  const { db, given, file } = await town('least_loaded')
  const away = (who: Actor, awayUntil: string | null) => inTx(db, (tx) => updateMe(tx, who, { awayUntil }))
  const tomorrow = new Date(clock.now().getTime() + 86_400_000).toISOString()
  expect(await away(given.officerNorth, tomorrow)).toMatchObject({ awayUntil: tomorrow })
  await away(given.officerNorth2, tomorrow)
  await db
    .updateTable('people')
    .set({ deactivated_at: new Date() })
    .where('id', '=', given.officerAnywhere.id)
    .execute()

  expect((await file('nobody is there')).assignee).toBe(null)
  expect(await away(given.officerNorth2, null)).toMatchObject({ awayUntil: null })
  expect((await file('one is back')).assignee?.name).toBe('Noël Nord')
  const trail = await db
    .selectFrom('audit_entries')
    .select('action')
    .where('action', '=', 'account.away')
    .execute()
  expect(trail).toHaveLength(3)
})

test('a place can have a rule of its own, and lose it again', async () => {
  const { db, given, configure, file } = await town('round_robin')
  await configure('manual', 'station:south')

  expect((await file('north')).assignee).not.toBe(null)
  expect((await file('south', 'south')).assignee).toBe(null)
  const shift = (await listQueueSettings(db, given.admin)).find(({ workflow }) => workflow === 'shift')
  expect(shift).toEqual({
    workflow: 'shift',
    assignment: 'round_robin',
    places: [
      { scope: 'station:north', name: 'Station North', assignment: null },
      { scope: 'station:south', name: 'Station South', assignment: 'manual' },
    ],
  })
  await configure(null, 'station:south')
  expect((await file('south', 'south')).assignee).not.toBe(null)
})

test('only an administrator says how a queue gives its cases, and it is on the trail', async () => {
  const { db, given, configure } = await town()

  await expect(configure('round_robin', undefined, given.officerNorth)).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(listQueueSettings(db, given.hr)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(configure('round_robin', 'station:nowhere')).rejects.toMatchObject({ code: 'unknown_choice' })
  await configure('round_robin')
  await configure('round_robin')
  await runJobs(db)

  const trail = await db
    .selectFrom('audit_entries')
    .select(['target_title', 'before', 'after'])
    .where('action', '=', 'queue.configure')
    .execute()
  expect(trail).toEqual([
    { target_title: 'Shifts', before: { assignment: null }, after: { assignment: 'round_robin' } },
  ])
})

test('many cases that come at once are given evenly, each once', async () => {
  const { db, given } = await town('least_loaded')
  const data = shiftData({ driver: given.driver })
  for (let i = 0; i < 12; i++) await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))

  await Promise.all([runJobs(db), runJobs(db), runJobs(db)])

  const rows = await db.selectFrom('cases').select('assignee_id').execute()
  const loads = Map.groupBy(rows, ({ assignee_id }) => assignee_id)
  expect([...loads.values()].map((own) => own.length)).toEqual([4, 4, 4])
  const events = await db.selectFrom('events').select('id').where('type', '=', 'case.assign').execute()
  expect(events).toHaveLength(12)
})
