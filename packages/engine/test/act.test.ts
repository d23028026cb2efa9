import type { Db } from '@belfry/db'
import { act, getCase, listHistory, listParticipants, submit } from '@belfry/engine/cases'
import { type Actor, newId } from '@belfry/shared'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'

const town = async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor, station: 'north' })
  const decide = (
    by: Actor,
    action: string,
    more: { reason?: string; note?: string; version?: number } = {},
  ) => inTx(db, (tx) => act(tx, by, { caseId: shift.id, action, ...more }))
  const nothingHappened = async () => {
    expect(await queuedJobs(db)).toEqual([])
    expect(await eventsOf(db, shift.id)).toEqual(['shift.submit'])
    expect(await getCase(db, given.admin, shift.id)).toMatchObject({ state: 'pending', version: 1 })
  }
  return { db, given, shift, decide, nothingHappened }
}

const eventsOf = async (db: Db, caseId: string) => {
  const rows = await db
    .selectFrom('events')
    .select('type')
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute()
  return rows.map(({ type }) => type)
}

test('an officer approves a shift of his station, and its news and audit entry are queued', async () => {
  const { db, given, shift, decide } = await town()

  const approved = await decide(given.officerNorth, 'approve')

  expect(approved).toMatchObject({
    state: 'approved',
    version: 2,
    urgentAt: null,
    closedAt: expect.any(String),
  })
  expect(await eventsOf(db, shift.id)).toEqual(['shift.submit', 'shift.approve'])
  expect((await queuedJobs(db)).map(({ task }) => task)).toEqual(['fan_out', 'write_audit'])
})

test('an officer of everywhere decides at every station', async () => {
  const { given, decide } = await town()

  expect(await decide(given.officerAnywhere, 'approve')).toMatchObject({ state: 'approved' })
})

test('an officer of another station cannot approve a shift, and nobody is told', async () => {
  const { given, decide, nothingHappened } = await town()

  const attempt = decide(given.officerSouth, 'approve')

  // He may not even see it, so he learns no more than of a case that does not exist.
  await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  await nothingHappened()
})

test('who sees a shift but does not decide on it is told who does, and nothing is queued', async () => {
  const { given, decide, nothingHappened } = await town()

  for (const who of [given.driver, given.admin, given.vendor])
    await expect(decide(who, 'approve')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(decide(given.vendor, 'reject', { reason: 'other' })).rejects.toThrow(
    'Only the officer in charge of it may do this.',
  )
  await expect(decide(given.officerNorth, 'cancel')).rejects.toMatchObject({ code: 'not_allowed' })
  await nothingHappened()
})

test('a case one may not see is the same as one that does not exist', async () => {
  const { db, given, shift } = await town()
  const attempts = [
    (id: string) => inTx(db, (tx) => act(tx, given.officerSouth, { caseId: id, action: 'approve' })),
    (id: string) => inTx(db, (tx) => act(tx, given.vendor2, { caseId: id, action: 'nonsense' })),
    (id: string) => getCase(db, given.officerSouth, id),
    (id: string) => listHistory(db, given.driver2, id),
    (id: string) => listParticipants(db, given.vendor2, id),
  ]

  for (const attempt of attempts) {
    const hidden: unknown = await attempt(shift.id).catch((error: unknown) => error)
    const absent: unknown = await attempt(newId()).catch((error: unknown) => error)

    expect(hidden).toMatchObject({ code: 'not_found', details: {} })
    expect({ ...(hidden as object) }).toEqual({ ...(absent as object) })
  }
})

test('a rejection needs a reason from the list', async () => {
  const { given, decide, nothingHappened } = await town()

  await expect(decide(given.officerNorth, 'reject')).rejects.toMatchObject({ code: 'reason_required' })
  await expect(decide(given.officerNorth, 'reject', { reason: 'mood' })).rejects.toMatchObject({
    code: 'unknown_reason',
  })
  await nothingHappened()
  expect(await decide(given.officerNorth, 'reject', { reason: 'unsafe' })).toMatchObject({
    state: 'rejected',
  })
})

test('what is no action of the workflow is refused, even if every object has it', async () => {
  const { given, decide, nothingHappened } = await town()

  for (const action of ['explode', 'submit', 'constructor', '__proto__', ''])
    await expect(decide(given.officerNorth, action)).rejects.toMatchObject({ code: 'unknown_action' })
  await nothingHappened()
})

test('who comes second learns who decided what and when, in his language', async () => {
  const { given, decide } = await town()
  const first = await decide(given.officerNorth, 'approve')

  const second = decide(given.officerNorth2, 'reject', { reason: 'overlap' })

  await expect(second).rejects.toMatchObject({
    code: 'already_decided',
    values: { by: 'Nora North', state: 'Approuvé' },
    details: { by: 'Nora North', at: first.changedAt, state: 'approved', version: 2 },
  })
})

test('who decided himself is told that the state does not allow it', async () => {
  const { given, decide } = await town()
  await decide(given.officerNorth, 'approve')

  const again = decide(given.officerNorth, 'approve')

  await expect(again).rejects.toMatchObject({
    code: 'wrong_state',
    message: 'The state is “Approved”. “Approve” is possible only in the state Pending.',
  })
})

test('a version from before another’s change is refused, the present one is not', async () => {
  const { given, shift, decide } = await town()
  await decide(given.officerNorth, 'approve', { version: shift.version })

  await expect(decide(given.vendor, 'cancel', { version: shift.version })).rejects.toMatchObject({
    code: 'stale_version',
    message: 'Nora North changed this in the meantime. Look at it again before you decide.',
    details: { by: 'Nora North', version: 2, state: 'approved' },
  })
  expect(await decide(given.vendor, 'cancel', { version: 2 })).toMatchObject({
    state: 'cancelled',
    version: 3,
  })
})

test('of officers who decide at once exactly one wins, and the others learn what he decided', async () => {
  const { db, given, shift, decide } = await town()
  const officers = [given.officerNorth, given.officerNorth2, given.officerAnywhere]

  for (let round = 0; round < 6; round++) {
    const data = shiftData({ driver: given.driver })
    const fresh = await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
    const results = await Promise.allSettled(
      officers.map((officer, i) =>
        inTx(db, (tx) =>
          act(tx, officer, {
            caseId: fresh.id,
            ...(i % 2 ? { action: 'reject', reason: 'other' } : { action: 'approve' }),
          }),
        ),
      ),
    )

    const winner = results.findIndex(({ status }) => status === 'fulfilled')
    const state = winner % 2 ? 'rejected' : 'approved'
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results.filter(({ status }) => status === 'rejected'))
      expect((result as PromiseRejectedResult).reason).toMatchObject({
        code: 'already_decided',
        details: { by: officers[winner]!.name, state, version: 2, at: expect.any(String) },
      })
    expect(await eventsOf(db, fresh.id)).toHaveLength(2)
  }
  expect(await decide(given.officerNorth, 'approve')).toMatchObject({ id: shift.id })
})

test('who waits for a decision that is then taken back decides after all', async () => {
  const { db, given, shift, decide } = await town()
  const locked = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const rolledBack = inTx(db, async (tx) => {
    await act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' })
    locked.resolve()
    await goOn.promise
    throw new Error('The process died.')
  })

  await locked.promise
  const second = decide(given.officerNorth2, 'reject', { reason: 'overlap' })
  goOn.resolve()

  await expect(rolledBack).rejects.toThrow('The process died.')
  expect(await second).toMatchObject({ state: 'rejected', version: 2 })
  expect(await eventsOf(db, shift.id)).toEqual(['shift.submit', 'shift.reject'])
  expect(await queuedJobs(db)).toHaveLength(2)
})

test('a decision that fails at its end changes nothing', async () => {
  const { db, given, shift, nothingHappened } = await town()

  const failed = inTx(db, async (tx) => {
    await act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' })
    throw new Error('The connection broke.')
  })

  await expect(failed).rejects.toThrow('The connection broke.')
  await nothingHappened()
})

test('everybody sees on a case what he may do, and why not the rest', async () => {
  const { db, given, shift } = await town()

  expect((await getCase(db, given.officerNorth2, shift.id)).actions).toMatchObject([
    { name: 'approve', allowed: true, whyNot: null, approvals: null },
    { name: 'reject', allowed: true, whyNot: null, approvals: null },
    { name: 'cancel', allowed: false, whyNot: 'Ceci est réservé à : l’auteur.', approvals: null },
  ])
})
