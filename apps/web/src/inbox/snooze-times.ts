import type { WordKey } from '../words/index.ts'

const EVENING = 18
const MORNING = 8
const HOUR_MS = 3_600_000

export interface SnoozeTime {
  word: WordKey
  at: Date
}

/** When something may come back, by the clock on the reader's own wall; also on days that are an hour shorter or longer. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const onDay = (days: number, hour: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour)
  const evening = onDay(0, EVENING)
  // On a Sunday "Monday" is tomorrow, which stands there already.
  const toMonday = (8 - now.getDay()) % 7 || 7
  return [
    { word: 'inbox.inAnHour', at: new Date(now.getTime() + HOUR_MS) },
    ...(evening.getTime() - now.getTime() > HOUR_MS
      ? [{ word: 'inbox.thisEvening' as const, at: evening }]
      : []),
    { word: 'inbox.tomorrowMorning', at: onDay(1, MORNING) },
    ...(toMonday > 1 ? [{ word: 'inbox.nextMonday' as const, at: onDay(toMonday, MORNING) }] : []),
  ]
}

const LONGEST_MS = 366 * 24 * HOUR_MS - 60_000

/** What the server takes. */
export const maySnoozeUntil = (at: string, now: Date): boolean => {
  const ahead = Date.parse(at) - now.getTime()
  return ahead > 0 && ahead <= LONGEST_MS
}
