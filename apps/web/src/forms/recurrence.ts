import { Recurrence, recurrenceDays } from '@belfry/shared'
import { locale, t } from '../words/index.ts'
import { formatDate } from '../words/time.ts'

/** A recurrence while it is filled in. */
export type Unfinished = Partial<Recurrence> & Pick<Recurrence, 'every'>

export const asUnfinished = (value: unknown): Unfinished | null =>
  typeof value === 'object' && value !== null && 'every' in value ? (value as Unfinished) : null

export const asRecurrence = (value: unknown): Recurrence | null => Recurrence.safeParse(value).data ?? null

const tag = () => (locale() === 'ar' ? 'ar-u-nu-latn' : locale())

/** The day of the calendar in a zone, `2026-11-20`; nothing where it is no moment. */
export function dayIn(moment: string, timeZone: string): string | null {
  const at = new Date(moment)
  // Swedish writes days as ISO 8601 does.
  return Number.isNaN(at.getTime()) ? null : new Intl.DateTimeFormat('sv', { timeZone }).format(at)
}

/** 1 is Monday. */
export const weekdayOf = (day: string): number => new Date(day).getUTCDay() || 7

/** "Mon", "lun.", "الاثنين". */
export const weekdayName = (weekday: number): string =>
  // 2024 began on a Monday.
  new Intl.DateTimeFormat(tag(), { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday))

const dayStyle = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const

/** "Fri, 20 Nov 2026" for a day in no zone. */
export const formatDay = (day: string): string =>
  new Intl.DateTimeFormat(tag(), { ...dayStyle, timeZone: 'UTC' }).format(new Date(day))

/** The same for a moment, with the time of day as a clock in that zone shows it. */
export const formatDayTime = (moment: string, timeZone: string): string =>
  new Intl.DateTimeFormat(tag(), { ...dayStyle, hour: 'numeric', minute: '2-digit', timeZone }).format(
    new Date(moment),
  )

/** "Every 2 weeks, on Mon and Fri, until 4 Dec 2026; except on one day". */
export function recurrenceText(rule: Recurrence, first: string): string {
  const { every, interval } = rule
  const until = formatDate(rule.until)
  const chosen = rule.weekdays.length > 0 ? rule.weekdays.toSorted((a, b) => a - b) : [weekdayOf(first)]
  const weekdays = new Intl.ListFormat(tag()).format(chosen.map(weekdayName))
  const text =
    every === 'day'
      ? t('recurrence.everyDays', { interval, until })
      : t('recurrence.everyWeeks', { interval, weekdays, until })
  const days = recurrenceDays(first, rule)
  const left = rule.except.filter((day) => days.includes(day)).length
  return left > 0 ? t('recurrence.except', { rule: text, count: left }) : text
}
