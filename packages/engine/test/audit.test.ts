import type { Db } from '@belfry/db'
import { getAuditEntry, recordAccess, searchAudit, writeAudit } from '@belfry/engine/audit'
import { act, comment } from '@belfry/engine/cases'
import { type Actor, newId } from '@belfry/shared'
import { AuditSearchInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { happened } from './support/news.ts'

const search = (db: Db, admin: Actor, input: Partial<AuditSearchInput> = {}) =>
  searchAudit(db, admin, AuditSearchInput.parse(input))

test('what a person did is in the trail: who, what, to what, from what to what, why and from where', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  const origin = { requestId: 'request-7', ip: '192.0.2.7', userAgent: 'A browser' }
  await inTx(db, (tx) =>
    act(
      tx,
      { ...given.officerNorth, origin },
      { caseId, action: 'reject', reason: 'unsafe', note: 'Brakes.' },
    ),
  )
  await inTx(db, (tx) => comment(tx, { ...given.vendor, origin }, { caseId, text: 'Oh.' }))
  await runJobs(db)

  const { items } = await search(db, given.admin, { caseId })

  expect(items).toMatchObject([
    { action: 'case.comment', note: 'Oh.', before: null, after: null },
    {
      action: 'shift.reject',
      actor: { kind: 'person', id: given.officerNorth.id, name: 'Nora North' },
      target: { kind: 'case', id: caseId, title: 'Bus 12' },
      before: { state: 'pending' },
      after: { state: 'rejected' },
      reason: 'unsafe',
      note: 'Brakes.',
      ip: '192.0.2.7',
      userAgent: 'A browser',
      requestId: 'request-7',
      seq: expect.any(Number),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
    { action: 'shift.submit', after: { state: 'pending', vehicle: 'Bus 12' }, ip: null },
  ])
  const { caused, ...entry } = await getAuditEntry(db, given.admin, items[1]!.id)
  expect(entry).toEqual(items[1])
  expect(caused).toEqual({
    notifications: [{ state: 'unread', count: 2 }],
    deliveries: [{ channel: 'mail', state: 'sent', count: 2 }],
    webhooks: [],
    jobs: [], // those of a test leave no history
  })
})

test('each event has one entry, however often its job runs', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const event = await happened(db, id, given.vendor)

  await Promise.all([1, 2, 3].map(() => inTx(db, (tx) => writeAudit(tx, event))))
  await inTx(db, (tx) => writeAudit(tx, event))
  await inTx(db, (tx) => writeAudit(tx, newId())) // of an event that never was

  const entries = await db.selectFrom('audit_entries').select('id').execute()
  expect(entries.filter((entry) => entry.id === event)).toHaveLength(1)
  expect(entries).toHaveLength(2)
})

test('who came, went or was turned away is in the trail, known or not', async () => {
  const { db, given } = await databaseWithPeople()
  const origin = { requestId: 'r', ip: '192.0.2.7', userAgent: 'x'.repeat(10_000) }
  const session = newId()

  await inTx(db, async (tx) => {
    await recordAccess(tx, {
      type: 'session.start',
      actor: given.vendor,
      data: { target: { kind: 'session', id: session } },
      origin,
    })
    await recordAccess(tx, {
      type: 'session.refused',
      actor: null,
      data: { note: 'nobody@belfry.test' },
      origin,
    })
  })
  await runJobs(db)

  expect((await search(db, given.admin)).items).toMatchObject([
    {
      action: 'session.refused',
      actor: null,
      target: null,
      note: 'nobody@belfry.test',
      userAgent: 'x'.repeat(300),
    },
    { action: 'session.start', actor: { name: 'Vera Vendor' }, target: { kind: 'session', id: session } },
  ])
})

test('the trail is searched by action, person, case and time, page by page, by those who may', async () => {
  const { db, given } = await databaseWithPeople()
  const first = await given.case('shift', { by: given.vendor })
  const second = await given.case('shift', { by: given.vendor2 })
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: first.id, action: 'approve' }))
  await runJobs(db)
  const actions = async (input: Partial<AuditSearchInput>) =>
    (await search(db, given.admin, input)).items.map(({ action }) => action)

  const emailOf = async (id: string) =>
    (await db.selectFrom('people').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email

  expect(await actions({})).toEqual(['shift.approve', 'shift.submit', 'shift.submit'])
  expect(await actions({ action: 'shift.approve' })).toHaveLength(1)
  expect(await actions({ actorId: given.vendor2.id })).toEqual(['shift.submit'])
  expect(await actions({ caseId: second.id })).toEqual(['shift.submit'])
  expect(await actions({ from: second.openedAt })).toHaveLength(2)
  expect(await actions({ to: second.openedAt })).toEqual(['shift.submit'])
  expect(await actions({ actor: 'vera' })).toEqual(['shift.submit'])
  expect(await actions({ actor: 'v' })).toEqual(['shift.submit', 'shift.submit'])
  expect(await actions({ actor: (await emailOf(given.vendor2.id)).toUpperCase() })).toEqual(['shift.submit'])
  expect(await actions({ actor: 'nobody of this name' })).toEqual([])
  expect(await actions({ actor: 'system' })).toEqual([])
  expect(await actions({ action: 'case.approve' })).toEqual(['shift.approve'])
  expect(await actions({ action: 'shift.*', actor: 'nora' })).toEqual(['shift.approve'])
  expect(await actions({ target: 'case' })).toHaveLength(3)
  expect(await actions({ target: first.id, words: 'bus appr' })).toEqual(['shift.approve'])
  expect(await actions({ words: 'nora pending' })).toEqual(['shift.approve'])
  expect(await actions({ words: 'nowhere' })).toEqual([])
  expect(await actions({ words: '“”' })).toHaveLength(3)
  expect(await actions({ requestId: 'none', ip: '192.0.2.1' })).toEqual([])
  const page = await search(db, given.admin, { limit: 2 })
  expect(await actions({ limit: 2, cursor: page.nextCursor })).toHaveLength(1)
  for (const who of [given.vendor, given.officerAnywhere]) {
    await expect(search(db, who)).rejects.toMatchObject({ code: 'not_permitted' })
    await expect(getAuditEntry(db, who, newId())).rejects.toMatchObject({ code: 'not_permitted' })
  }
  await expect(getAuditEntry(db, given.admin, newId())).rejects.toMatchObject({ code: 'not_found' })
})
