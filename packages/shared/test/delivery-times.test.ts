import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { QuietHours, type QuietWindow, digestRhythms, minuteOf } from '../src/delivery/index.ts'
import { nextDigest, nextQuiet } from '../src/delivery/times.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

// Clocks that change in both hemispheres, by half an hour, by two, at midnight; zones that are off by parts of an hour.
const zones = [
  'UTC',
  'Europe/Paris',
  'America/New_York',
  'America/Santiago',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/St_Johns',
]
const zone = fc.constantFrom(...zones)
const instant = fc
  .integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2027, 11, 31) })
  .map((ms) => new Date(ms))

const formats = new Map<string, Intl.DateTimeFormat>()
/** What the clocks of a zone say, asked of Intl rather than of what is tested. */
function clocksAt(at: Date, timeZone: string) {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
  const day = Date.UTC(parts.year!, parts.month! - 1, parts.day!)
  return {
    date: new Date(day).toISOString().slice(0, 10),
    weekday: new Date(day).getUTCDay() || 7,
    hour: parts.hour!,
    minute: parts.hour! * 60 + parts.minute!,
    wall: day + (parts.hour! * 60 + parts.minute!) * 60_000,
  }
}
const offsetAt = (at: Date, of: string) => clocksAt(at, of).wall - Math.floor(at.getTime() / 60_000) * 60_000
const isOrdinary = (at: Date, of: string, within: number) =>
  offsetAt(new Date(at.getTime() - within), of) === offsetAt(new Date(at.getTime() + within), of)

describe('digests', () => {
  const times = fc.record({
    zone,
    hour: fc.integer({ min: 0, max: 23 }),
    weekday: fc.integer({ min: 1, max: 7 }),
  })

  test('a daily one comes on every day exactly once, at its hour unless the night skips that', () => {
    fc.assert(
      fc.property(times, instant, (of, start) => {
        let at = start
        const days: string[] = []
        for (let i = 0; i < 400; i++) {
          const next = nextDigest('daily', of, at)
          expect(next > at).toBe(true)
          const clocks = clocksAt(next, of.zone)
          expect(!isOrdinary(next, of.zone, 3 * HOUR) || clocks.minute === of.hour * 60).toBe(true)
          days.push(clocks.date)
          at = next
        }
        const first = Date.parse(days[0]!)
        expect(days).toEqual(days.map((_, i) => new Date(first + i * DAY).toISOString().slice(0, 10)))
      }),
      { numRuns: 30 },
    )
  })

  test('a weekly one comes in every week exactly once, on its day', () => {
    fc.assert(
      fc.property(times, instant, (of, start) => {
        let at = start
        const weeks: number[] = []
        for (let i = 0; i < 110; i++) {
          at = nextDigest('weekly', of, at)
          const clocks = clocksAt(at, of.zone)
          expect(clocks.weekday).toBe(of.weekday)
          weeks.push(Date.parse(clocks.date) / (7 * DAY))
        }
        expect(weeks).toEqual(weeks.map((_, i) => weeks[0]! + i))
      }),
      { numRuns: 30 },
    )
  })

  test('an hourly one comes whenever the clocks begin an hour, and at most an hour after another', () => {
    fc.assert(
      fc.property(times, instant, (of, at) => {
        const next = nextDigest('hourly', of, at)
        expect(next > at).toBe(true)
        expect(next.getTime() - at.getTime()).toBeLessThanOrEqual(HOUR)
        fc.pre(isOrdinary(next, of.zone, 2 * HOUR))
        expect(clocksAt(next, of.zone).minute % 60).toBe(0)
      }),
    )
  })

  test('any moment before one and after the one before leads to the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...digestRhythms),
        times,
        instant,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (rhythm, of, start, part) => {
          const first = nextDigest(rhythm, of, start)
          const second = nextDigest(rhythm, of, first)
          const apart = second.getTime() - first.getTime()
          const between = new Date(first.getTime() + Math.min(Math.floor(part * apart), apart - 1))
          expect(nextDigest(rhythm, of, between)).toEqual(second)
        },
      ),
    )
  })

  test('an hour that a night skips is as much later, and one that comes twice counts once', () => {
    const paris = { zone: 'Europe/Paris', hour: 2, weekday: 1 }

    expect(nextDigest('daily', paris, new Date('2026-03-28T12:00Z'))).toEqual(new Date('2026-03-29T01:00Z'))
    expect(nextDigest('daily', paris, new Date('2026-03-29T01:00Z'))).toEqual(new Date('2026-03-30T00:00Z'))
    expect(nextDigest('daily', paris, new Date('2026-10-24T12:00Z'))).toEqual(new Date('2026-10-25T00:00Z'))
    expect(nextDigest('daily', paris, new Date('2026-10-25T00:00Z'))).toEqual(new Date('2026-10-26T01:00Z'))
  })
})

describe('quiet hours', () => {
  const time = fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(
      (minute) =>
        `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
    )
  const window: fc.Arbitrary<QuietWindow> = fc.record({
    days: fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    from: time,
    to: time,
  })
  const windows = fc
    .array(window, { minLength: 1, maxLength: 3 })
    .filter((all) => QuietHours.safeParse(all).success)

  /** Whether the clocks of a zone show a time that is in one of the windows. */
  const isQuiet = (all: QuietWindow[], at: Date, of: string): boolean => {
    const { minute, weekday } = clocksAt(at, of)
    return all.some(({ days, from, to }) => {
      const [begins, ends] = [minuteOf(from), minuteOf(to)]
      const today = days.includes(weekday) && minute >= begins && (ends <= begins || minute < ends)
      const sinceYesterday = days.includes(weekday === 1 ? 7 : weekday - 1) && ends <= begins && minute < ends
      return today || sinceYesterday
    })
  }

  test('while the clocks do not change, it is quiet exactly when they show a quiet time', () => {
    fc.assert(
      fc.property(windows, zone, instant, (all, of, at) => {
        fc.pre(isOrdinary(at, of, 2 * DAY))
        const span = nextQuiet(all, of, at)!
        expect(span.from <= at && at < span.to).toBe(isQuiet(all, at, of))
      }),
      { numRuns: 500 },
    )
  })

  test('the span that is said lies ahead, and at its end it is not quiet', () => {
    fc.assert(
      fc.property(windows, zone, instant, (all, of, at) => {
        const span = nextQuiet(all, of, at)!
        expect(span.from < span.to).toBe(true)
        expect(span.to > at).toBe(true)
        expect(span.to.getTime() - at.getTime()).toBeLessThan(10.2 * DAY)
        const after = nextQuiet(all, of, span.to)!
        expect(span.to.getTime() - at.getTime() >= 7 * DAY || after.from > span.to).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('a night may be an hour shorter or longer, and is one night', () => {
    const nights = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }]
    const hours = (at: string, of: string) => {
      const { from, to } = nextQuiet(nights, of, new Date(at))!
      return (to.getTime() - from.getTime()) / HOUR
    }

    expect(hours('2026-03-28T20:00Z', 'Europe/Paris')).toBe(8)
    expect(hours('2026-10-24T19:00Z', 'Europe/Paris')).toBe(10)
    expect(hours('2026-10-03T11:00Z', 'Australia/Lord_Howe')).toBe(8.5)
    expect(hours('2026-04-04T11:00Z', 'Australia/Lord_Howe')).toBe(9.5)
    expect(hours('2026-06-01T20:00Z', 'Europe/Paris')).toBe(9)
  })

  test('windows that touch are one span', () => {
    const weekend = [
      { days: [5], from: '18:00', to: '00:00' },
      { days: [6, 7], from: '00:00', to: '00:00' },
      { days: [1], from: '00:00', to: '08:00' },
    ]

    expect(nextQuiet(weekend, 'UTC', new Date('2026-11-20T19:00Z'))).toEqual({
      from: new Date('2026-11-20T18:00Z'),
      to: new Date('2026-11-23T08:00Z'),
    })
    expect(nextQuiet([], 'UTC', new Date())).toBeNull()
  })
})
