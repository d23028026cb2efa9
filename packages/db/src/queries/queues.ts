import { type Awaited, FOLLOWER, type Reach, type Sight, type Tie } from '@belfry/shared/machine'
import type { CaseFilter, CaseSort } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { type CaseRow, selectCases } from './cases.ts'
import { escapeLike } from './people.ts'

/** Somebody as a filter names him: by id, or by a part of his name. */
export type Named = { id: string } | { name: string }

/** What of a list of cases is asked for, worked out for whoever asks: there is no "me" in it any more. */
export interface Wanted {
  states: string[] | null
  closed: NonNullable<CaseFilter['closed']>
  urgent?: boolean | undefined
  ready?: boolean | undefined
  claimed?: boolean | undefined
  scope?: string | undefined
  assignee?: Named | 'none' | undefined
  /** Given to somebody who is away, or has no account any more. */
  withAbsent?: boolean | undefined
  owner?: Named | undefined
  opened?: CaseFilter['opened']
  changed?: CaseFilter['changed']
  /** By field; any of its values will do. */
  fields: Record<string, (string | boolean)[]>
  /** Each is contained in the title or in the owner's name. */
  texts: string[]
}

/** The part of one workflow's cases that somebody's queue shows. */
export interface QueueFilter extends Wanted {
  workflow: string
  reach: Reach
  /** In these states only what is reached like this. */
  hidden: { state: string; seen: Reach }[]
  /** Whose ties are meant; null where the filter speaks of nobody's, and so is the same for several people. */
  reader: string | null
}

type Sql<T = boolean> = RawBuilder<T>

const all = (parts: Sql[]): Sql => (parts.length === 0 ? sql`true` : sql`(${sql.join(parts, sql` and `)})`)
const any = (parts: Sql[]): Sql => (parts.length === 0 ? sql`false` : sql`(${sql.join(parts, sql` or `)})`)

/** The ids of the cases that somebody is tied to in this way, each by an index of its own. */
function tied(tie: Tie, reader: string): Sql<unknown> {
  const me = sql`${reader}::uuid`
  switch (tie.kind) {
    case 'owner':
      return sql`select id from cases where owner_id = ${me}`
    case 'assignee':
      return sql`select id from cases where assignee_id = ${me}`
    case 'supervisor':
      return sql`select k.id from people p join cases k on k.owner_id = p.id where p.supervisor_id = ${me}`
    case 'parentOwner':
      return sql`select k.id from cases q join cases k on k.parent_id = q.id where q.owner_id = ${me}`
    case 'personIn':
      return sql`select case_id from case_participants where person_id = ${me} and part = ${tie.field}`
    case 'part':
      return sql`
        select case_id from case_participants where person_id = ${me} and part = ${tie.part}
        union all
        select k.id from case_participants cp join cases k on k.parent_id = cp.case_id
        where cp.person_id = ${me} and cp.part = ${tie.part}`
  }
}

function reached({ everything, scopes, ties }: Reach, reader: string | null): Sql {
  if (everything) return sql`true`
  const parts: Sql[] = []
  // Of one place the order of the index is that of the page.
  if (scopes.length === 1) parts.push(sql`c.scope = ${scopes[0]}`)
  else if (scopes.length > 1) parts.push(sql`c.scope = any(${scopes}::text[])`)
  if (ties.length > 0 && reader)
    parts.push(
      sql`c.id in (${sql.join(
        ties.map((tie) => tied(tie, reader)),
        sql` union all `,
      )})`,
    )
  return any(parts)
}

const isNamed = (column: Sql<unknown>, who: Named): Sql =>
  'id' in who
    ? sql`${column} = ${who.id}::uuid`
    : // As an array the ids are looked up first, and the index of the column can be used even beside an "or".
      sql`${column} = any(array(select id from people where name ilike ${`%${escapeLike(who.name)}%`}))`

const isWithin = (column: Sql<unknown>, span: CaseFilter['opened']): Sql[] => [
  ...(span?.from ? [sql<boolean>`${column} >= ${span.from}::timestamptz`] : []),
  ...(span?.before ? [sql<boolean>`${column} < ${span.before}::timestamptz`] : []),
]

const isYes = (condition: Sql, yes: boolean): Sql =>
  yes ? condition : sql`not coalesce(${condition}, false)`

function wanted(filter: Wanted, now: Date): Sql[] {
  const { states, closed, urgent, ready, claimed, scope, assignee, owner } = filter
  const parts: Sql[] = []
  if (states?.length === 1) parts.push(sql`c.state = ${states[0]}`)
  else if (states) parts.push(sql`c.state = any(${states}::text[])`)
  if (closed !== 'any') parts.push(closed === 'no' ? sql`c.closed_at is null` : sql`c.closed_at is not null`)
  if (urgent !== undefined)
    parts.push(
      isYes(sql`(c.closed_at is null and coalesce(c.urgent_at, 'infinity') <= ${now}::timestamptz)`, urgent),
    )
  if (ready !== undefined) parts.push(ready ? sql`c.ready_at is not null` : sql`c.ready_at is null`)
  if (claimed !== undefined)
    parts.push(
      isYes(
        sql`exists (select from claims cl where cl.case_id = c.id and cl.expires_at > ${now}::timestamptz)`,
        claimed,
      ),
    )
  if (scope) parts.push(sql`c.scope = ${scope}`)
  if (assignee === 'none') parts.push(sql`c.assignee_id is null`)
  else if (assignee) parts.push(isNamed(sql`c.assignee_id`, assignee))
  if (filter.withAbsent)
    parts.push(sql`c.assignee_id = any(array(
      select id from people where deactivated_at is not null or away_until > ${now}::timestamptz))`)
  if (owner) parts.push(isNamed(sql`c.owner_id`, owner))
  parts.push(...isWithin(sql`c.opened_at`, filter.opened), ...isWithin(sql`c.changed_at`, filter.changed))
  for (const [field, values] of Object.entries(filter.fields))
    parts.push(any(values.map((value) => sql`c.data @> ${JSON.stringify({ [field]: value })}::jsonb`)))
  for (const text of filter.texts)
    parts.push(sql`(c.title ilike ${`%${escapeLike(text)}%`} or ${isNamed(sql`c.owner_id`, { name: text })})`)
  return parts
}

/** The case `c` is in the queue. */
export const inQueue = (filter: QueueFilter, now: Date): Sql =>
  all([
    sql`c.workflow = ${filter.workflow}`,
    ...(filter.reach.everything ? [] : [reached(filter.reach, filter.reader)]),
    ...filter.hidden.map(
      ({ state, seen }) => sql<boolean>`(c.state <> ${state} or ${reached(seen, filter.reader)})`,
    ),
    ...wanted(filter, now),
  ])

/** By what each order sorts, as it stands in an index; the id decides between equals. */
const orders = {
  oldest: { key: sql`c.opened_at`, type: sql`timestamptz`, down: false },
  newest: { key: sql`c.opened_at`, type: sql`timestamptz`, down: true },
  urgent: { key: sql`coalesce(c.urgent_at, 'infinity'::timestamptz)`, type: sql`timestamptz`, down: false },
  changed: { key: sql`c.changed_at`, type: sql`timestamptz`, down: true },
  title: { key: sql`(lower(left(c.title, 100)) collate "C")`, type: sql`text`, down: false },
} as const satisfies Record<CaseSort, object>

/** The place of a row in its order. */
export interface Place {
  key: string
  id: string
}

export interface PageWanted {
  sort: CaseSort
  after: Place | null
  limit: number
  /**
   * All that match are few: find them first and sort them. Left to itself the planner walks through everything in order
   * for words and names, of which it cannot know how rare they are.
   */
  few?: boolean
}

export type ListedCase = CaseRow & { sortKey: string }

/**
 * One page of all cases for which one of the conditions holds, with one row more than its limit to tell whether there are
 * others. Each condition is a walk of its own that ends after a page, so that none has to be sorted as a whole.
 */
function pageOf(
  db: Db,
  conditions: Sql[],
  { sort, after, limit, few }: PageWanted,
  now: Date,
): Promise<ListedCase[]> {
  const { key, type, down } = orders[sort]
  const direction = down ? sql`desc` : sql`asc`
  const beyond = (place: Sql<unknown>, id: Sql<unknown>) =>
    after
      ? sql`(${place}, ${id}) ${down ? sql`<` : sql`>`} (${after.key}::${type}, ${after.id}::uuid)`
      : sql`true`
  const walks = conditions.map((condition) =>
    few
      ? sql`(
        with matching as materialized (select c.id, ${key} as place from cases c where ${condition})
        select id from matching where ${beyond(sql`place`, sql`id`)}
        order by place ${direction}, id ${direction} limit ${limit + 1})`
      : sql`(
        select c.id from cases c where ${condition} and ${beyond(key, sql`c.id`)}
        order by ${key} ${direction}, c.id ${direction} limit ${limit + 1})`,
  )
  const page = sql<{ id: string }>`(${sql.join(walks, sql` union `)})`.as('page')
  return selectCases(db, now)
    .innerJoin(page, (join) => join.onRef('page.id' as never, '=', 'c.id'))
    .select(sql<string>`(${key})::text`.as('sortKey'))
    .orderBy(sql`${key} ${direction}`)
    .orderBy(sql`c.id ${direction}`)
    .limit(limit + 1)
    .execute()
}

/** Counting stops here: "more than 10,000" is all a person needs to know. */
const COUNT_LIMIT = 10_001

async function countOf(db: Db, conditions: Sql[]): Promise<number> {
  const walks = conditions.map(
    (condition) => sql`(select c.id from cases c where ${condition} limit ${COUNT_LIMIT})`,
  )
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select id from (${sql.join(walks, sql` union `)}) m limit ${COUNT_LIMIT}) n`.execute(
    db,
  )
  return rows[0]!.n
}

export const listQueue = (db: Db, filter: QueueFilter, page: PageWanted, now: Date): Promise<ListedCase[]> =>
  pageOf(db, [inQueue(filter, now)], page, now)

export const countQueue = (db: Db, filter: QueueFilter, now: Date): Promise<number> =>
  countOf(db, [inQueue(filter, now)])

/** Which of these cases are in the queue. */
export async function findInQueue(
  db: Db,
  filter: QueueFilter,
  ids: string[],
  now: Date,
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select c.id from cases c where c.id = any(${ids}::uuid[]) and ${inQueue(filter, now)}`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

/** Ids that are remembered of a queue of single cases; nobody is tied to as many. */
const IDS = 1_000

/** Open and urgent cases of several queues in one statement; on demand also which they are, at most 1,000 each. */
export async function countQueues(
  db: Db,
  queues: QueueFilter[],
  now: Date,
  { ids = false }: { ids?: boolean } = {},
): Promise<{ workflow: string; open: number; urgent: number; ids: string[] }[]> {
  if (queues.length === 0) return []
  const upTo = (limit: number, conditions: Sql) =>
    sql`(select c.id from cases c where ${conditions} limit ${limit})`
  const counts = queues.map((queue) => {
    const isIn = inQueue(queue, now)
    const isUrgent = sql<boolean>`coalesce(c.urgent_at, 'infinity'::timestamptz) <= ${now}::timestamptz`
    const which = ids ? sql`array(${upTo(IDS, isIn)})` : sql`'{}'::uuid[]`
    return sql`
      select ${queue.workflow}::text as workflow,
        (select count(*)::int from ${upTo(COUNT_LIMIT, isIn)} o) as open,
        (select count(*)::int from ${upTo(COUNT_LIMIT, all([isIn, isUrgent]))} u) as urgent,
        ${which}::text[] as ids`
  })
  const { rows } = await sql<{ workflow: string; open: number; urgent: number; ids: string[] }>`
    ${sql.join(counts, sql` union all `)} order by workflow`.execute(db)
  return rows
}

export interface WorkflowSight {
  workflow: string
  sight: Sight[]
}

/** Which of all cases somebody's list shows. */
export type ListOf =
  | { view: 'mine'; person: string }
  /**
   * `sights` are of workflows of which the person does not see all that the view names; `followed` are cases that he follows
   * by his own will, and sees.
   */
  | { view: 'part'; person: string; sights: WorkflowSight[]; followed: string[] }
  /** `seen` are the workflows whose cases a supervisor sees. */
  | { view: 'team'; person: string; seen: string[]; sights: WorkflowSight[] }
  | { view: 'waiting'; person: string; awaited: (Awaited & { workflow: string })[] }

export const listCasesOf = (
  db: Db,
  list: ListOf,
  filter: Wanted & { workflow?: string | undefined },
  page: PageWanted,
  now: Date,
) => pageOf(db, listed(list, filter, now), page, now)

export const countCasesOf = (
  db: Db,
  list: ListOf,
  filter: Wanted & { workflow?: string | undefined },
  now: Date,
) => countOf(db, listed(list, filter, now))

/** The case `c` is in the list, where one of these holds. */
export function listed(list: ListOf, filter: Wanted & { workflow?: string | undefined }, now: Date): Sql[] {
  const narrowed = wanted(filter, now)
  if (filter.workflow) narrowed.push(sql`c.workflow = ${filter.workflow}`)
  return branchesOf(list).map((branch) => all([branch, ...narrowed]))
}

function branchesOf(list: ListOf): Sql[] {
  const me = sql`${list.person}::uuid`
  switch (list.view) {
    case 'mine':
      return [sql`c.owner_id = ${me}`]
    case 'part':
      return [
        all([
          sql`c.id in (select case_id from case_participants where person_id = ${me} and part <> ${FOLLOWER})`,
          ...seenOf(list.sights, list.person),
        ]),
        ...(list.followed.length > 0 ? [sql<boolean>`c.id = any(${list.followed}::uuid[])`] : []),
      ]
    case 'team':
      return [
        all([
          sql`c.owner_id = any(array(select id from people where supervisor_id = ${me}))`,
          sql`c.workflow = any(${list.seen}::text[])`,
          ...seenOf(list.sights, list.person),
        ]),
      ]
    case 'waiting':
      return waiting(list.awaited, list.person)
  }
}

const seenOf = (sights: WorkflowSight[], person: string): Sql[] =>
  sights.map(({ workflow, sight }) => {
    const ways = sight.map(({ states, seen }) =>
      all([sql`c.state = any(${states}::text[])`, reached(seen, person)]),
    )
    return sql`(c.workflow <> ${workflow} or ${any(ways)})`
  })

/** Whether somebody sees the case `c`; `sights` are of all workflows. */
export const seenBy = (sights: WorkflowSight[], person: string): Sql => all(seenOf(sights, person))

/** A branch for each workflow in which one decides by role, and one for each way of being tied to single cases. */
function waiting(awaited: (Awaited & { workflow: string })[], person: string): Sql[] {
  const byRole = new Map<string, Sql[]>()
  const byTie = new Map<string, { tie: Tie; rules: Sql[] }>()
  for (const one of awaited) {
    const isTurn = turnOf(one, person)
    const { everything, scopes, ties } = one.reach
    if (everything || scopes.length > 0) {
      const rules = byRole.get(one.workflow) ?? []
      byRole.set(one.workflow, [...rules, all([reached({ everything, scopes, ties: [] }, null), isTurn])])
    }
    for (const tie of ties) {
      const key = JSON.stringify(tie)
      const rules = byTie.get(key)?.rules ?? []
      byTie.set(key, { tie, rules: [...rules, all([sql`c.workflow = ${one.workflow}`, isTurn])] })
    }
  }
  const open = sql<boolean>`c.closed_at is null`
  return [
    ...[...byRole].map(([workflow, rules]) => all([sql`c.workflow = ${workflow}`, open, any(rules)])),
    ...[...byTie.values()].map(({ tie, rules }) =>
      all([sql`c.id in (${tied(tie, person)})`, open, any(rules)]),
    ),
  ]
}

function turnOf({ action, states, notOwner, notDecider, readyIn }: Awaited, person: string): Sql {
  const me = sql`${person}::uuid`
  const parts: Sql[] = [
    sql`c.state = any(${states}::text[])`,
    sql`not exists (select from case_approvals ap where ap.case_id = c.id and ap.action = ${action} and ap.person_id = ${me})`,
  ]
  if (notOwner) parts.push(sql`c.owner_id <> ${me}`)
  if (notDecider) parts.push(sql`c.decider_id is distinct from ${me}`)
  if (readyIn.length > 0)
    parts.push(sql`(c.ready_at is not null or coalesce(c.stage, '') <> all(${readyIn}::text[]))`)
  return all(parts)
}
