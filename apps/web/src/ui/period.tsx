import type { Instant } from '@belfry/shared/wire'
import { t, zone } from '../words/index.ts'
import { Select } from './select.tsx'

const DAY_MS = 86_400_000
const periods = [1, 7, 30, 90]

export interface Period {
  from: Instant
  to: Instant
}

/** How many days figures go back. */
export const PeriodSelect = (props: { days: number; onDays: (days: number) => void }) => (
  <Select<string>
    label={t('system.period')}
    class="w-56"
    value={String(props.days)}
    options={periods.map((count) => ({ value: String(count), label: t('system.days', { count }) }))}
    onChange={(value) => props.onDays(Number(value))}
  />
)

/** From the beginning of a day until now, where today is one of so many. */
export function lastDays(days: number): Period {
  const to = Date.now()
  const from = new Date(to - (days - 1) * DAY_MS)
  from.setHours(0, 0, 0, 0)
  return { from: from.toISOString(), to: new Date(to).toISOString() }
}

/** Days on which nothing happened are days, too. */
export function everyDay<Day extends { key: string }>(
  { from, to, byDay }: Period & { byDay: readonly Day[] },
  without: (key: string) => Day,
): Day[] {
  const known = new Map(byDay.map((day) => [day.key, day]))
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  const keys: string[] = []
  // By half days, because a day may have 23 hours.
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS / 2) {
    const key = format.format(at)
    if (keys.at(-1) !== key) keys.push(key)
  }
  return keys.map((key) => known.get(key) ?? without(key))
}
