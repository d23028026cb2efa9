import { figuresOf } from '@belfry/db/queries/cases'
import {
  act,
  listChoices,
  listQueues,
  listWorkflows,
  readCase,
  submit,
  viewWhole,
} from '@belfry/engine/cases'
import { type Actor, type Locale, newId } from '@belfry/shared'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const town = async () => {
  const { db, given } = await databaseWithPeople()
  const file = (by: Actor, data: Record<string, unknown>, workflow = 'shift') =>
    inTx(db, (tx) => submit(tx, by, { workflow, data }))
  const nothingHappened = async () => {
    expect(await db.selectFrom('cases').selectAll().execute()).toEqual([])
    expect(await db.selectFrom('events').selectAll().execute()).toEqual([])
    expect(await queuedJobs(db)).toEqual([])
  }
  return { db, given, file, nothingHappened, data: shiftData({ driver: given.driver }) }
}

test('a vendor files a shift, and its news and audit entry are queued with it', async () => {
  const { db, given, file, data } = await town()

  const filed = await file(given.vendor, data)

  expect(filed).toMatchObject({
    workflow: 'shift',
    state: 'pending',
    version: 1,
    title: 'Bus 12',
    scope: 'station:north',
    owner: { id: given.vendor.id, name: 'Vera Vendor' },
    data,
    labels: { driver: 'داود السائق', station: 'Station North' },
    closedAt: null,
  })
  const event = await db.selectFrom('events').selectAll().executeTakeFirstOrThrow()
  expect(event).toMatchObject({ type: 'shift.submit', actor_id: given.vendor.id, case_id: filed.id })
  expect(await queuedJobs(db)).toEqual([
    { task: 'fan_out', payload: { eventId: event.id } },
    { task: 'write_audit', payload: { eventId: event.id } },
  ])
})

test('a shift that nobody settles is urgent after seven days', async () => {
  const { given, file, data } = await town()

  const filed = await file(given.vendor, data)

  expect(Date.parse(filed.urgentAt!) - Date.parse(filed.openedAt)).toBe(7 * 24 * 3_600_000)
})

test.each<[Locale, string, string]>([
  ['en', 'Please fill this in.', 'The end must be after the start.'],
  ['fr', 'Ce champ est à remplir.', 'La fin doit être après le début.'],
  ['ar', 'يرجى ملء هذا الحقل.', 'يجب أن تكون النهاية بعد البداية.'],
])('what is wrong is said at its field, to a vendor who reads %s', async (locale, missing, order) => {
  const { given, file, data, nothingHappened } = await town()
  const vendor = { ...given.vendor, locale }

  await expect(file(vendor, { ...data, vehicle: '' })).rejects.toMatchObject({
    code: 'invalid_input',
    details: { problems: [{ field: 'vehicle', message: missing }] },
  })
  await expect(file(vendor, { ...data, endsAt: data.startsAt })).rejects.toMatchObject({
    details: { problems: [{ field: 'endsAt', message: order }] },
  })
  await nothingHappened()
})

test('a station or a driver that is not there to be chosen is a problem of its field', async () => {
  const { db, given, file, data, nothingHappened } = await town()
  const retired = await given.person({ grants: [{ role: 'driver', scope: null }] })
  await db.updateTable('people').set({ deactivated_at: new Date() }).where('id', '=', retired.id).execute()
  const former = await given.person({ grants: [{ role: 'driver', scope: null }] })
  await db
    .updateTable('role_grants')
    .set({ revoked_at: new Date() })
    .where('person_id', '=', former.id)
    .execute()

  const notChosen = (field: string) => ({
    code: 'invalid_input',
    details: { problems: [{ field, message: 'This is not one of the choices.' }] },
  })
  await expect(file(given.vendor, { ...data, station: 'west' })).rejects.toMatchObject(notChosen('station'))
  for (const driver of [newId(), given.admin.id, retired.id, former.id])
    await expect(file(given.vendor, { ...data, driver })).rejects.toMatchObject(notChosen('driver'))
  await nothingHappened()
})

test('only vendors file shifts, and only for workflows that there are', async () => {
  const { given, file, data, nothingHappened } = await town()

  for (const who of [given.driver, given.officerNorth, given.admin])
    await expect(file(who, data)).rejects.toMatchObject({ code: 'not_permitted' })
  for (const name of ['holiday', 'constructor', '__proto__'])
    await expect(file(given.vendor, data, name)).rejects.toMatchObject({ code: 'unknown_workflow' })
  await nothingHappened()
})

test('text is text, whatever it looks like, and what Postgres cannot keep is left out', async () => {
  const { given, file, data } = await town()
  const odd = `<b>{{x}}</b> {n, plural} '; drop table cases; -- \\ "`

  const filed = await file(given.vendor, { ...data, vehicle: 'B\0us \ud800', remarks: `${odd}\0\udfff` })

  expect(filed).toMatchObject({ title: 'Bus \ufffd', data: { remarks: `${odd}\ufffd` } })
})

test('a filing that fails at its end leaves neither a case nor an event nor a job', async () => {
  const { db, given, data, nothingHappened } = await town()

  const failed = inTx(db, async (tx) => {
    await submit(tx, given.vendor, { workflow: 'shift', data })
    throw new Error('The connection broke.')
  })

  await expect(failed).rejects.toThrow('The connection broke.')
  await nothingHappened()
})

test('a vendor may choose among those who can be chosen', async () => {
  const { db, given } = await town()
  const choose = (field: string, search?: string) =>
    listChoices(db, given.vendor, { workflow: 'shift', field, search })

  expect(await choose('station')).toEqual([
    { value: 'north', label: 'Station North', timeZone: 'Europe/Paris' },
    { value: 'south', label: 'Station South', timeZone: 'UTC' },
  ])
  expect(await choose('driver')).toEqual([
    { value: given.driver2.id, label: 'Dora Driver' },
    { value: given.driver.id, label: 'داود السائق' },
  ])
  expect(await choose('driver', 'dora')).toHaveLength(1)
  expect(await choose('driver', '%')).toEqual([])
  expect(await choose('vehicle')).toEqual([])
  expect(await choose('constructor')).toEqual([])
  await expect(
    listChoices(db, given.officerNorth, { workflow: 'shift', field: 'driver' }),
  ).rejects.toMatchObject({ code: 'not_permitted' })
})

test('everybody sees the workflows in his language, with what he may do there', async () => {
  const { db, given } = await town()

  const shiftsFor = (who: Actor) => listWorkflows(who).find(({ name }) => name === 'shift')
  expect(shiftsFor(given.vendor)).toMatchObject({
    words: { name: 'Shift' },
    maySubmit: true,
    hasQueue: false,
  })
  expect(shiftsFor(given.officerNorth2)).toMatchObject({
    words: { name: 'Service' },
    maySubmit: false,
    hasQueue: true,
  })
  expect(shiftsFor(given.driver)).toMatchObject({
    words: { name: 'وردية' },
    maySubmit: false,
    hasQueue: false,
  })
  expect(await listQueues(db, given.vendor)).toEqual([])
})

test('a slot for many has an end; a page shows two hundred of them, figures are of all', async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' }))
  const data = {
    driver: given.driver.id,
    vehicle: 'Bus 12',
    from: 'Station',
    to: 'Depot',
    departsAt: '2026-11-20T08:30:00Z',
  }
  const add = () =>
    inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'trip', parentId: shift.id, slot: 'trips', data }))
  const { id } = await add()
  await sql`
    insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at, parent_id, slot)
    select gen_random_uuid(), workflow, state, title, scope, owner_id, jsonb_build_object('figure', n), opened_at, changed_at, entered_at,
      timed_at, parent_id, slot from cases, generate_series(1, 498) n where id = ${id}`.execute(db)
  await add()

  await expect(add()).rejects.toMatchObject({
    code: 'slot_full',
    message: '“Trips”: at most 500 can be added.',
  })
  const page = await viewWhole(db, await readCase(db, given.vendor, shift.id), given.vendor)
  expect(page.slots[0]!.cases).toHaveLength(200)
  const all = { parentId: shift.id, slot: 'trips', states: ['assigned'] }
  expect(await figuresOf(db, { ...all, fields: ['figure', 'none'] })).toEqual([
    { field: 'figure', count: 498, min: 1, mean: 249.5, max: 498 },
  ])
})
