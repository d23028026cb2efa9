import { databaseWithPeople } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { CaseSeats } from '../src/live/seats.ts'

async function reading() {
  const { db, given } = await databaseWithPeople()
  const processId = 'api-1'
  const register = () =>
    db
      .insertInto('processes')
      .values({ id: processId, kind: 'api', host: 'here', pid: 1, version: '1' })
      .execute()
  await register()
  const seats = new CaseSeats(db, processId)
  const shift = await given.case('shift', { by: given.vendor })
  const seen = async () => {
    const rows = await db.selectFrom('presence').select('person_id').execute()
    return rows.map(({ person_id }) => person_id)
  }
  return { db, given, seats, caseId: shift.id, seen, processId, register }
}

test('a person in two windows has a case open once, until the last one closes', async () => {
  const { given, seats, caseId, seen } = await reading()
  const first = seats.take(given.officerNorth.id, caseId)
  const second = seats.take(given.officerNorth.id, caseId)
  await seats.write()
  expect(await seen()).toEqual([given.officerNorth.id])

  first()
  await seats.write()
  expect(await seen()).toEqual([given.officerNorth.id])
  second()
  await seats.write()
  expect(await seen()).toEqual([])
  expect(seats.isEmpty).toBe(true)
})

test('whoever leafs through fifty cases between two writes leaves no trace of those he did not stay on', async () => {
  const { db, given, seats, caseId, seen } = await reading()
  const filed = await db.selectFrom('cases').select('id').execute()
  for (let i = 0; i < 50; i++) seats.take(given.officerNorth.id, filed[0]!.id)()
  await seats.write()
  expect(await seen()).toEqual([])

  seats.take(given.officerNorth.id, caseId)
  await seats.write()
  expect(await seen()).toEqual([given.officerNorth.id])
})

test('what was removed while this process could not be heard of is written again, and what was left goes', async () => {
  const { db, given, seats, caseId, seen, processId, register } = await reading()
  const leave = seats.take(given.vendor.id, caseId)
  seats.take(given.officerNorth.id, caseId)
  await seats.write()
  await db.deleteFrom('processes').where('id', '=', processId).execute()
  expect(await seen()).toEqual([])

  leave()
  await register()
  seats.rewrite()
  await seats.write()

  expect(await seen()).toEqual([given.officerNorth.id])
})

test('what cannot be written now is written the next time', async () => {
  const { db, given, seats, caseId, seen, processId, register } = await reading()
  await db.deleteFrom('processes').where('id', '=', processId).execute()
  seats.take(given.officerNorth.id, caseId)
  await seats.write() // its row is gone, and comes back with the listener
  expect(await seen()).toEqual([])

  await register()
  seats.rewrite()
  await seats.write()
  expect(await seen()).toEqual([given.officerNorth.id])
})

test('who reads the events of a case has it open from the first event to the last', async () => {
  const { given, seats, caseId } = await reading()
  const states: boolean[] = []
  async function* events() {
    states.push(seats.isEmpty)
    yield 'first'
    yield 'second'
  }

  for await (const _ of seats.during(given.vendor.id, caseId, events())) states.push(seats.isEmpty)

  expect(states).toEqual([true, false, false])
  expect(seats.isEmpty).toBe(true)
})
