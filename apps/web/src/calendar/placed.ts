import type { CalendarCase, CalendarDate, CalendarPage } from '@belfry/shared/wire'
import { clockIn } from './clocks.ts'
import { daysLater } from './weeks.ts'

/** One date of a case on one day; what lasts beyond midnight is on each of its days. */
export interface Placed {
  key: string
  item: CalendarCase
  date: CalendarDate
  /** It began on a day before. */
  isGoingOn: boolean
}

/** What is on each of these days: place by place, and then in the order of time. */
export function placedOn(days: readonly string[], page: CalendarPage | undefined): Map<string, Placed[]> {
  const placed = new Map<string, Placed[]>(days.map((day) => [day, []]))
  const cases = new Map(page?.cases.map((item) => [item.id, item]))
  for (const date of page?.dates ?? []) {
    const item = cases.get(date.caseId)
    if (!item) continue
    const last = lastDayOf(date, item.timeZone)
    for (let day = date.day; day <= last; day = daysLater(day, 1))
      placed.get(day)?.push({ key: `${date.caseId} ${date.day}`, item, date, isGoingOn: day !== date.day })
  }
  for (const one of placed.values())
    one.sort((a, b) => (a.item.place ?? '').localeCompare(b.item.place ?? '') || compareTimes(a, b))
  return placed
}

/** What ends at midnight is over with the day before. */
function lastDayOf({ day, startsAt, endsAt }: CalendarDate, timeZone: string): string {
  if (endsAt === undefined) return day
  const last = clockIn(timeZone).day(Math.max(Date.parse(startsAt), Date.parse(endsAt) - 1))
  return last > day ? last : day
}

const compareTimes = (a: Placed, b: Placed): number =>
  a.date.startsAt < b.date.startsAt ? -1 : a.date.startsAt > b.date.startsAt ? 1 : 0

/** The zones of what is on the page, and what the places in them are called. */
export function zonesIn(page: CalendarPage | undefined): Map<string, string[]> {
  const zones = new Map<string, string[]>()
  for (const { timeZone, place } of page?.cases ?? []) {
    const places = zones.get(timeZone) ?? []
    if (place !== null && !places.includes(place)) places.push(place)
    zones.set(timeZone, places)
  }
  return zones
}
