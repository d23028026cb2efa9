import type { Option } from '../ui/select.tsx'
import { zone as here } from '../words/index.ts'

const SHOWN = 60

/** The person's zone; until a browser has said it, this one's. */
export const zoneOf = (chosen: string | null): string => chosen ?? here

/** "Europe/Paris (GMT+1)". */
export function zoneLabel(zone: string, at = new Date()): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
  const offset = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value
  const name = zone.replaceAll('_', ' ')
  return offset && offset !== zone ? `${name} (${offset})` : name
}

const optionOf = (zone: string): Option => ({ value: zone, label: zoneLabel(zone) })

const plain = (text: string) => text.toLowerCase().replaceAll(/[_\s]+/g, ' ')

/** The zones whose name has all these words in it, this browser's first. */
export function findZones(search: string): Option[] {
  const wanted = plain(search.replace(/\(.*$/, '')).split(' ').filter(Boolean)
  const names = [...new Set([here, ...Intl.supportedValuesOf('timeZone'), 'UTC'])]
  return names
    .filter((name) => wanted.every((word) => plain(name).includes(word)))
    .slice(0, SHOWN)
    .map(optionOf)
}

export const zoneOption = (chosen: string | null): Option => optionOf(zoneOf(chosen))
