import { categories } from '@belfry/shared/delivery'
import type { Preferences, Rhythms } from '@belfry/shared/wire'

export const untouched: Rhythms = { app: null, mail: null, push: null, webhook: null }

/** Settings in which nothing is chosen but what is given. */
export const preferencesWith = (
  chosen: Partial<Record<(typeof categories)[number], Partial<Rhythms>>> = {},
  rest: Partial<Preferences> = {},
): Preferences => ({
  categories: Object.fromEntries(
    categories.map((category) => [category, { ...untouched, ...chosen[category] }]),
  ) as Preferences['categories'],
  defaults: { app: 'instant', mail: 'instant', push: 'instant', webhook: 'instant' },
  digestHour: 8,
  digestWeekday: 1,
  timeZone: 'Europe/Paris',
  quiet: [],
  nextQuiet: null,
  nextDigests: {},
  mutes: [],
  ...rest,
})
