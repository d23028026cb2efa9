import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { type ListOf, type QueueFilter, type Wanted, inQueue, listed } from './queues.ts'

/** Of a case as much as it takes to say when it takes place. */
export interface PlannedCase {
  id: string
  workflow: string
  data: Record<string, unknown>
  timeZone: string
}

/** What takes place between two moments, or may: it goes by the first and the last date of what recurs. */
export interface Within {
  from: Date
  before: Date
}

/** So many cases are looked at for one page of a calendar. */
export const MOST_PLANNED = 2_000

/** Those of a queue; one more than `MOST_PLANNED` where there are others. What began first comes first. */
export const listPlanned = (db: Db, filter: QueueFilter, within: Within, now: Date): Promise<PlannedCase[]> =>
  planned(db, [inQueue(filter, now)], within)

/** Those of somebody's list that are in one of the states in which their workflow's calendar shows them. */
export function listPlannedOf(
  db: Db,
  list: ListOf,
  shown: { workflow: string; states: readonly string[] }[],
  within: Within,
  now: Date,
): Promise<PlannedCase[]> {
  const isShown = sql.join(
    shown.map(({ workflow, states }) => sql`(c.workflow = ${workflow} and c.state = any(${states}::text[]))`),
    sql` or `,
  )
  const all: Wanted = { states: null, closed: 'any', fields: {}, texts: [] }
  const conditions = listed(list, all, now).map((condition) => sql<boolean>`(${condition} and (${isShown}))`)
  return planned(db, conditions, within)
}

async function planned(
  db: Db,
  conditions: RawBuilder<boolean>[],
  { from, before }: Within,
): Promise<PlannedCase[]> {
  const { rows } = await sql<PlannedCase>`
    select c.id, c.workflow, c.data, coalesce(s.time_zone, 'UTC') as "timeZone"
    from cases c left join scopes s on s.id = c.scope
    where c.starts_at is not null
      and tstzrange(c.starts_at, c.until, '[]') && tstzrange(${from}::timestamptz, ${before}::timestamptz)
      and (${sql.join(conditions, sql` or `)})
    order by c.starts_at, c.id limit ${MOST_PLANNED + 1}`.execute(db)
  return rows
}
