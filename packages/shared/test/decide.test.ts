import { type Actor, type Grant, roles } from '@belfry/shared'
import {
  type CaseFacts,
  decide,
  explain,
  isOpen,
  maySee,
  maySubmit,
  queueScopes,
} from '@belfry/shared/machine'
import { findWorkflow, getWorkflow, workflows } from '@belfry/shared/workflows'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const { shift } = workflows

const someone = (id: string, ...grants: Grant[]): Actor => ({
  kind: 'person',
  id,
  name: id,
  locale: 'en',
  grants,
})
const vendor = someone('vendor', { role: 'vendor', scope: null })
const officerNorth = someone('officerNorth', { role: 'officer', scope: 'station:north' })
const officerSouth = someone('officerSouth', { role: 'officer', scope: 'station:south' })
const officerAnywhere = someone('officerAnywhere', { role: 'officer', scope: null })
const driver = someone('driver', { role: 'driver', scope: null })
const admin = someone('admin', { role: 'admin', scope: null })
const everyone = { vendor, officerNorth, officerSouth, officerAnywhere, driver, admin }

const nothingElse = {
  stage: null,
  assigneeId: null,
  supervisorId: null,
  parts: [],
  parentOwnerId: null,
  deciderId: null,
  approvals: [],
  children: [],
  enteredAt: new Date('2026-11-20T08:00:00Z'),
}

const shiftIn = (state: string): CaseFacts => ({
  ...nothingElse,
  workflow: 'shift',
  state,
  scope: 'station:north',
  ownerId: vendor.id,
  data: { station: 'north', driver: driver.id },
})

// What may be done with a shift at station North that the vendor filed: read off the picture in workflows/shift.ts.
const officers = ['officerNorth', 'officerAnywhere']
const possible: Record<string, Record<string, { by: string[]; to: string }>> = {
  pending: {
    approve: { by: officers, to: 'approved' },
    reject: { by: officers, to: 'rejected' },
    cancel: { by: ['vendor'], to: 'cancelled' },
  },
  approved: { cancel: { by: ['vendor'], to: 'cancelled' } },
  rejected: {},
  cancelled: {},
}

describe.each(Object.keys(shift.states))('a shift that is %s', (state) => {
  test.each(Object.keys(shift.actions))(
    'can be moved by %s as the picture says, and by nobody else',
    (name) => {
      for (const [who, actor] of Object.entries(everyone)) {
        const decision = decide(shift, shiftIn(state), name, actor)

        const rule = possible[state]?.[name]
        const expected = rule?.by.includes(who)
          ? { ok: true, from: state, to: rule.to, event: `shift.${name}` }
          : { ok: false }
        expect({ who, ...decision }).toMatchObject({ who, ...expected })
      }
    },
  )
})

test('who may never do it learns that, and who came too late learns the state', () => {
  expect(decide(shift, shiftIn('approved'), 'approve', driver)).toMatchObject({ why: 'not_allowed' })
  expect(decide(shift, shiftIn('approved'), 'approve', officerNorth)).toMatchObject({
    why: 'wrong_state',
    state: 'approved',
    from: ['pending'],
  })
})

test('a rejection needs a reason from the list, and an approval takes none', () => {
  const pending = shiftIn('pending')
  const reject = (choice?: { reason?: string }) => decide(shift, pending, 'reject', officerNorth, choice)

  expect(reject()).toMatchObject({ ok: true }) // only "may I press it"
  expect(reject({})).toMatchObject({ why: 'reason_required', reasons: ['overlap', 'unsafe', 'other'] })
  expect(reject({ reason: '' })).toMatchObject({ why: 'reason_required' })
  expect(reject({ reason: 'constructor' })).toMatchObject({ why: 'unknown_reason' })
  expect(reject({ reason: 'overlap' })).toMatchObject({ ok: true, to: 'rejected' })
  expect(decide(shift, pending, 'approve', officerNorth, { reason: 'overlap' })).toMatchObject({
    why: 'unknown_reason',
  })
})

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf', ''])(
  'the name "%s", which every object has, is no action, no workflow and no state',
  (name) => {
    const decision = decide(shift, shiftIn('pending'), name, admin)

    expect(decision).toEqual({ ok: false, why: 'unknown_action', action: name })
    expect(explain(shift, decision as never, 'en')).toBe(
      `“${name}” is not something that can be done with this.`,
    )
    expect(findWorkflow(name)).toBeUndefined()
    expect(() => getWorkflow(name)).toThrow('which this release does not have')
    expect(isOpen(shift, name)).toBe(false)
  },
)

const roleOfSomeone = fc.constantFrom(...roles)
const scope = fc.constantFrom(null, 'station:north', 'station:south', 'constructor')
const anyActor = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c'),
    grants: fc.array(fc.record({ role: roleOfSomeone, scope }), { maxLength: 4 }),
  })
  .map(({ id, grants }) => someone(id, ...grants))
const anyCase = fc
  .record({
    workflow: fc.constant('shift'),
    state: fc.oneof(fc.constantFrom(...Object.keys(shift.states)), fc.constantFrom('constructor', 'x', '')),
    scope,
    ownerId: fc.constantFrom('a', 'b', 'c'),
    data: fc.record({ driver: fc.constantFrom('a', 'b', 'c') }, { requiredKeys: [] }),
  })
  .map((item) => ({ ...nothingElse, ...item }))
const anyAction = fc.oneof(
  fc.constantFrom(...Object.keys(shift.actions)),
  fc.constantFrom('constructor', '__proto__', 'submit'),
  fc.string({ maxLength: 10 }),
)
const anyReason = fc.option(fc.constantFrom('overlap', 'unsafe', 'other', '', 'toString'), { nil: undefined })

test('nothing outside the rules is ever allowed, whoever asks', () => {
  fc.assert(
    fc.property(anyActor, anyCase, anyAction, anyReason, (actor, item, name, reason) => {
      const isOfficer = actor.grants.some(
        (g) => g.role === 'officer' && (g.scope === null || g.scope === item.scope),
      )
      const allowed =
        name === 'cancel'
          ? item.ownerId === actor.id && ['pending', 'approved'].includes(item.state) && !reason
          : name === 'approve'
            ? isOfficer && item.state === 'pending' && !reason
            : name === 'reject' &&
              isOfficer &&
              item.state === 'pending' &&
              ['overlap', 'unsafe', 'other'].includes(reason ?? '')

      expect(decide(shift, item, name, actor, { reason }).ok).toBe(allowed)
    }),
    { seed: 20261120, numRuns: 2_000 },
  )
})

test('whoever may act on a case may see it', () => {
  fc.assert(
    fc.property(anyActor, anyCase, anyAction, (actor, item, name) => {
      fc.pre(decide(shift, item, name, actor).ok)
      expect(maySee(shift, actor, item)).toBe(true)
    }),
    { seed: 20261120, numRuns: 500 },
  )
})

test('a shift is seen by its vendor, its driver, the officers of its station and the administrator', () => {
  const stranger = someone('stranger', { role: 'vendor', scope: null }, { role: 'driver', scope: null })
  const item = shiftIn('pending')

  const seeing = Object.entries({ ...everyone, stranger }).filter(([, actor]) => maySee(shift, actor, item))

  expect(seeing.map(([who]) => who)).toEqual(['vendor', 'officerNorth', 'officerAnywhere', 'driver', 'admin'])
})

test('vendors file shifts, and the queue belongs to officers within their stations', () => {
  const both = someone('both', ...officerNorth.grants, ...officerSouth.grants, ...officerNorth.grants)

  expect(Object.keys(everyone).filter((who) => maySubmit(shift, everyone[who as 'vendor']))).toEqual([
    'vendor',
  ])
  expect(queueScopes(shift, officerNorth)).toEqual(['station:north'])
  expect(queueScopes(shift, both)).toEqual(['station:north', 'station:south'])
  expect(queueScopes(shift, officerAnywhere)).toBe('all')
  expect(queueScopes(shift, admin)).toBe('all')
  expect(queueScopes(shift, vendor)).toEqual([])
})

test('a grey button says why, in the language of its reader', () => {
  const tooLate = decide(shift, shiftIn('approved'), 'reject', officerNorth)
  const notMine = decide(shift, shiftIn('pending'), 'approve', vendor)

  expect(explain(shift, tooLate as never, 'en')).toBe(
    'The state is “Approved”. “Reject” is possible only in the state Pending.',
  )
  expect(explain(shift, notMine as never, 'en')).toBe('Only the officer in charge of it may do this.')
  expect(explain(shift, notMine as never, 'fr')).toBe(
    'Ceci est réservé à : agent de station qui en a la charge.',
  )
  expect(explain(shift, notMine as never, 'ar')).toBe('هذا من صلاحية ضابط المحطة المسؤول عنه فقط.')
})
