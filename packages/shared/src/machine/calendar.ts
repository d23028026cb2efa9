import { recurrenceEnd } from '../recurrence.ts'
import type { Workflow } from './define.ts'

/** From when to when something of a case may take place. */
export interface CaseSpan {
  startsAt: Date
  /** When the last of its dates is over, or a little later: where it happens is not asked. Never before `startsAt`. */
  until: Date
}

const DAY_MS = 86_400_000

/** When a case with these data is in the calendar of its workflow; null where it has none, or nothing is planned yet. */
export function spanOf(
  { calendar }: Pick<Workflow, 'calendar'>,
  data: Record<string, unknown>,
): CaseSpan | null {
  if (!calendar) return null
  const begin = momentIn(data, calendar.starts)
  if (begin === null) return null
  const end = Math.max(begin, (calendar.ends && momentIn(data, calendar.ends)) || begin)
  const lastDay = calendar.recurrence ? recurrenceEnd(data[calendar.recurrence]) : null
  // A day somewhere on earth is over half a day after the same day in UTC.
  const last = lastDay === null ? begin : Math.max(begin, lastDay + 1.5 * DAY_MS)
  return { startsAt: new Date(begin), until: new Date(last + end - begin) }
}

function momentIn(data: Record<string, unknown>, field: string): number | null {
  const value = data[field]
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? null : at
}
