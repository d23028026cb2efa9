import { type Locale, locales, newId } from '@belfry/shared'
import { checkAsked, fieldsOf } from '@belfry/shared/machine'
import { workflows } from '@belfry/shared/workflows'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const good = {
  station: 'north',
  driver: newId(),
  vehicle: 'Bus 12',
  startsAt: '2026-11-20T08:30:00.000Z',
  endsAt: '2026-11-20T14:00:00.000Z',
}
const check = (data: unknown, locale: Locale = 'en') =>
  checkAsked(workflows.shift, fieldsOf(workflows.shift.data), {}, data, locale)
const problems = (data: unknown, locale: Locale) => {
  const checked = check(data, locale)
  return checked.ok ? {} : Object.fromEntries(checked.problems.map(({ field, message }) => [field, message]))
}

test('good data comes back trimmed, and without what the workflow does not ask for', () => {
  const sent = { ...good, vehicle: '  Bus 12 ', state: 'approved', constructor: 'x' }

  expect(check(sent)).toEqual({ ok: true, data: good })
})

test.each([
  ['en', 'Please fill this in.', 'Please give a date and a time.', 'At most 40 characters.'],
  ['fr', 'Ce champ est à remplir.', 'Veuillez indiquer une date et une heure.', 'Au plus 40 caractères.'],
  ['ar', 'يرجى ملء هذا الحقل.', 'يرجى تحديد التاريخ والوقت.', '40 حرفاً على الأكثر.'],
] as const)(
  'what is missing, too long or no date is said at its field in %s',
  (locale, missing, moment, long) => {
    const { driver: _driver, ...withoutDriver } = good

    expect(problems(withoutDriver, locale)).toEqual({ driver: missing })
    expect(problems({ ...good, driver: null, vehicle: ' \t ' }, locale)).toEqual({
      driver: missing,
      vehicle: missing,
    })
    expect(problems({ ...good, startsAt: 'tomorrow' }, locale)).toEqual({ startsAt: moment })
    expect(problems({ ...good, startsAt: '2026-02-30T08:30:00Z' }, locale)).toEqual({ startsAt: moment })
    expect(problems({ ...good, vehicle: 'x'.repeat(41) }, locale)).toEqual({ vehicle: long })
  },
)

test.each([
  ['en', 'The end must be after the start.', 'A shift lasts at most 24 hours.'],
  ['fr', 'La fin doit être après le début.', 'Un service dure au plus 24 heures.'],
  ['ar', 'يجب أن تكون النهاية بعد البداية.', 'مدة الوردية 24 ساعة على الأكثر.'],
] as const)('a rule over two fields is said at the one that shows it, in %s', (locale, order, length) => {
  expect(problems({ ...good, endsAt: good.startsAt }, locale)).toEqual({ endsAt: order })
  expect(problems({ ...good, endsAt: '2026-11-21T08:30:00.001Z' }, locale)).toEqual({ endsAt: length })
  expect(problems({ ...good, endsAt: '2026-11-21T08:30:00.000Z' }, locale)).toEqual({})
})

test('times count as moments, whatever their offset', () => {
  const endsLaterInItsZone = { ...good, endsAt: '2026-11-20T09:00:00+02:00' } // 07:00 UTC

  expect(problems(endsLaterInItsZone, 'en')).toEqual({ endsAt: 'The end must be after the start.' })
})

test('a field that may be left out may also be sent empty', () => {
  for (const remarks of ['', '  ', null, undefined])
    expect(check({ ...good, remarks })).toEqual({ ok: true, data: good })
})

test.each([null, undefined, 'text', 7, [], [good], new Date(0)])('%j is no data of a shift', (sent) => {
  for (const locale of locales) expect(check(sent, locale).ok).toBe(false)
})

test('whatever is sent, there is an answer, and what is accepted fits into Postgres', () => {
  const anyString = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('a\0b\ud800'))
  const anyField = fc.oneof(fc.anything(), anyString)
  const anyData = fc.record({
    station: fc.oneof({ weight: 5, arbitrary: fc.constant('north') }, anyField),
    driver: fc.oneof({ weight: 5, arbitrary: fc.constant(good.driver) }, anyField),
    vehicle: anyString,
    startsAt: fc.oneof({ weight: 5, arbitrary: fc.constant(good.startsAt) }, anyField),
    endsAt: fc.oneof({ weight: 5, arbitrary: fc.constant(good.endsAt) }, anyField),
    remarks: anyString,
  })
  let accepted = 0
  fc.assert(
    fc.property(anyData, fc.constantFrom(...locales), (data, locale) => {
      const checked = check(data, locale)
      if (checked.ok) accepted++
      // Neither NUL nor halves of surrogate pairs: `jsonb` takes none.
      const isRight = checked.ok
        ? !/\\u0000|\\ud[89a-f]/.test(JSON.stringify(checked.data))
        : checked.problems.length > 0 && checked.problems.every(({ message }) => message !== '')
      expect(isRight).toBe(true)
    }),
    { seed: 20261120, numRuns: 1_000 },
  )
  expect(accepted).toBeGreaterThan(50)
})
