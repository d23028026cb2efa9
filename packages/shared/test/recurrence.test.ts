import { Recurrence } from '@belfry/shared'
import { occurrencesOf } from '@belfry/shared/occurrences'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const every = (recurrence: Partial<Recurrence> & { until: string }) =>
  Recurrence.parse({ every: 'day', ...recurrence })
const days = (startsAt: string, recurrence: Partial<Recurrence> & { until: string }, zone = 'Europe/Paris') =>
  occurrencesOf({ startsAt, recurrence: every(recurrence) }, zone).map(({ day }) => day)
const starts = (startsAt: string, recurrence: Partial<Recurrence> & { until: string }, zone: string) =>
  occurrencesOf({ startsAt, recurrence: every(recurrence) }, zone).map((one) => one.startsAt)

describe('which days', () => {
  const friday = '2026-11-20T08:30:00Z'

  test('what does not come again takes place once', () => {
    expect(occurrencesOf({ startsAt: friday }, 'Europe/Paris')).toEqual([
      { day: '2026-11-20', startsAt: '2026-11-20T08:30:00.000Z' },
    ])
  })

  test('daily, until a day that counts', () => {
    expect(days(friday, { until: '2026-11-22' })).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
  })

  test('every third day, over the end of a year', () => {
    expect(days('2026-12-28T08:30:00Z', { interval: 3, until: '2027-01-05' })).toEqual([
      '2026-12-28',
      '2026-12-31',
      '2027-01-03',
    ])
  })

  test('weekly without a weekday is on the one it begins on', () => {
    expect(days(friday, { every: 'week', until: '2026-12-10' })).toEqual([
      '2026-11-20',
      '2026-11-27',
      '2026-12-04',
    ])
  })

  test('weekly on some days; the first counts though it is none of them', () => {
    expect(days(friday, { every: 'week', weekdays: [1, 3], until: '2026-12-01' })).toEqual([
      '2026-11-20',
      '2026-11-23',
      '2026-11-25',
      '2026-11-30',
    ])
  })

  test('every other week begins on Monday', () => {
    const recurrence = { every: 'week', interval: 2, weekdays: [1, 7], until: '2026-12-20' } as const
    expect(days(friday, { ...recurrence, weekdays: [1, 7] })).toEqual([
      '2026-11-20',
      '2026-11-22',
      '2026-11-30',
      '2026-12-06',
      '2026-12-14',
      '2026-12-20',
    ])
  })

  test('an exception is left out, the first day too', () => {
    expect(days(friday, { until: '2026-11-23', except: ['2026-11-22', '2026-11-20'] })).toEqual([
      '2026-11-21',
      '2026-11-23',
    ])
  })

  test('the day is the one where it happens', () => {
    expect(days('2026-11-20T23:30:00Z', { until: '2026-11-21' }, 'Europe/Paris')).toEqual(['2026-11-21'])
    expect(days('2026-11-20T02:30:00Z', { until: '2026-11-20' }, 'America/New_York')).toEqual([
      '2026-11-19',
      '2026-11-20',
    ])
  })
})

describe('when the clocks change', () => {
  test('it stays the same time of day in Paris, in spring and in autumn', () => {
    expect(starts('2026-03-28T07:00:00Z', { until: '2026-03-30' }, 'Europe/Paris')).toEqual([
      '2026-03-28T07:00:00.000Z',
      '2026-03-29T06:00:00.000Z',
      '2026-03-30T06:00:00.000Z',
    ])
    expect(starts('2026-10-24T06:00:00Z', { until: '2026-10-25' }, 'Europe/Paris')).toEqual([
      '2026-10-24T06:00:00.000Z',
      '2026-10-25T07:00:00.000Z',
    ])
  })

  test('a time that the night skips is an hour later by the clock', () => {
    // 2:30 in Paris does not exist on March 29, and in New York not on March 8.
    expect(starts('2026-03-28T01:30:00Z', { until: '2026-03-30' }, 'Europe/Paris')).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z', // 3:30
      '2026-03-30T00:30:00.000Z',
    ])
    expect(starts('2026-03-07T07:30:00Z', { until: '2026-03-08' }, 'America/New_York')).toEqual([
      '2026-03-07T07:30:00.000Z',
      '2026-03-08T07:30:00.000Z', // 3:30
    ])
  })

  test('of a time that comes twice the first counts, but what begins at the second does', () => {
    expect(starts('2026-10-24T00:30:00Z', { until: '2026-10-25' }, 'Europe/Paris')).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ])
    expect(starts('2026-10-25T01:30:00Z', { until: '2026-10-26' }, 'Europe/Paris')).toEqual([
      '2026-10-25T01:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ])
  })

  test('in Casablanca they go back for Ramadan, and forward after it', () => {
    // In 2026 from February 15 to March 22.
    expect(starts('2026-02-14T07:00:00Z', { until: '2026-02-16' }, 'Africa/Casablanca')).toEqual([
      '2026-02-14T07:00:00.000Z',
      '2026-02-15T08:00:00.000Z',
      '2026-02-16T08:00:00.000Z',
    ])
    expect(starts('2026-03-21T08:00:00Z', { until: '2026-03-23' }, 'Africa/Casablanca')).toEqual([
      '2026-03-21T08:00:00.000Z',
      '2026-03-22T07:00:00.000Z',
      '2026-03-23T07:00:00.000Z',
    ])
  })

  test('the night shift ends at six in the morning, whether it was long or short', () => {
    const shift = {
      startsAt: '2026-03-27T21:00:00Z',
      endsAt: '2026-03-28T05:00:00Z',
      recurrence: every({ until: '2026-03-29' }),
    }
    expect(occurrencesOf(shift, 'Europe/Paris')).toEqual([
      { day: '2026-03-27', startsAt: '2026-03-27T21:00:00.000Z', endsAt: '2026-03-28T05:00:00.000Z' },
      { day: '2026-03-28', startsAt: '2026-03-28T21:00:00.000Z', endsAt: '2026-03-29T04:00:00.000Z' },
      { day: '2026-03-29', startsAt: '2026-03-29T20:00:00.000Z', endsAt: '2026-03-30T04:00:00.000Z' },
    ])
  })
})

test('asked for some days, it is told when it is on one of them, or still lasts', () => {
  const night = {
    startsAt: '2026-11-20T21:00:00Z',
    endsAt: '2026-11-21T05:00:00Z',
    recurrence: every({ until: '2027-03-31', except: ['2027-01-05'] }),
  }
  const days = (one: Parameters<typeof occurrencesOf>[0], from: string, to = from) =>
    occurrencesOf(one, 'Europe/Paris', { from, to }).map(({ day: on }) => on)

  expect(days(night, '2027-01-04', '2027-01-06')).toEqual(['2027-01-03', '2027-01-04', '2027-01-06'])
  expect(days(night, '2026-11-19', '2026-11-20')).toEqual(['2026-11-20'])
  expect(days(night, '2027-04-01')).toEqual(['2027-03-31'])
  expect(days(night, '2027-04-02')).toEqual([])
  // What ends at midnight is over with its day.
  const evening = { startsAt: '2026-11-20T17:00:00Z', endsAt: '2026-11-20T23:00:00Z' }
  expect(days(evening, '2026-11-20')).toEqual(['2026-11-20'])
  expect(days(evening, '2026-11-21')).toEqual([])
  expect(days({ ...evening, recurrence: every({ until: '2026-11-22' }) }, '2026-11-23')).toEqual([])
  expect(days({ startsAt: '2026-11-20T23:30:00Z' }, '2026-11-20', '2026-11-22')).toEqual(['2026-11-21'])
})

const zone = fc.constantFrom(
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'Africa/Casablanca',
  'Australia/Lord_Howe', // half an hour
  'Pacific/Kiritimati',
  'America/St_Johns',
  'Asia/Kathmandu',
)
const startsAt = fc
  .date({ min: new Date('2025-01-01'), max: new Date('2029-01-01'), noInvalidDate: true })
  .map((date) => `${date.toISOString().slice(0, 16)}:00.000Z`)
const day = fc
  .date({ min: new Date('2025-01-01'), max: new Date('2031-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const recurrence = fc.record({
  every: fc.constantFrom('day' as const, 'week' as const),
  interval: fc.integer({ min: 1, max: 52 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 })),
  until: day,
  except: fc.array(day, { maxLength: 20 }),
})

test('whatever recurs does so in order, at most 400 times, on days that were asked for', () => {
  fc.assert(
    fc.property(startsAt, recurrence, zone, (begin, rule, where) => {
      const all = occurrencesOf({ startsAt: begin, recurrence: rule }, where)
      const wallClock = new Intl.DateTimeFormat('sv', {
        timeZone: where,
        dateStyle: 'short',
        timeStyle: 'short',
      })
      const first = wallClock.format(new Date(begin))

      const isFirst = (one: string) => one === first.slice(0, 10)
      const wrong = all.filter(({ day: one, startsAt: at }, i) => {
        const [shownDay, shownTime] = wallClock.format(new Date(at)).split(' ')
        const isAsked =
          rule.every === 'day'
            ? daysBetween(first.slice(0, 10), one) % rule.interval === 0
            : rule.weekdays.length === 0 ||
              isFirst(one) ||
              rule.weekdays.includes(new Date(one).getUTCDay() || 7)
        return !(
          // In none of these zones the clocks change at midnight, so that no day is missed.
          shownDay === one &&
          one >= first.slice(0, 10) &&
          one <= rule.until &&
          (i === 0 || one > all[i - 1]!.day) &&
          !rule.except.includes(one) &&
          isAsked &&
          [0, 30, 60].includes(Math.abs(minutesOf(shownTime!) - minutesOf(first.slice(11))))
        )
      })
      expect({ wrong, isBounded: all.length <= 400 }).toEqual({ wrong: [], isBounded: true })
    }),
    { seed: 20261120, numRuns: 300 },
  )
})

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
