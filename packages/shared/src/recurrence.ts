import { z } from 'zod'

/** 1 is Monday, as in ISO 8601. */
const Weekday = z.int().min(1).max(7)

/** How something comes again, by days of the calendar where it happens. */
export const Recurrence = z.object({
  /** `day`: every n days. `week`: on the chosen days of every n-th week. */
  every: z.enum(['day', 'week']),
  interval: z.int().min(1).max(52).default(1),
  /** Of a weekly one; none means the weekday on which it begins. */
  weekdays: z.array(Weekday).max(7).default([]),
  /** The last day it may fall on. */
  until: z.iso.date(),
  /** Days on which it does not take place. */
  except: z.array(z.iso.date()).max(200).default([]),
})
export type Recurrence = z.output<typeof Recurrence>

const DAY_MS = 86_400_000
const MOST_DAYS = 400

/**
 * The days of the calendar on which something falls that begins on `first` (`2026-11-20`), in order, at most 400; exceptions are
 * among them. The first day always counts, as in RFC 5545; weeks begin on Monday.
 */
export function recurrenceDays(first: string, { every, interval, weekdays, until }: Recurrence): string[] {
  // All in UTC, where every day has 24 hours.
  const start = Date.parse(first)
  const end = Date.parse(until)
  const monday = start - (weekdayOf(start) - 1) * DAY_MS
  const chosen = weekdays.length > 0 ? weekdays : [weekdayOf(start)]
  const falls = (day: number) => {
    if (every === 'day') return ((day - start) / DAY_MS) % interval === 0
    return chosen.includes(weekdayOf(day)) && Math.floor((day - monday) / (7 * DAY_MS)) % interval === 0
  }
  const days: string[] = []
  for (let day = start; day <= end && days.length < MOST_DAYS; day += DAY_MS)
    if (day === start || falls(day)) days.push(new Date(day).toISOString().slice(0, 10))
  return days
}

const weekdayOf = (day: number): number => new Date(day).getUTCDay() || 7

/** The last day on which a recurrence may fall, in UTC; null where it is none. */
export function recurrenceEnd(value: unknown): number | null {
  const until = (value as Partial<Recurrence> | null | undefined)?.until
  const end = typeof until === 'string' ? Date.parse(until) : Number.NaN
  return Number.isNaN(end) ? null : end
}

/** Whether a recurrence of what begins at this moment ends after its beginning, and within a year of it. */
export const lastsAtMostAYear = (startsAt: string, { until }: Recurrence): boolean => {
  // The day on which it begins depends on the zone, by one day at most.
  const days = (Date.parse(until) - Date.parse(startsAt)) / DAY_MS
  return days > -2 && days <= 366
}
