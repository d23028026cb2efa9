import { actOnDocument, update } from '@belfry/engine/cases'
import { inTx } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { atWork } from './support/people-at-work.ts'
import { dayIn, tale } from './support/tale.ts'

test('a field is changed by itself where an action asks for it and leaves the case where it is', async () => {
  const { db, person, files, does, news, inbox } = await tale()
  const supervisor = await person('Sven', ['supervisor', 'employee'])
  const employee = await person('Emil', ['employee'], supervisor)
  const stranger = await person('Egon', ['employee'])
  const goal = { kind: 'individual', goal: 'Learn Arabic', dueOn: dayIn(100) }
  const { id: caseId } = await files(employee, 'goal', goal)
  const change = (who: typeof employee, data: Record<string, unknown>, version?: number) =>
    inTx(db, (tx) => update(tx, who, { caseId, data, ...(version && { version }) }))

  await expect(change(employee, { percent: 10 })).rejects.toMatchObject({ code: 'wrong_state' })
  const item = await does(supervisor, { id: caseId } as never, 'approve')
  const changed = await change(employee, { percent: 40 }, item.version)

  expect(changed).toMatchObject({ state: 'active', data: { percent: 40 }, version: item.version + 1 })
  await expect(change(employee, { percent: 50 }, item.version)).rejects.toMatchObject({
    code: 'stale_version',
  })
  await expect(change(employee, { percent: 140 })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(change(supervisor, { percent: 50 })).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(change(stranger, { percent: 50 })).rejects.toMatchObject({ code: 'not_found' })
  for (const data of [{ goal: 'Another' }, { percent: 50, goal: 'Another' }, { state: 'completed' }])
    await expect(change(employee, data)).rejects.toMatchObject({ code: 'not_editable' })
  expect(await news(employee)).toEqual(['Goal approved: Learn Arabic'])
  expect(await inbox(stranger)).toEqual([])
})

test('a document is acted on by its file, as far as one sees it', async () => {
  const life = await atWork()
  const { db, given } = life
  const fileId = await life.files(given.employee)
  const loose = await life.files(given.employee)
  const profile = {
    fullName: 'Emil Example',
    dateOfBirth: '1994-05-17',
    phone: '+49 30 1234567',
    address: 'Turmstraße 1, Musterstadt',
    emergencyContact: 'Erna Example, +49 30 7654321',
    department: 'maintenance',
    startsOn: '2026-05-04',
  }
  const item = await life.submit(given.employee, {
    workflow: 'onboarding',
    data: profile,
    children: [{ slot: 'identity', data: { file: fileId } }],
  })
  const approve = (who: typeof given.reviewer, id = fileId) =>
    inTx(db, (tx) => actOnDocument(tx, who, { fileId: id, action: 'approve' }))

  await expect(approve(given.vendor)).rejects.toMatchObject({ code: 'not_found' })
  await expect(approve(given.employee)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(approve(given.employee, loose)).rejects.toMatchObject({ code: 'not_found' })
  expect(await approve(given.reviewer)).toMatchObject({ workflow: 'document', state: 'approved' })
  expect(await life.child(item, 'identity')).toMatchObject({ state: 'approved' })
})
