import { readFile } from 'node:fs/promises'
import path from 'node:path'

export interface Trip {
  line: string
  minutesLate: number
}

export interface LineResult {
  line: string
  trips: number
  onTime: number
  meanMinutesLate: number
}

/** Why no report can be made, for whoever asked for it. */
export class Unusable extends Error {}

/** At most this late is on time. */
const ON_TIME_MINUTES = 3

/** The trips of a month, from `figures/`: one a row, `line,minutesLate`. */
export async function readFigures(month: string): Promise<Trip[]> {
  const file = path.join(import.meta.dirname, '../figures', `${path.basename(month)}.csv`)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Unusable(`There are no figures of ${month}.`)
  })
  const [, ...rows] = text.trim().split('\n')
  return rows.map((row, i) => {
    const [line = '', minutes = ''] = row.split(',')
    const minutesLate = Number(minutes)
    if (minutes === '' || Number.isNaN(minutesLate))
      throw new Unusable(`Row ${i + 2} of the figures of ${month} says “${minutes}” where minutes should be.`)
    return { line, minutesLate }
  })
}

export function byLine(all: Trip[], line: string): LineResult {
  const trips = all.filter((trip) => trip.line === line)
  const late = trips.reduce((sum, trip) => sum + trip.minutesLate, 0)
  return {
    line,
    trips: trips.length,
    onTime: trips.filter(({ minutesLate }) => minutesLate <= ON_TIME_MINUTES).length,
    meanMinutesLate: Math.round((10 * late) / trips.length) / 10,
  }
}

export const asTable = (results: LineResult[]): string =>
  [
    'line,trips,on time,mean minutes late',
    ...results.map(({ line, trips, onTime, meanMinutesLate }) =>
      [line, trips, onTime, meanMinutesLate].join(','),
    ),
    '',
  ].join('\n')
