import type { Db } from '@belfry/db'
import { act, comment, submit } from '@belfry/engine/cases'
import { DomainError, newId } from '@belfry/shared'
import { type Given, databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { expect, test } from 'vitest'

// Random walks of shifts: a small model, written from the picture in workflows/shift.ts and not from the code, says what
// must come of every step and who must hear of it.

const people = [
  'vendor',
  'vendor2',
  'officerNorth',
  'officerNorth2',
  'officerSouth',
  'officerAnywhere',
  'driver',
  'driver2',
  'admin',
] as const
type Person = (typeof people)[number]
type Station = 'north' | 'south'
type Driver = 'driver' | 'driver2'

/** Some are named by their part in the case, so that much is done and not only refused. */
type Doer = Person | 'its owner' | 'its officer'

type Step =
  | { do: 'submit'; by: Person; station: Station; driver: Driver }
  | { do: 'act'; by: Doer; which: number; action: string; reason?: string; version?: 'present' | 'former' }
  | { do: 'comment'; by: Doer; which: number }

interface Shift {
  id: string
  state: string
  version: number
  owner: Person
  driver: Driver
  station: Station
  lastMover: Person
  /** Who did what, and who has to hear of it. */
  events: { type: string; by: Person; told: Person[] }[]
}

const officersOf: Record<Station, Person[]> = {
  north: ['officerNorth', 'officerNorth2', 'officerAnywhere'],
  south: ['officerSouth', 'officerAnywhere'],
}
const sees = (shift: Shift, who: Person) =>
  ['admin', shift.owner, shift.driver, ...officersOf[shift.station]].includes(who)
const without = (who: Person, ...all: Person[]) => all.filter((person) => person !== who)

/** What an action must lead to: a new state, or the code of a refusal. */
function outcomeOf(
  shift: Shift,
  by: Person,
  step: Step & { do: 'act' },
): { to: string } | { refused: string } {
  const rules: Record<string, { from: string[]; to: string; by: Person[] }> = {
    approve: { from: ['pending'], to: 'approved', by: officersOf[shift.station] },
    reject: { from: ['pending'], to: 'rejected', by: officersOf[shift.station] },
    cancel: { from: ['pending', 'approved'], to: 'cancelled', by: [shift.owner] },
  }
  const rule = Object.entries(rules).find(([name]) => name === step.action)?.[1]
  if (!sees(shift, by)) return { refused: 'not_found' }
  if (!rule) return { refused: 'unknown_action' }
  if (!rule.by.includes(by)) return { refused: 'not_allowed' }
  if (!rule.from.includes(shift.state))
    return { refused: shift.lastMover === by || shift.version === 1 ? 'wrong_state' : 'already_decided' }
  if (step.action === 'reject' && !step.reason) return { refused: 'reason_required' }
  if (step.reason && !(step.action === 'reject' && step.reason === 'unsafe'))
    return { refused: 'unknown_reason' }
  if (step.version === 'former' && shift.version > 1) return { refused: 'stale_version' }
  return { to: rule.to }
}

const doerOf = (by: Doer, shift: Shift | undefined): Person => {
  if (by === 'its owner') return shift?.owner ?? 'vendor'
  if (by === 'its officer') return officersOf[shift?.station ?? 'north'][0]!
  return by
}

/** Where a case stands after a step, or the code of the refusal. */
type Outcome = { state: string; version: number } | string

async function outcome(verb: Promise<{ id: string; state: string; version: number }>): Promise<Outcome> {
  try {
    const { state, version } = await verb
    return { state, version }
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

interface World {
  db: Db
  given: Given
  shifts: Shift[]
}

/** Does one step for real and in the model: what came of it, and what had to. */
function take(world: World, step: Step): Promise<[Outcome, Outcome]> {
  if (step.do === 'submit') return takeSubmit(world, step)
  const shift = world.shifts[step.which % world.shifts.length]
  const who = doerOf(step.by, shift)
  return step.do === 'act' ? takeAct(world, step, shift, who) : takeComment(world, shift, who)
}

async function takeSubmit(
  { db, given, shifts }: World,
  { by, station, driver }: Step & { do: 'submit' },
): Promise<[Outcome, Outcome]> {
  let id = ''
  const data = shiftData({ driver: given[driver], station })
  const filing = inTx(db, async (tx) => {
    const filed = await submit(tx, given[by], { workflow: 'shift', data })
    id = filed.id
    return filed
  })
  const done = await outcome(filing)
  if (!by.startsWith('vendor')) return [done, 'not_permitted']
  const fresh = { state: 'pending', version: 1 }
  const events = [{ type: 'shift.submit', by, told: officersOf[station] }]
  shifts.push({ id, ...fresh, owner: by, driver, station, lastMover: by, events })
  return [done, fresh]
}

async function takeComment(
  { db, given }: World,
  shift: Shift | undefined,
  who: Person,
): Promise<[Outcome, Outcome]> {
  const caseId = shift?.id ?? newId()
  const done = await outcome(inTx(db, (tx) => comment(tx, given[who], { caseId, text: 'Well …' })))
  if (!shift || !sees(shift, who)) return [done, 'not_found']
  const told = without(who, shift.owner, shift.driver, ...officersOf[shift.station])
  shift.events.push({ type: 'case.comment', by: who, told })
  return [done, { state: shift.state, version: shift.version }]
}

async function takeAct(
  { db, given }: World,
  step: Step & { do: 'act' },
  shift: Shift | undefined,
  who: Person,
): Promise<[Outcome, Outcome]> {
  const { action, reason } = step
  const caseId = shift?.id ?? newId()
  const former = shift && Math.max(shift.version - 1, 1)
  const version = step.version && (step.version === 'former' ? former : shift?.version)
  const done = await outcome(inTx(db, (tx) => act(tx, given[who], { caseId, action, reason, version })))
  if (!shift) return [done, 'not_found']
  const expected = outcomeOf(shift, who, step)
  if ('refused' in expected) return [done, expected.refused]
  const { station, owner, driver } = shift
  const told = action === 'cancel' ? [...officersOf[station], driver] : [owner, driver]
  shift.version += 1
  shift.state = expected.to
  shift.lastMover = who
  shift.events.push({ type: `shift.${action}`, by: who, told: without(who, ...told) })
  return [done, { state: shift.state, version: shift.version }]
}

const by = fc.constantFrom<Doer>(
  ...people,
  'its owner',
  'its owner',
  'its officer',
  'its officer',
  'its officer',
)
const which = fc.nat(3)
const seldom = <T>(value: T, often: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(value) }, { weight: 7, arbitrary: often })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('submit' as const),
    by: seldom<Person>('officerNorth', fc.constantFrom('vendor', 'vendor2')),
    station: fc.constantFrom<Station>('north', 'south'),
    driver: fc.constantFrom<Driver>('driver', 'driver2'),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('act' as const),
      by,
      which,
      action: seldom('toString', fc.constantFrom('approve', 'reject', 'cancel', 'cancel')),
      reason: seldom<string | undefined>('mood', fc.constantFrom(undefined, undefined, 'unsafe')),
      version: fc.option(fc.constantFrom<'present' | 'former'>('present', 'former'), { nil: undefined }),
    }),
  },
  fc.record({ do: fc.constant('comment' as const), by, which }),
)

/** What the tables say of one shift, in the shape of the model. */
async function tableOf(db: Db, nameOf: Map<string, Person>, caseId: string) {
  const item = await db.selectFrom('cases').selectAll().where('id', '=', caseId).executeTakeFirstOrThrow()
  const events = await db
    .selectFrom('events')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('id')
    .execute()
  const told = await db
    .selectFrom('notifications as n')
    .innerJoin('events as e', 'e.id', 'n.event_id')
    .select(['n.event_id', 'n.person_id'])
    .where('e.case_id', '=', caseId)
    .execute()
  const entries = await db.selectFrom('audit_entries').select('id').where('target_id', '=', caseId).execute()
  return {
    state: item.state,
    version: item.version,
    isClosed: item.closed_at !== null,
    events: events.map((event) => ({
      type: event.type,
      by: nameOf.get(event.actor_id!),
      told: told
        .filter((row) => row.event_id === event.id)
        .map((row) => String(nameOf.get(row.person_id)))
        .toSorted(),
      entries: entries.filter((entry) => entry.id === event.id).length,
    })),
  }
}

test('whatever people try, versions never skip, and each thing done is one event, one audit entry and its news', async () => {
  const { db, given } = await databaseWithPeople()
  const nameOf = new Map(people.map((name) => [given[name].id, name]))
  const seen = new Set<string>()

  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 50, size: 'max' }), async (steps) => {
      const shifts: Shift[] = []
      for (const one of steps) {
        const [done, expected] = await take({ db, given, shifts }, one)
        expect(done).toEqual(expected)
        if (typeof done === 'string') seen.add(done)
      }
      await runJobs(db)

      for (const { id, state, version, events } of shifts) {
        for (const { type } of events) seen.add(type)
        expect(await tableOf(db, nameOf, id)).toEqual({
          state,
          version,
          isClosed: state !== 'pending',
          events: events.map(({ told, ...event }) => ({ ...event, told: told.toSorted(), entries: 1 })),
        })
      }
    }),
    { seed: 20261120, numRuns: 12 },
  )

  // The walks have been everywhere.
  expect([...seen].toSorted()).toEqual([
    'already_decided',
    'case.comment',
    'not_allowed',
    'not_found',
    'not_permitted',
    'reason_required',
    'shift.approve',
    'shift.cancel',
    'shift.reject',
    'shift.submit',
    'stale_version',
    'unknown_action',
    'unknown_reason',
    'wrong_state',
  ])
  const counts = await db.selectFrom('inboxes').select(['person_id', 'unread', 'rev']).execute()
  for (const { person_id, unread, rev } of counts) {
    const rows = await db
      .selectFrom('notifications')
      .select('rev')
      .where('person_id', '=', person_id)
      .execute()
    expect({ unread, rev }).toEqual({ unread: rows.length, rev: rows.length })
  }
})
