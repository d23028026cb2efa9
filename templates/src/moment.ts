import type { Locale } from '@belfry/shared'
import { say } from '@belfry/shared/words/format'

/** A time as one reads it, with the zone by whose clocks it is said. */
export const moment = (locale: Locale, at: Date, timeZone: string): string =>
  say(locale, '{at, date, medium} · {at, time, short} ({zone})', { at, zone: zoneName(timeZone) }, timeZone)

/** `Africa/Tunis` as `Tunis`; UTC stays. */
export const zoneName = (timeZone: string): string =>
  timeZone.slice(timeZone.lastIndexOf('/') + 1).replaceAll('_', ' ')
