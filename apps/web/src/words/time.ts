import type { Instant } from '@belfry/shared/wire'
import { locale, t, zone } from './index.ts'

/** Western digits in Arabic too, as in everything else Belfry says. */
export const tag = () => (locale() === 'ar' ? 'ar-u-nu-latn' : locale())

const styles = {
  date: { dateStyle: 'medium' },
  short: { dateStyle: 'medium', timeStyle: 'short' },
  /** For what is planned: which day of the week it is matters. */
  planned: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  },
  precise: { dateStyle: 'medium', timeStyle: 'medium' },
  full: { dateStyle: 'full', timeStyle: 'medium' },
  /** For columns: the year is said only where it is not this one. */
  brief: { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
  time: { timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment in the person's language and time zone. */
export function formatTime(at: Instant | Date, style: keyof typeof styles = 'short'): string {
  if (style === 'brief' && new Date(at).getFullYear() !== new Date().getFullYear()) return formatTime(at)
  const key = `${tag()} ${style}`
  let format = formats.get(key)
  if (!format)
    formats.set(key, (format = new Intl.DateTimeFormat(tag(), { ...styles[style], timeZone: zone })))
  return format.format(new Date(at))
}

/** A day of the calendar, `2026-11-20`, which is the same day in every zone. */
export function formatDate(day: string): string {
  const at = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(at.getTime())
    ? day
    : new Intl.DateTimeFormat(tag(), { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
}

/** A moment as a clock in that zone shows it, with the zone's name. */
export const formatTimeIn = (at: Instant, timeZone: string): string =>
  new Intl.DateTimeFormat(tag(), { ...styles.short, timeZone }).format(new Date(at))

/** Two zones whose clocks show the same at that moment. */
export const showsTheSame = (at: Instant, timeZone: string): boolean =>
  formatTimeIn(at, timeZone) === formatTime(at)

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

/** "5 min. ago", "yesterday", "3 weeks ago". */
export function formatDistance(at: Instant | Date, now: number): string {
  const seconds = (new Date(at).getTime() - now) / 1000
  const step = steps.find(([, size]) => Math.abs(seconds) >= size)
  if (!step) return t('ui.justNow')
  const [unit, size] = step
  // Short only where that is a word: "3 wk. ago" is none, and the short Arabic for months ago means months to come.
  const style = locale() !== 'ar' && (unit === 'hour' || unit === 'minute') ? 'short' : 'long'
  // Nine days ago is hardly "last week".
  const numeric = unit === 'day' ? 'auto' : 'always'
  return new Intl.RelativeTimeFormat(tag(), { numeric, style }).format(Math.trunc(seconds / size), unit)
}

/** From one moment to another; what both share is said once: "Sun, Nov 22, 4:00 – 11:00 PM". */
export function formatSpan(from: Instant, to: Instant): string {
  const isOf = (at: Instant) => new Date(at).getFullYear() === new Date().getFullYear()
  const year = isOf(from) && isOf(to) ? {} : ({ year: 'numeric' } as const)
  const format = new Intl.DateTimeFormat(tag(), { ...styles.brief, ...year, timeZone: zone })
  return format.formatRange(new Date(from), new Date(to))
}

export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(tag(), options).format(value)

/** "97%"; of nothing there is no share. */
export const formatShare = (part: number, all: number): string =>
  all === 0 ? '–' : formatNumber(part / all, { style: 'percent', maximumFractionDigits: 0 })
