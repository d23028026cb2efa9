import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type PersonFacts,
  QuietHours,
  type Rule,
  type RuleFacts,
  categories,
  channels,
  factsOfRule,
  isSent,
  lookupOf,
  mailOf,
  outcomes,
  packRouting,
  PLACES,
  placeOf,
  rhythms,
  route,
  unpackRouting,
} from '../src/delivery/index.ts'

const ruleFacts: fc.Arbitrary<RuleFacts> = fc.record({
  channel: fc.constantFrom(...channels),
  meant: fc.boolean(),
  fallback: fc.boolean(),
  critical: fc.boolean(),
  own: fc.boolean(),
  on: fc.boolean(),
})
const personFacts: fc.Arbitrary<PersonFacts> = fc.record({
  rhythm: fc.option(fc.constantFrom(...rhythms)),
  muted: fc.boolean(),
  quiet: fc.boolean(),
  available: fc.boolean(),
})
const rule: fc.Arbitrary<Rule> = fc.record({
  mail: fc.constantFrom(true, false, 'unseen' as const),
  priority: fc.constantFrom('low', 'normal', 'high', 'critical'),
  own: fc.boolean(),
})
const goes = (facts: RuleFacts & PersonFacts) => facts.meant && facts.on && facts.available
const mayGo = (facts: RuleFacts & PersonFacts) =>
  (facts.meant || facts.fallback) && facts.on && facts.available

test('what is critical goes out at once, whatever the person chose', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      const facts = { ...of, ...person, critical: true }
      expect(route(facts) === 'now').toBe(goes(facts))
      expect(isSent(route(facts))).toBe(mayGo(facts))
    }),
  )
})

test('what is muted is not told in any channel, unless it is critical or about the own account', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      const facts = { ...of, ...person, muted: true }
      fc.pre(!facts.critical && !facts.own)
      expect(isSent(route(facts))).toBe(false)
    }),
  )
})

test('news of the own account can be neither muted, nor switched off, nor gathered in a digest', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      const facts = { ...of, ...person, own: true }
      fc.pre(goes(facts))
      expect(['now', 'quiet']).toContain(route(facts))
    }),
  )
})

test('quiet hours only hold back: what would have gone out still goes out', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      const awake = route({ ...of, ...person, quiet: false })
      const asleep = route({ ...of, ...person, quiet: true })
      expect(isSent(asleep)).toBe(isSent(awake))
      const isHeldBack = of.channel !== 'app' && awake === 'now' && !of.critical
      expect(asleep).toBe(isHeldBack ? 'quiet' : awake)
    }),
  )
})

test('what a rule does not mean goes nowhere, and what a flag switches off does not either', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      fc.pre(!(of.meant || of.fallback) || !of.on)
      expect(isSent(route({ ...of, ...person }))).toBe(false)
    }),
  )
})

test('what is only mailed for not being seen waits for that, unless a digest has it', () => {
  fc.assert(
    fc.property(ruleFacts, personFacts, (of, person) => {
      const facts = { ...of, ...person, channel: 'mail', meant: false } as const
      const { rhythm } = person
      const inDigest = rhythm === 'hourly' || rhythm === 'daily' || rhythm === 'weekly' ? [rhythm] : []
      fc.pre(isSent(route(facts)))
      expect(['unseen', ...inDigest]).toContain(route(facts))
      expect(route({ ...facts, fallback: false })).toBe('not_meant')
    }),
  )
  const important = { mail: mailOf({ priority: 'high' }), priority: 'high', own: false } as const
  expect(factsOfRule(important)[1]).toMatchObject({ channel: 'mail', meant: false, fallback: true })
  expect(factsOfRule(important, [], false)[1]).toMatchObject({ meant: false, fallback: false })
  expect(
    [{}, { priority: 'normal' }, { mail: false, priority: 'critical' }].map((of) => mailOf(of as Rule)),
  ).toEqual([false, false, false])
})

test('the lookup says what the decision says', () => {
  fc.assert(
    fc.property(rule, fc.subarray([...channels]), personFacts, (of, off, person) => {
      const facts = factsOfRule(of, off)
      const lookup = lookupOf(facts)
      for (const [at, channel] of facts.entries())
        expect(outcomes[lookup[at * PLACES + placeOf(person)]!]).toBe(route({ ...channel, ...person }))
    }),
  )
})

test('the list in the app is meant by every rule, and no flag switches it off', () => {
  fc.assert(
    fc.property(rule, (of) => {
      expect(factsOfRule(of, channels)[0]).toMatchObject({ channel: 'app', meant: true, on: true })
    }),
  )
})

test('a routing is the same after it was stored', () => {
  const routing = fc.record(
    Object.fromEntries(channels.map((channel) => [channel, fc.constantFrom(...outcomes)])) as Record<
      (typeof channels)[number],
      fc.Arbitrary<(typeof outcomes)[number]>
    >,
  )
  fc.assert(
    fc.property(routing, (all) => {
      expect(unpackRouting(packRouting(all))).toEqual(all)
    }),
  )
  expect(outcomes.length).toBeLessThanOrEqual(16)
})

test('people choose in every category there is', () => {
  expect(categories).toHaveLength(14)
  expect(categories).toContain('access')
})

test('quiet hours leave an hour of the week', () => {
  const all = [1, 2, 3, 4, 5, 6, 7]
  const ok = (windows: unknown) => QuietHours.safeParse(windows).success

  expect(ok([])).toBe(true)
  expect(ok([{ days: all, from: '22:00', to: '07:00' }])).toBe(true)
  expect(ok([{ days: all, from: '00:00', to: '23:00' }])).toBe(true)
  expect(ok([{ days: all, from: '12:00', to: '12:00' }])).toBe(false)
  expect(
    ok([
      { days: all, from: '22:00', to: '08:00' },
      { days: all, from: '08:00', to: '22:00' },
    ]),
  ).toBe(false)
  expect(ok([{ days: [1, 1], from: '22:00', to: '07:00' }])).toBe(false)
  expect(ok([{ days: [1], from: '24:00', to: '07:00' }])).toBe(false)
})
