import type { Calendar } from '@belfry/shared/search'

/** The days of the person's own calendar, across changes of the clocks. */
export const calendar: Calendar = {
  daysAgo(days) {
    const now = new Date()
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
  },
  dayOf(date, later) {
    const [year = 1970, month = 1, day = 1] = date.split('-').map(Number)
    return new Date(year, month - 1, day + later)
  },
}
