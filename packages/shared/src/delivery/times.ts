import { Temporal } from 'temporal-polyfill'
import type { DigestRhythm } from './channels.ts'
import { type QuietWindow, minuteOf } from './quiet.ts'

// Apart from the rest, because a calendar of all zones is heavy.

export interface Span {
  from: Date
  to: Date
}

const HOUR_MS = 3_600_000
/** Windows begin on every chosen day of a week; those of yesterday may last until now. */
const DAYS_AHEAD = 8

/**
 * The quiet span that is at `now`, or the next one, by the clocks of `zone` (IANA name). Windows that touch are one span, a
 * week long at most. A time that a night skips is as much later, and of one that comes twice the first counts.
 */
export function nextQuiet(windows: readonly QuietWindow[], zone: string, now: Date): Span | null {
  const spans = spansAround(windows, zone, now)
  const first = spans.findIndex(({ to }) => to > now)
  let span = spans[first]
  for (const next of first < 0 ? [] : spans.slice(first + 1))
    if (span && next.from <= span.to && next.to > span.to) span = { from: span.from, to: next.to }
  return span ?? null
}

function spansAround(windows: readonly QuietWindow[], zone: string, now: Date): Span[] {
  const today = at(now, zone).toPlainDate()
  const spans: Span[] = []
  for (let days = -1; days <= DAYS_AHEAD; days++) {
    const date = today.add({ days })
    for (const { from, to } of windows.filter((window) => window.days.includes(date.dayOfWeek))) {
      const nights = minuteOf(to) <= minuteOf(from) ? 1 : 0
      const span = { from: moment(date, from, zone), to: moment(date.add({ days: nights }), to, zone) }
      // A window that lies in the hour which a night skips is none.
      if (span.from < span.to) spans.push(span)
    }
  }
  return spans.sort((a, b) => a.from.getTime() - b.from.getTime())
}

export interface DigestTimes {
  zone: string
  /** Of daily and weekly ones. */
  hour: number
  /** Of weekly ones; 1 is Monday. */
  weekday: number
}

/**
 * When the first digest after `now` comes: an hourly one when a new hour begins by the clocks of the zone, the others at their
 * time of day, each day or week once, however the clocks change.
 */
export function nextDigest(rhythm: DigestRhythm, { zone, hour, weekday }: DigestTimes, now: Date): Date {
  const local = at(now, zone)
  if (rhythm === 'hourly') {
    // By the offset, because half of the world's odd zones are half an hour off.
    const offset = local.offsetNanoseconds / 1e6
    return new Date((Math.floor((now.getTime() + offset) / HOUR_MS) + 1) * HOUR_MS - offset)
  }
  const step = rhythm === 'daily' ? 1 : 7
  const ahead = rhythm === 'daily' ? 0 : (weekday - local.dayOfWeek + 7) % 7
  let date = local.toPlainDate().add({ days: ahead })
  const time = `${String(hour).padStart(2, '0')}:00`
  while (moment(date, time, zone) <= now) date = date.add({ days: step })
  return moment(date, time, zone)
}

const at = (now: Date, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)

const moment = (date: Temporal.PlainDate, time: string, zone: string): Date =>
  new Date(date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds)
