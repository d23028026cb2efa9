import { z } from 'zod'

/** `07:30`, by the clocks where the person is. */
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'A time of day: 07:30.' })

/**
 * A time of day at which one wants quiet, on these days of the week (1 is Monday). One that ends no later than it begins ends
 * on the next day.
 */
export const QuietWindow = z.object({
  days: z
    .array(z.int().min(1).max(7))
    .min(1)
    .max(7)
    .refine((days) => new Set(days).size === days.length, { error: 'Each day once.' }),
  from: TimeOfDay,
  to: TimeOfDay,
})
export type QuietWindow = z.output<typeof QuietWindow>

const DAY = 24 * 60
const WEEK = 7 * DAY

export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** How long a window lasts on an ordinary day, in minutes. */
const lengthOf = ({ from, to }: QuietWindow): number => ((minuteOf(to) - minuteOf(from) + DAY - 1) % DAY) + 1

/** The minutes of a week that are quiet, from Monday on. */
function quietMinutes(windows: readonly QuietWindow[]): Uint8Array {
  const week = new Uint8Array(WEEK)
  for (const window of windows)
    for (const day of window.days) {
      const start = (day - 1) * DAY + minuteOf(window.from)
      for (let minute = start; minute < start + lengthOf(window); minute++) week[minute % WEEK] = 1
    }
  return week
}

/** Held messages come out some time: an hour of the week at least stays free. */
const leavesAnHour = (windows: readonly QuietWindow[]): boolean =>
  quietMinutes(windows).reduce((free, quiet) => free + 1 - quiet, 0) >= 60

export const QuietHours = z
  .array(QuietWindow)
  .max(14)
  .refine(leavesAnHour, { error: 'Leave an hour of the week at least.' })
