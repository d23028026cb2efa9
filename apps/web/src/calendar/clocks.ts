import type { Instant } from '@belfry/shared/wire'
import { locale } from '../words/index.ts'
import { tag } from '../words/time.ts'

/** What a calendar and a clock on the wall of a place say, in the person's language. */
export interface Clock {
  /** `2026-11-20`, to compare with. */
  day: (at: Instant | number) => string
  time: (at: Instant) => string
  /** "8:00 – 11:30 AM"; of what ends on another day only the times. */
  span: (from: Instant, to: Instant) => string
}

const clocks = new Map<string, Clock>()

/** The clock of an IANA zone; made once, for that takes longer than a thousand looks at it. */
export function clockIn(timeZone: string): Clock {
  const key = `${locale()} ${timeZone}`
  let clock = clocks.get(key)
  if (!clock) clocks.set(key, (clock = makeClock(timeZone)))
  return clock
}

function makeClock(timeZone: string): Clock {
  // Swedish writes days as ISO 8601 does.
  const days = new Intl.DateTimeFormat('sv', { timeZone })
  const times = new Intl.DateTimeFormat(tag(), { hour: 'numeric', minute: '2-digit', timeZone })
  const day = (at: Instant | number) => days.format(new Date(at))
  const time = (at: Instant) => times.format(new Date(at))
  return {
    day,
    time,
    span: (from, to) =>
      day(from) === day(to) ? times.formatRange(new Date(from), new Date(to)) : `${time(from)} – ${time(to)}`,
  }
}
