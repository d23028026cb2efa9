import { findActor } from '@belfry/db/queries/people'
import { listHistory, listQueues } from '@belfry/engine/cases'
import type { Actor } from '@belfry/shared'
import type { Case } from '@belfry/shared/wire'
import { expect, test } from 'vitest'
import { atWork } from './support/people-at-work.ts'

const profile = {
  fullName: 'Emil Example',
  dateOfBirth: '1994-05-17',
  phone: '+49 30 1234567',
  address: 'Turmstraße 1, Musterstadt',
  emergencyContact: 'Erna Example, +49 30 7654321',
  department: 'maintenance',
  startsOn: '2026-05-04',
}

/** An employee has sent a profile with three documents, and all the messages of that are read. */
async function sent() {
  const life = await atWork()
  const { given } = life
  const file = () => life.files(given.employee)
  const item = await life.submit(given.employee, {
    workflow: 'onboarding',
    data: profile,
    children: [
      { slot: 'identity', data: { file: await file() } },
      { slot: 'diploma', data: { file: await file() } },
      { slot: 'bank_details', data: { file: await file() } },
    ],
  })
  const told = await life.news()
  const approve = async (slot: string) => life.act(given.reviewer, await life.child(item, slot), 'approve')
  return { ...life, item, told, approve }
}

type Sent = Awaited<ReturnType<typeof sent>>

const advance = ({ act, item, given }: Sent, by: Actor = given.reviewer) =>
  act(by, item, 'advance', { note: 'All of it is in order.' })

/** The same case on its last stage, with all that this needs. */
async function atTheContract() {
  const life = await sent()
  const { given, item, submit, files, act } = life
  const add = async (by: Actor, slot: string): Promise<Case> =>
    submit(by, {
      workflow: 'document',
      parentId: item.id,
      slot,
      data: { file: await files(by) },
    })
  for (const slot of ['identity', 'diploma', 'bank_details']) await life.approve(slot)
  await advance(life)
  await advance(life)
  await act(given.reviewer, await add(given.employee, 'background_check'), 'approve')
  await advance(life)
  await act(given.reviewer, await add(given.hr, 'signed_contract'), 'approve')
  await life.news()
  return life
}

test('a profile that is sent is confirmed at once, and all who review it are told', async () => {
  const { given, item, told, mails } = await sent()

  expect(item).toMatchObject({ state: 'details', stage: 'details', title: 'Emil Example' })
  const reviewers = ['document.submitted', 'document.submitted', 'document.submitted', 'onboarding.submitted']
  expect(told).toEqual({
    employee: ['document.received', 'document.received', 'document.received', 'onboarding.received'],
    reviewer: reviewers,
    reviewer2: reviewers,
    admin: ['onboarding.submitted'],
  })
  expect(await mails(given.reviewer2)).toEqual(['Nouveau profil : Emil Example'])
  expect(await mails(given.employee)).toEqual([])
})

test('documents are approved or replaced with a reason, and once all are there those who decide hear that the stage is ready', async () => {
  const life = await sent()
  const { given, item, act, news, child, files, look, approve } = life
  await advance(life)
  expect(await news()).toEqual({ employee: ['onboarding.documents_due'] })

  await approve('identity')
  await approve('bank_details')
  const diploma = await child(item, 'diploma')
  await act(given.reviewer2, diploma, 'ask_replacement', { reason: 'unreadable', note: 'Page 2 is dark.' })

  expect(await news()).toEqual({
    employee: ['document.approved', 'document.approved', 'document.replacement'],
  })
  await expect(advance(life)).rejects.toThrow('Still missing: Diploma.')

  await act(given.employee, diploma, 'replace', { data: { file: await files(given.employee) } })
  expect(await news()).toEqual({
    employee: ['document.received'],
    reviewer: ['document.replaced'],
    reviewer2: ['document.replaced'],
  })

  await approve('diploma')
  expect(await news()).toEqual({
    employee: ['document.approved'],
    reviewer: ['onboarding.ready'],
    reviewer2: ['onboarding.ready'],
    admin: ['onboarding.ready'],
  })
  expect((await look(given.employee, item)).readyAt).not.toBeNull()
  expect(await advance(life)).toMatchObject({ state: 'background', stage: 'background', readyAt: null })
})

test('a document is called like what it is, in the reader’s language, and shows with its parent', async () => {
  const { given, item, child, look, page, mails, act } = await sent()
  const diploma = await child(item, 'diploma')

  expect((await look(given.reviewer, diploma)).title).toBe('Diploma · Emil Example')
  expect((await look(given.reviewer2, diploma)).title).toBe('Diplôme · Emil Example')

  await act(given.reviewer, diploma, 'reject', { reason: 'expired', note: 'It is of 2001.' })
  expect(await mails(given.employee)).toEqual(['Rejected: Diploma'])
  // The slot is free again.
  const { slots } = await page(given.employee, item)
  expect(slots.filter(({ mayOpen }) => mayOpen).map(({ slot }) => slot)).toEqual(['diploma'])
})

test('changes are asked for with a reason, made by the employee, and the case is back at the stage it came from', async () => {
  const life = await sent()
  const { given, item, act, news, page, days, mails } = life
  await advance(life)
  await news()
  const ask = { reason: 'wrong', note: 'The first day is a Sunday.' }
  await expect(act(given.reviewer, item, 'request_changes', { reason: 'wrong' })).rejects.toMatchObject({
    code: 'note_required',
  })

  await act(given.reviewer, item, 'request_changes', ask)
  expect(await news()).toEqual({ employee: ['onboarding.changes_requested'] })

  await days(6)
  expect(await news()).toEqual({ employee: ['onboarding.reminder', 'onboarding.reminder'] })
  expect(await mails(given.employee)).toContain('Your profile waits for you')

  const data = { ...profile, startsOn: '2026-05-05' }
  const again = await act(given.employee, item, 'resubmit', { data })
  expect(again).toMatchObject({ state: 'documents', stage: 'documents', data: { startsOn: '2026-05-05' } })
  expect(await news()).toEqual({
    employee: ['onboarding.received'],
    reviewer: ['onboarding.resubmitted'],
    reviewer2: ['onboarding.resubmitted'],
    admin: ['onboarding.resubmitted'],
  })
  const { history } = await page(given.reviewer, item)
  expect(history.at(-1)!.changes).toEqual([{ field: 'startsOn', before: '2026-05-04', after: '2026-05-05' }])
})

test('the last stage takes two people, neither of them the employee, grants the role, and both sides hear of it', async () => {
  const { db, given, item, act, news, look } = await atTheContract()
  const why = { note: 'Everything is signed.' }
  expect(await news()).toEqual({})

  expect(await act(given.reviewer, item, 'activate', why)).toMatchObject({ state: 'contract' })
  expect(await news()).toEqual({ reviewer2: ['onboarding.one_more'], admin: ['onboarding.one_more'] })
  await expect(act(given.reviewer, item, 'activate', why)).rejects.toMatchObject({ code: 'approved_already' })
  const waiting = (await look(given.admin, item)).actions.find(({ name }) => name === 'activate')!
  expect(waiting).toMatchObject({
    allowed: true,
    approvals: { needed: 2, by: [{ id: given.reviewer.id, name: given.reviewer.name }] },
  })

  expect(await act(given.admin, item, 'activate', why)).toMatchObject({ state: 'active', stage: 'active' })
  expect(await news()).toEqual({
    employee: ['access.grant', 'onboarding.activated'],
    reviewer: ['onboarding.activated_for_us'],
    reviewer2: ['onboarding.activated_for_us'],
    admin: ['onboarding.activated_for_us'],
    hr: ['onboarding.activated_for_us'],
    hr2: ['onboarding.activated_for_us'],
    supervisor: ['onboarding.joins'],
  })
  const roles = (await findActor(db, given.employee.id))!.grants.map(({ role }) => role)
  expect(roles).toEqual(['employee', 'employee:active'])
})

test('a reviewer who is himself the new employee decides nothing about it, whatever he holds', async () => {
  const { given, submit, act } = await atWork()
  const both = await given.person({
    grants: [
      { role: 'employee', scope: null },
      { role: 'reviewer', scope: null },
    ],
  })
  const item = await submit(both, { workflow: 'onboarding', data: profile })

  for (const action of ['advance', 'request_changes', 'reject', 'activate'])
    await expect(act(both, item, action, { note: 'Me.' })).rejects.toMatchObject({ code: 'own_case' })
})

test('a rejection ends it with a reason at any stage, and the documents under review with it', async () => {
  const life = await sent()
  const { given, item, act, news, child } = life
  await advance(life)
  await life.approve('identity')
  await news()

  await act(given.admin, item, 'reject', { reason: 'documents', note: 'The diploma is not one.' })

  expect(await news()).toEqual({
    employee: ['onboarding.rejected'],
    hr: ['onboarding.rejected_for_us'],
    hr2: ['onboarding.rejected_for_us'],
  })
  expect((await child(item, 'identity')).state).toBe('approved')
  expect((await child(item, 'diploma')).state).toBe('withdrawn')
  expect((await child(item, 'bank_details')).state).toBe('withdrawn')
})

test('the employee withdraws, and nobody can go on with it', async () => {
  const { given, item, act, news } = await sent()

  await act(given.employee, item, 'withdraw')

  const told = ['onboarding.withdrawn']
  expect(await news()).toEqual({ reviewer: told, reviewer2: told, admin: told, hr: told, hr2: told })
  await expect(act(given.reviewer, item, 'advance', { note: 'On.' })).rejects.toMatchObject({
    code: 'already_decided',
  })
})

test('personal data are for the employee, reviewers, HR and admins; the supervisor follows without them, others see nothing', async () => {
  const { given, item, look, page } = await sent()
  const hidden = ['dateOfBirth', 'phone', 'address', 'emergencyContact']

  for (const who of [given.employee, given.reviewer, given.hr, given.admin])
    expect((await look(who, item)).data).toEqual(profile)
  const rest = Object.entries(profile).filter(([field]) => !hidden.includes(field))
  expect((await look(given.supervisor, item)).data).toEqual(Object.fromEntries(rest))
  const { slots } = await page(given.supervisor, item)
  expect(slots.flatMap(({ cases }) => cases)).toEqual([])
  for (const who of [given.employee2, given.tutor, given.analyst])
    await expect(look(who, item)).rejects.toMatchObject({ code: 'not_found' })
})

test('a profile that waits is urgent after seven days, and HR and admins hear of it after two weeks', async () => {
  const { db, given, item, days, news, look } = await sent()

  await days(7)
  const urgent = ['onboarding.urgent']
  expect(await news()).toMatchObject({ reviewer: expect.arrayContaining(urgent), admin: urgent })
  expect(
    (await listQueues(db, given.reviewer)).find(({ workflow }) => workflow === 'onboarding'),
  ).toMatchObject({
    open: 1,
  })

  await days(7)
  const overdue = ['onboarding.overdue']
  expect(await news()).toEqual({ admin: overdue, hr: overdue, hr2: overdue })
  expect((await look(given.admin, item)).state).toBe('details')
})

test('somebody too young on the first day is told so at the field, in his language', async () => {
  const { given, submit } = await atWork()
  const data = { ...profile, dateOfBirth: '2015-01-01' }

  const attempt = submit(given.employee2, { workflow: 'onboarding', data })

  await expect(attempt).rejects.toMatchObject({
    details: {
      problems: [{ field: 'dateOfBirth', message: 'Il faut avoir au moins 16 ans le premier jour.' }],
    },
  })
})

test('the history says who did what and why', async () => {
  const life = await sent()
  const { db, given, item } = life
  await advance(life)

  const history = await listHistory(db, given.employee, item.id)

  expect(history.map(({ text, note }) => [text, note])).toEqual([
    ['Emil Example sent the profile', null],
    ['Rita Review took this on to the next stage', 'All of it is in order.'],
  ])
})
