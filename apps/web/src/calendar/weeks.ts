import { weekdayOf } from '../forms/recurrence.ts'

const DAY_MS = 86_400_000

// Days of the calendar are counted in UTC, where each of them has 24 hours.

export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)

/** The seven days of the week that this day is in, from Monday on. */
export function weekOf(day: string): string[] {
  const monday = daysLater(day, 1 - weekdayOf(day))
  return Array.from({ length: 7 }, (_, n) => daysLater(monday, n))
}
