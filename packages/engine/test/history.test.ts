import { act, comment, getCase, listHistory, listParticipants } from '@belfry/engine/cases'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'

test('the timeline tells what happened, oldest first, in the language of its reader', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => comment(tx, given.officerNorth, { caseId, text: 'Is {this} <b>safe</b>?' }))
  await inTx(db, (tx) =>
    act(tx, given.officerNorth, { caseId, action: 'reject', reason: 'unsafe', note: 'It is not.' }),
  )

  const told = await listHistory(db, given.vendor, caseId)

  expect(told).toMatchObject([
    { type: 'shift.submit', text: 'Vera Vendor filed this shift', from: null, to: 'pending', tone: 'info' },
    {
      type: 'case.comment',
      text: 'Nora North commented',
      note: 'Is {this} <b>safe</b>?',
      from: null,
      to: null,
    },
    {
      type: 'shift.reject',
      text: 'Nora North rejected this shift',
      from: 'pending',
      to: 'rejected',
      tone: 'error',
      reason: 'Unsafe: rest time or vehicle',
      note: 'It is not.',
      actor: { id: given.officerNorth.id, name: 'Nora North' },
    },
  ])
  expect((await listHistory(db, given.officerNorth2, caseId)).map(({ text }) => text)).toEqual([
    'Vera Vendor a déposé ce service',
    'Nora North a commenté',
    'Nora North a refusé ce service',
  ])
  expect((await listHistory(db, given.driver, caseId)).map(({ text }) => text)).toEqual([
    'قدّم Vera Vendor هذه الوردية',
    'علّق Nora North',
    'رفض Nora North هذه الوردية',
  ])
})

test('a comment changes nothing but the timeline, on a closed case too', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) => act(tx, given.vendor, { caseId, action: 'cancel' }))
  const before = await getCase(db, given.driver, caseId)

  await inTx(db, (tx) => comment(tx, given.driver, { caseId, text: 'Pity.' }))

  expect(await getCase(db, given.driver, caseId)).toEqual(before)
  expect(await listHistory(db, given.driver, caseId)).toHaveLength(3)
})

test('who may not see a case cannot comment on it', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor, station: 'north' })

  const attempt = inTx(db, (tx) => comment(tx, given.officerSouth, { caseId, text: 'Hello?' }))

  await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  expect(await queuedJobs(db)).toEqual([])
})

test('the owner and the people whom the data names have a part in a case', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor, driver: given.driver2 })

  expect(await listParticipants(db, given.officerNorth, id)).toEqual([
    { person: { id: given.vendor.id, name: 'Vera Vendor' }, part: 'owner' },
    { person: { id: given.driver2.id, name: 'Dora Driver' }, part: 'driver' },
  ])
})
