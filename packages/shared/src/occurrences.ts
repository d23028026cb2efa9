import { Temporal } from 'temporal-polyfill'
import { type Recurrence, recurrenceDays } from './recurrence.ts'

// Apart from recurrence.ts, because a calendar of all zones is heavy: a page loads it when it shows such dates.

/** One time that something takes place. */
export interface Occurrence {
  /** Its day where it happens: `2026-11-20`. */
  day: string
  /** ISO 8601, UTC. */
  startsAt: string
  endsAt?: string
}

export interface Recurring {
  startsAt: string
  endsAt?: string | undefined
  recurrence?: Recurrence | undefined
}

/** Days of the calendar where it happens, the first and the last one included. */
export interface Days {
  from: string
  to: string
}

/**
 * When something takes place, in order, at most 400 times; with `within` only those times that are, or still last, on one of
 * these days. It begins and ends at the same time of day by the clocks of `zone` (IANA name), however they change: a time that
 * a night skips is as much later, and of one that comes twice the first counts, as in RFC 5545.
 */
export function occurrencesOf(recurring: Recurring, zone: string, within?: Days): Occurrence[] {
  if (!recurring.recurrence) return onceOnly(recurring, zone, within)
  const { startsAt, endsAt, recurrence } = recurring
  const start = placeIn(startsAt, zone)
  const end = endsAt === undefined ? undefined : placeIn(endsAt, zone)
  const nights = end ? daysBetween(start.day, end.day) : 0
  // What ends at midnight does not last on the day that begins then.
  const lasts = end?.time === '00:00:00' ? Math.max(0, nights - 1) : nights
  const isWithin = (day: string) => !within || (day <= within.to && daysLater(day, lasts) >= within.from)
  const at = (given: Place, day: string) =>
    // What was given is meant, even if it is the second 2:30 of its night.
    (day === given.day ? given.at : momentOf(day, given.time, zone)).toISOString()

  return recurrenceDays(start.day, recurrence)
    .filter((day) => isWithin(day) && !recurrence.except.includes(day))
    .map((day) => ({
      day,
      startsAt: at(start, day),
      ...(end && { endsAt: at(end, daysLater(day, nights)) }),
    }))
}

/** A moment as calendar and clock of a place show it. */
interface Place {
  at: Date
  day: string
  time: string
}

function placeIn(moment: string, zone: string): Place {
  const local = Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDateTime()
  return {
    at: new Date(moment),
    day: local.toPlainDate().toString(),
    time: local.toPlainTime().toString(),
  }
}

function momentOf(day: string, time: string, zone: string): Date {
  const offset = offsetOn(day, zone)
  if (offset !== null) return new Date(Date.parse(`${day}T${time}Z`) - offset)
  const at = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: time })
  return new Date(at.epochMilliseconds)
}

const offsets = new Map<string, number | null>()

/** How much later it is in the zone than in UTC; null on days on which the clocks change. Kept, for working it out is slow. */
function offsetOn(day: string, zone: string): number | null {
  const key = `${zone} ${day}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const date = Temporal.PlainDate.from(day)
  const [from, to] = [date, date.add({ days: 1 })].map((one) => one.toZonedDateTime(zone))
  const steady = from!.offsetNanoseconds === to!.offsetNanoseconds && from!.hour === 0 && to!.hour === 0
  if (offsets.size >= 2_000) offsets.clear()
  offsets.set(key, steady ? from!.offsetNanoseconds / 1e6 : null)
  return offsets.get(key)!
}

/** What does not recur is as it was given; without the calendar of all zones it is told thirty times as fast. */
function onceOnly({ startsAt, endsAt }: Recurring, zone: string, within?: Days): Occurrence[] {
  const begin = new Date(startsAt)
  const end = endsAt === undefined ? begin : new Date(endsAt)
  const day = dayIn(begin, zone)
  if (within && (day > within.to || dayIn(new Date(Math.max(+begin, +end - 1)), zone) < within.from))
    return []
  return [{ day, startsAt: begin.toISOString(), ...(endsAt !== undefined && { endsAt: end.toISOString() }) }]
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** The day at a moment, `2026-11-20`. */
function dayIn(at: Date, zone: string): string {
  let format = dayFormats.get(zone)
  // Swedish writes days as ISO 8601 does.
  if (!format) dayFormats.set(zone, (format = new Intl.DateTimeFormat('sv', { timeZone: zone })))
  return format.format(at)
}

const DAY_MS = 86_400_000
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY_MS
const daysLater = (day: string, days: number): string =>
  days === 0 ? day : new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
