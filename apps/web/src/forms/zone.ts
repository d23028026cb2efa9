import { locale, zone } from '../words/index.ts'

/** The reader's time zone with the offset it has at that moment: "Africa/Casablanca, GMT+1". */
export function zoneName(instant: string): string {
  const at = new Date(instant)
  const format = new Intl.DateTimeFormat(locale() === 'fr' ? 'fr' : 'en', {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  })
  const parts = format.formatToParts(Number.isNaN(at.getTime()) ? new Date() : at)
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
  return zone === offset ? zone : `${zone}, ${offset}`
}
