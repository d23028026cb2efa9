import type { CaseFilter } from '../wire/queues.ts'
import { type Lexicon, findKey } from './lexicon.ts'
import type { Query } from './parse.ts'

/** A day of the calendar as a number of days before today, or as a date. */
export interface Calendar {
  /** When the day begins that lies so many days behind today; below zero ahead of it. */
  daysAgo: (days: number) => Date
  /** When the day `2026-11-20` begins, or the one so many days later. */
  dayOf: (date: string, later: number) => Date
}

/** What the API is asked, for a search as it was read. Days are those of the reader's calendar. */
export function filterOf(query: Query, lexicon: Lexicon, calendar: Calendar): CaseFilter {
  const filter: CaseFilter = {}
  const fields: Record<string, string[]> = {}
  for (const { key: name, values } of query.terms) {
    const [value = ''] = values
    if (findKey(lexicon, name)?.isField) fields[name] = values
    else if (name === 'state') filter.state = values
    else if (name === 'closed') filter.closed = value as CaseFilter['closed']
    else if (name === 'urgent' || name === 'ready' || name === 'claimed') filter[name] = value === 'yes'
    else if (name === 'scope' || name === 'owner' || name === 'assignee') filter[name] = value
    else if (name === 'opened' || name === 'changed') filter[name] = spanOf(value, calendar)
  }
  if (Object.keys(fields).length > 0) filter.fields = fields
  if (query.texts.length > 0) filter.search = query.texts.map((text) => `"${text}"`).join(' ')
  return filter
}

/** From when until before when: of a day, a span of days, or what comes before or after one. */
export function spanOf(value: string, calendar: Calendar): NonNullable<CaseFilter['opened']> {
  const begin = (day: string, later = 0): string => beginOf(day, later, calendar).toISOString()
  const [first = '', last] = value.split('..')
  if (last !== undefined) return { from: begin(first), before: begin(last, 1) }
  const [, sign = '', day = ''] = /^([<>]?=?)(.*)$/.exec(value) ?? []
  if (sign === '>') return { from: begin(day, 1) }
  if (sign === '>=') return { from: begin(day) }
  if (sign === '<') return { before: begin(day) }
  if (sign === '<=') return { before: begin(day, 1) }
  return { from: begin(day), before: begin(day, 1) }
}

function beginOf(day: string, later: number, { daysAgo, dayOf }: Calendar): Date {
  if (day === 'today') return daysAgo(-later)
  if (day === 'yesterday') return daysAgo(1 - later)
  const back = /^-(\d+)d$/.exec(day)
  return back ? daysAgo(Number(back[1]) - later) : dayOf(day, later)
}
