import type { Db, Tx } from '@belfry/db'
import { act, getCase, submit } from '@belfry/engine/cases'
import { once } from '@belfry/engine/once'
import type { Actor } from '@belfry/shared'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { inboxOf } from './support/inboxes.ts'

/** Does both, the second while the first has done its part and not yet committed: it waits, and goes on when that is over. */
async function second<A, B>(db: Db, first: (tx: Tx) => Promise<A>, then: (tx: Tx) => Promise<B>) {
  let waiting: Promise<PromiseSettledResult<B>[]> | undefined
  const a = await inTx(db, async (tx) => {
    const done = await first(tx)
    waiting = Promise.allSettled([inTx(db, then)])
    await expect
      .poll(async () => {
        const { rows } = await sql`select from pg_locks where not granted`.execute(db)
        return rows.length
      })
      .toBeGreaterThan(0)
    return done
  })
  return [a, (await waiting!)[0]!] as const
}

const profile = {
  fullName: 'Emil Example',
  dateOfBirth: '1990-01-01',
  phone: '+33 1 02 03 04 05',
  address: '1 Station Road',
  emergencyContact: 'Eva, +33 1 02 03 04 06',
  department: 'it',
  startsOn: '2027-01-04',
}

const goalData = { kind: 'yearly', goal: 'Cleaner buses', dueOn: '2027-12-31' }

test('of two people who approve at once both count', async () => {
  const { db, given } = await databaseWithPeople()
  const goal = await given.case('goal', { by: given.admin, data: goalData })
  const adopt = (by: Actor) => (tx: Tx) => act(tx, by, { caseId: goal.id, action: 'adopt' })

  const [, later] = await second(db, adopt(given.hr), adopt(given.hr2))

  expect(later).toMatchObject({ status: 'fulfilled', value: { state: 'adopted', version: 3 } })
})

test('one person who approves twice at once counts once', async () => {
  const { db, given } = await databaseWithPeople()
  const goal = await given.case('goal', { by: given.admin, data: goalData })
  const adopt = (tx: Tx) => act(tx, given.hr, { caseId: goal.id, action: 'adopt' })

  const [, later] = await second(db, adopt, adopt)

  expect(later).toMatchObject({ status: 'rejected', reason: { code: 'approved_already' } })
  expect(await getCase(db, given.hr2, goal.id)).toMatchObject({ state: 'in_review', version: 2 })
})

test('of two who fill the same slot at once one does', async () => {
  const { db, given } = await databaseWithPeople()
  const onboarding = await given.case('onboarding', {
    by: given.employee,
    data: profile,
  })
  const fill = async () => {
    const file = await given.file(given.employee)
    return (tx: Tx) =>
      submit(tx, given.employee, {
        workflow: 'document',
        parentId: onboarding.id,
        slot: 'identity',
        data: { file },
      })
  }

  const [, later] = await second(db, await fill(), await fill())

  expect(later).toMatchObject({ status: 'rejected', reason: { code: 'slot_taken' } })
})

test('of two who are named one after the other, only the one who still is hears of it, and once', async () => {
  const { db, given } = await databaseWithPeople()
  const { intern, hr, tutor, tutor2 } = given
  const { id: caseId } = await given.case('internship', {
    by: intern,
    data: {
      position: 'Workshop',
      school: 'School',
      motivation: 'Wheels',
      wishedFrom: '2027-01-04',
      wishedTo: '2027-03-26',
    },
  })
  const does = (action: string, data: Record<string, unknown>) =>
    inTx(db, (tx) => act(tx, hr, { caseId, action, data }))
  await does('accept', { tutor: tutor.id, startsOn: '2027-01-04', endsOn: '2027-03-26' })
  await does('change_tutor', { tutor: tutor2.id })
  await runJobs(db)

  expect((await inboxOf(db, tutor)).map(({ type }) => type)).toEqual([])
  expect((await inboxOf(db, tutor2)).map(({ type }) => type)).toEqual(['internship.tutoring'])
})

test('what hangs on a case that goes on after all is left open', async () => {
  const { db, given } = await databaseWithPeople()
  const shift = await given.case('shift', { by: given.vendor })
  const trip = {
    driver: given.driver.id,
    vehicle: 'Van 7',
    from: 'Station',
    to: 'Depot',
    departsAt: '2026-11-20T08:30:00Z',
  }
  await inTx(db, (tx) => act(tx, given.officerNorth, { caseId: shift.id, action: 'approve' }))
  const { id } = await given.case('trip', { by: given.vendor, parentId: shift.id, slot: 'trips', data: trip })
  await inTx(db, (tx) => act(tx, given.vendor, { caseId: shift.id, action: 'cancel' }))
  await db
    .updateTable('cases')
    .set({ state: 'pending', closed_at: null })
    .where('id', '=', shift.id)
    .execute()
  await runJobs(db)

  expect(await getCase(db, given.vendor, id)).toMatchObject({ state: 'assigned' })
})

test('a file that goes into two cases at once is in one', async () => {
  const { db, given } = await databaseWithPeople()
  const cases = [
    await given.case('onboarding', { by: given.employee, data: profile }),
    await given.case('onboarding', { by: given.employee, data: profile }),
  ]
  const file = await given.file(given.employee)
  const put = (parentId: string) => (tx: Tx) =>
    submit(tx, given.employee, { workflow: 'document', parentId, slot: 'identity', data: { file } })

  const [, later] = await second(db, put(cases[0]!.id), put(cases[1]!.id))

  expect(later).toMatchObject({ status: 'rejected', reason: { code: 'invalid_input' } })
  expect(await db.selectFrom('cases').select('id').where('workflow', '=', 'document').execute()).toHaveLength(
    1,
  )
})

test('a form whose last child fails leaves nothing behind, and can be sent again under its key', async () => {
  const { db, given } = await databaseWithPeople()
  const [identity, diploma] = [await given.file(given.employee), await given.file(given.employee)]
  const before = await happenedIn(db)
  const send = (lastFile: string) => {
    const input = {
      workflow: 'onboarding',
      data: profile,
      children: [
        { slot: 'identity', data: { file: identity } },
        { slot: 'diploma', data: { file: lastFile } },
      ],
      idempotencyKey: 'one form',
    }
    return inTx(db, (tx) =>
      once(tx, given.employee, 'cases.submit', input, () => submit(tx, given.employee, input)),
    )
  }

  await expect(send(identity)).rejects.toMatchObject({
    details: { problems: [{ field: 'children.1.file' }] },
  })
  expect(await happenedIn(db)).toEqual(before)

  const sent = await send(diploma)
  expect(await send(diploma)).toEqual(sent)
  expect(await happenedIn(db)).toEqual({ cases: 3, events: before.events + 3, jobs: before.jobs + 6 })
  await expect(send(identity)).rejects.toMatchObject({ code: 'idempotency_mismatch' })
})

const happenedIn = async (db: Db) => ({
  cases: (await db.selectFrom('cases').select('id').execute()).length,
  events: (await db.selectFrom('events').select('id').execute()).length,
  jobs: (await queuedJobs(db)).length,
})
