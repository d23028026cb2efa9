import type { Db } from '@belfry/db'
import { act, comment } from '@belfry/engine/cases'
import { fanOut, listInbox, unreadCount } from '@belfry/engine/notify'
import type { Actor } from '@belfry/shared'
import { ListNotificationsInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { happened } from './support/news.ts'

const inboxOf = async (db: Db, actor: Actor) =>
  (await listInbox(db, actor, ListNotificationsInput.parse({}))).items
const titlesFor = async (db: Db, actor: Actor) => (await inboxOf(db, actor)).map(({ title }) => title)

test('a new shift is told to the officers of its station, each in his language, and to nobody else', async () => {
  const { db, given } = await databaseWithPeople()

  const { id } = await given.case('shift', { by: given.vendor, station: 'north' })

  const [told] = await inboxOf(db, given.officerNorth)
  expect(told).toMatchObject({
    state: 'unread',
    type: 'shift.created',
    category: 'shift',
    tone: 'info',
    title: 'New shift for Bus 12',
    // The station's time zone: 08:30 UTC is half past nine in Paris.
    body: 'Vera Vendor asks for a shift at Station North from Nov 20, 2026, 9:30 AM to Nov 20, 2026, 3:00 PM.',
    link: `/cases/${id}`,
    caseId: id,
    actor: { id: given.vendor.id, name: 'Vera Vendor' },
    readAt: null,
  })
  expect(await titlesFor(db, given.officerNorth2)).toEqual(['Nouveau service pour Bus 12'])
  expect(await titlesFor(db, given.officerAnywhere)).toEqual(['وردية جديدة للمركبة Bus 12'])
  for (const who of ['officerSouth', 'vendor', 'vendor2', 'driver', 'driver2', 'admin'] as const)
    expect(await inboxOf(db, given[who])).toEqual([])
})

test('a decision is told to the vendor and the driver, with its reason in their languages', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor2 })

  await inTx(db, (tx) =>
    act(tx, given.officerNorth, { caseId, action: 'reject', reason: 'unsafe', note: 'No <b>{brakes}</b>.' }),
  )
  await runJobs(db)

  expect(await inboxOf(db, given.vendor2)).toMatchObject([
    {
      type: 'shift.rejected',
      tone: 'error',
      body: 'Nora North a refusé le service du 20 nov. 2026 : Dangereux : repos ou véhicule. No <b>{brakes}</b>.',
    },
  ])
  expect(await titlesFor(db, given.driver)).toEqual(['رُفضت الوردية للمركبة Bus 12'])
  expect(await unreadCount(db, given.officerNorth)).toEqual({ unread: 1 }) // of the filing
})

test('a comment is told to everybody with a part in the case, except its author', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor, station: 'south' })

  await inTx(db, (tx) => comment(tx, given.driver, { caseId, text: 'I am ill.' }))
  await runJobs(db)

  expect(await inboxOf(db, given.vendor)).toMatchObject([
    { title: 'داود السائق commented on Bus 12', body: 'I am ill.', type: 'shift.commented' },
  ])
  expect(await titlesFor(db, given.officerSouth)).toHaveLength(2)
  expect(await titlesFor(db, given.officerAnywhere)).toHaveLength(2)
  for (const who of ['driver', 'officerNorth', 'admin'] as const)
    expect(await inboxOf(db, given[who])).toEqual([])
})

test('who is in two audiences hears once, by the first rule', async () => {
  const { db, given } = await databaseWithPeople()
  const both = await given.person({
    grants: [
      { role: 'driver', scope: null },
      { role: 'officer', scope: 'station:north' },
      { role: 'officer', scope: null },
    ],
  })
  const { id: caseId } = await given.case('shift', { by: given.vendor, driver: both })

  await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  await runJobs(db)

  // Officers are told first, without a warning and without a mail.
  expect(await inboxOf(db, both)).toMatchObject([
    { type: 'shift.cancelled', tone: 'info' },
    { type: 'shift.created' },
  ])
  const mails = await db
    .selectFrom('deliveries')
    .select('person_id')
    .where('person_id', '=', both.id)
    .execute()
  expect(mails).toHaveLength(1) // of the filing
})

test('who left, or is no officer any more, is not told', async () => {
  const { db, given } = await databaseWithPeople()
  await db
    .updateTable('people')
    .set({ deactivated_at: new Date() })
    .where('id', '=', given.officerNorth.id)
    .execute()
  await db
    .updateTable('role_grants')
    .set({ revoked_at: new Date() })
    .where('person_id', '=', given.officerNorth2.id)
    .execute()

  await given.case('shift', { by: given.vendor, station: 'north' })

  expect(await inboxOf(db, given.officerNorth)).toEqual([])
  expect(await inboxOf(db, given.officerNorth2)).toEqual([])
  expect(await unreadCount(db, given.officerAnywhere)).toEqual({ unread: 1 })
})

test('those to be mailed get one mail each, and the others none', async () => {
  const { db, given } = await databaseWithPeople()

  const { id: caseId } = await given.case('shift', { by: given.vendor, station: 'south' })
  await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  await runJobs(db)

  const mails = await db.selectFrom('mailbox').select(['recipient', 'subject']).orderBy('at').execute()
  expect(mails.map(({ recipient, subject }) => `${recipient}: ${subject}`).toSorted()).toEqual(
    [
      'Simone Sud <officersouth@belfry.test>: Nouveau service pour Bus 12',
      'عمر العام <officeranywhere@belfry.test>: وردية جديدة للمركبة Bus 12',
      'داود السائق <driver@belfry.test>: أُلغيت الوردية للمركبة Bus 12', // officers get no mail of a cancelled shift
    ].toSorted(),
  )
})

test('an event of nothing, of no case or that nobody hears of ends quietly', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const unheard = await happened(db, id, given.vendor, 'shift.constructor')

  await fanOut(db, unheard)
  await fanOut(db, id)

  expect(await titlesFor(db, given.officerNorth)).toHaveLength(1)
})
