import type { Channel, QuietWindow } from '@belfry/shared/delivery'
import { isDigest } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'
import { words } from '@belfry/shared/words'
import { locale, t } from '../words/index.ts'
import { tag } from '../words/time.ts'
import { type Leaf, type Settings, partsOf, rhythmIn } from './settings.ts'

const WEEK = [1, 2, 3, 4, 5, 6, 7]

export const categoryName = (category: Category): string => words[locale()].categories[category]

export const channelName = (channel: Channel): string => t('preferences.channels', { channel })

/** "Monday", "lundi"; 1 is Monday. */
export const weekdayName = (weekday: number, style: 'long' | 'short' = 'long'): string =>
  // 2024 began on a Monday.
  new Intl.DateTimeFormat(tag(), { weekday: style, timeZone: 'UTC' }).format(Date.UTC(2024, 0, weekday))

/** "8 AM", "8 h", "8 ص". */
export const hourName = (hour: number): string =>
  new Intl.DateTimeFormat(tag(), { hour: 'numeric', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1, hour))

/** `22:00` as the reader writes it. */
const clockTime = (time: string): string =>
  new Intl.DateTimeFormat(tag(), { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(
    new Date(`2024-01-01T${time}:00Z`),
  )

const list = (texts: string[], type: Intl.ListFormatType = 'conjunction') =>
  new Intl.ListFormat(tag(), { type }).format(texts)

const places: Record<Channel, () => string> = {
  app: () => t('preferences.inApp'),
  mail: () => t('preferences.byMail'),
  push: () => t('preferences.byPush'),
  webhook: () => t('preferences.byWebhook'),
}

/** "Goals: at once in the app, gathered by mail every day at 8 AM, nothing by push." */
export function categorySentence(settings: Settings, category: Category, shown: readonly Channel[]): string {
  const how = (channel: Channel) => rhythmIn(settings, category, channel)
  const name = categoryName(category)
  const off = shown.filter((channel) => how(channel) === 'off')
  if (off.length === shown.length) return t('preferences.nothing', { category: name })
  const atOnce = shown.filter((channel) => how(channel) === 'instant')
  const gathered = shown.map(how).filter(isDigest)
  const parts = [
    ...(atOnce.length > 0
      ? [t('preferences.atOnce', { places: list(atOnce.map((channel) => places[channel]())) })]
      : []),
    ...gathered.map((rhythm) =>
      t('preferences.gathered', {
        rhythm,
        hour: hourName(settings.digestHour),
        weekday: weekdayName(settings.digestWeekday),
      }),
    ),
    ...(off.length > 0
      ? [
          t('preferences.notBy', {
            places: list(
              off.map((channel) => places[channel]()),
              'disjunction',
            ),
          }),
        ]
      : []),
  ]
  return t('preferences.sentence', { category: name, parts: list(parts, 'unit') })
}

/** "every day", "Monday to Friday", "Monday, Wednesday and Friday". */
export function daysSentence(days: readonly number[]): string {
  if (days.length === WEEK.length) return t('preferences.everyDay')
  return list(
    runsOf(days).flatMap(([first, last]) =>
      (last - first + 7) % 7 >= 2
        ? [t('preferences.dayToDay', { from: weekdayName(first), to: weekdayName(last) })]
        : [...new Set([first, last])].map((day) => weekdayName(day)),
    ),
  )
}

/** Days that follow each other; the week goes on after Sunday. */
function runsOf(days: readonly number[]): [number, number][] {
  const before = (day: number) => ((day + 5) % 7) + 1
  const after = (day: number) => (day % 7) + 1
  const firsts = WEEK.filter((day) => days.includes(day) && !days.includes(before(day)))
  return firsts.map((first) => {
    let last = first
    while (days.includes(after(last))) last = after(last)
    return [first, last]
  })
}

export function windowSentence({ days, from, to }: QuietWindow): string {
  const named = { days: daysSentence(days), from: clockTime(from), to: clockTime(to) }
  if (from !== to) return t('preferences.window', named)
  return from === '00:00' ? t('preferences.wholeDay', named) : t('preferences.dayAndNight', named)
}

/** "Quiet from 10:00 PM to 7:00 AM, Monday to Friday; what is critical comes through." */
export const quietSentence = (windows: readonly QuietWindow[]): string =>
  windows.length === 0
    ? t('preferences.neverQuiet')
    : t('preferences.quiet', { windows: list(windows.map(windowSentence)) })

/** What a setting is called, where something is said of it: "Goals, by mail". */
export function leafName(leaf: Leaf): string {
  if (leaf === 'quiet') return t('preferences.quietHours')
  if (leaf === 'timeZone') return t('preferences.timeZone')
  if (leaf === 'digestHour') return t('preferences.digestHour')
  if (leaf === 'digestWeekday') return t('preferences.digestWeekday')
  const [category, channel] = partsOf(leaf)
  return t('preferences.cell', { category: categoryName(category), channel: channelName(channel) })
}
