import type { Locale } from '@belfry/shared'
import { GROUP_COUNTED, NOTIFICATIONS_COUNTED, type NotificationFilter } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../schema.ts'
import { prepared } from '../statements.ts'
import { asksOfMessage, asksOfRow, isSearch, statesOf } from './inbox-filter.ts'
import { type MessageRow, type NotificationRow, messageColumns } from './inbox.ts'

/** Whose inbox, in which language its words are looked for, and what is asked of it. */
export interface InboxQuery {
  personId: string
  locale: Locale
  filter: NotificationFilter
  /** One of each group, its newest. */
  grouped?: boolean | undefined
}

/** The part of a list after `cursor`, newest first. */
interface Part {
  cursor?: string | null | undefined
  limit: number
}

type Sql = RawBuilder<unknown>

export type ListedRow = NotificationRow &
  MessageRow & { groupSize: number | null; groupUnread: number | null }

/** A person's notifications, newest first; one more than `limit`, where there are more. */
export async function listNotifications(db: Db, query: InboxQuery, part: Part): Promise<ListedRow[]> {
  const { cursor, limit } = part
  const found = await findMatching(db, query, { cursor, limit: limit + 1 })
  if (found.length === 0) return []
  const statement = sql<ListedRow>`
    select n.person_id as "personId", n.event_id as "eventId", n.rev, n.variant, n.state, n.read_at as "readAt",
      n.snoozed_until as "snoozedUntil", n.pinned, ${sql.join(messageColumns.map((name) => sql.ref(`m.${name}`)))},
      ${query.grouped ? sizeOf(query) : sql`null::int as "groupSize", null::int as "groupUnread"`}
    from notifications n join messages m on m.event_id = n.event_id and m.variant = n.variant
    where n.person_id = ${query.personId}::uuid and n.event_id = any(${found}::uuid[])
    order by n.event_id desc`
  return (query.grouped ? await statement.execute(db) : await prepared(db, statement)).rows
}

/** How many match; stops counting at the limit. */
export async function countNotifications(db: Db, { personId, locale, filter }: InboxQuery): Promise<number> {
  const ofMessage = asksOfMessage(filter, locale, 'm')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from notifications n ${ofMessage ? joined('n', 'm') : sql``}
      where ${asksOfRow(personId, filter, 'n')} and n.state = any(${statesOf(filter)}::smallint[])
        ${ofMessage ? sql`and ${ofMessage}` : sql``}
      limit ${NOTIFICATIONS_COUNTED}
    ) found`.execute(db)
  return rows[0]!.count
}

/** Own notifications that are looked at one by one, before the indexes of messages are asked; words have a better one. */
const LOOKED_THROUGH = [2_500, 20_000]
const LOOKED_THROUGH_FOR_WORDS = LOOKED_THROUGH.slice(0, 1)

/** The ids of what a query matches, newest first. */
export async function findMatching(db: Db, query: InboxQuery, part: Part): Promise<string[]> {
  const { filter, locale } = query
  if (filter.group !== undefined || filter.pinned || filter.woken) return idsOf(db, rowsFirst(query, part))
  if (filter.caseId !== undefined) return idsOf(db, messagesFirst(query, part))
  if (!asksOfMessage(filter, locale, 'm')) return idsOf(db, walk(query, part))
  // What many messages have is among the newest; what few have, their indexes know.
  const found: string[] = []
  let { cursor } = part
  const rest = () => ({ cursor, limit: part.limit - found.length })
  for (const size of isSearch(filter) ? LOOKED_THROUGH_FOR_WORDS : LOOKED_THROUGH) {
    const newest = (await amongNewest(query, rest(), size).execute(db)).rows[0]!
    found.push(...newest.ids)
    if (found.length === part.limit || newest.size < size) return found
    cursor = newest.last
    if (await isRare(db, filter, cursor))
      return [...found, ...(await idsOf(db, messagesFirst(query, rest())))]
  }
  return [
    ...found,
    ...(await idsOf(db, isSearch(filter) ? messagesFirst(query, rest()) : walk(query, rest()))),
  ]
}

/** Messages that are looked up in an inbox one by one; more of them take longer than the inbox itself. */
const RARE = 5_000

/** Few messages of the whole system are of these categories. */
async function isRare(db: Db, { category }: NotificationFilter, cursor: string | null): Promise<boolean> {
  if (!category) return false
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from unnest(${category}::text[]) c(category) cross join lateral (
      select from messages m where m.category = c.category and (${cursor}::uuid is null or m.event_id < ${cursor}::uuid)
      order by m.event_id desc limit ${RARE}
    ) m`.execute(db)
  return rows[0]!.count < RARE
}

const idsOf = async (db: Db, query: RawBuilder<{ id: string }>): Promise<string[]> =>
  (await query.execute(db)).rows.map(({ id }) => id)

const joined = (n: string, m: string) => {
  const of = (table: string, name: string) => sql.ref(`${table}.${name}`)
  return sql`join messages ${sql.ref(m)} on ${of(m, 'event_id')} = ${of(n, 'event_id')} and ${of(m, 'variant')} = ${of(n, 'variant')}`
}

/** All conditions on a notification `n` with its message `m`, state and place in the list excepted. */
function asks({ personId, locale, filter, grouped }: InboxQuery) {
  const ofMessage = asksOfMessage(filter, locale, 'm')
  const isHead = grouped ? sql` and ${headOfGroup({ personId, locale, filter })}` : sql``
  return {
    join: ofMessage ? joined('n', 'm') : sql``,
    where: sql`${asksOfRow(personId, filter, 'n')}${ofMessage ? sql` and ${ofMessage}` : sql``}${isHead}`,
  }
}

const after = (cursor: Part['cursor']) => (cursor ? sql`and n.event_id < ${cursor}::uuid` : sql``)

function walk(query: InboxQuery, part: Part): RawBuilder<{ id: string }> {
  const { join, where } = asks(query)
  return walkRows(query, join, where, part)
}

/** Each state has its order in the index, so the newest of all are among the newest of each. */
const walkRows = (
  { filter }: InboxQuery,
  join: Sql,
  where: Sql,
  { cursor, limit }: Part,
  columns = sql`n.event_id`,
) =>
  sql<{ id: string }>`
    select n.event_id as id, n.* from unnest(${statesOf(filter)}::smallint[]) s(state)
    cross join lateral (
      select ${columns} from notifications n ${join} where n.state = s.state and ${where} ${after(cursor)}
      order by n.event_id desc limit ${limit}
    ) n order by n.event_id desc limit ${limit}`

/** For what an index of notifications finds by itself. */
function rowsFirst(query: InboxQuery, part: Part): RawBuilder<{ id: string }> {
  const { join, where } = asks(query)
  return sql`
    select n.event_id as id from notifications n ${join}
    where n.state = any(${statesOf(query.filter)}::smallint[]) and ${where} ${after(part.cursor)}
    order by n.event_id desc limit ${part.limit}`
}

/** For what is rare among all messages: these first, and then whether they are in this inbox. */
function messagesFirst(
  { personId, locale, filter, grouped }: InboxQuery,
  part: Part,
): RawBuilder<{ id: string }> {
  const isHead = grouped ? sql` and ${headOfGroup({ personId, locale, filter })}` : sql``
  return sql`
    with hit as materialized (
      select m.event_id, m.variant from messages m where ${asksOfMessage(filter, locale, 'm')}
        ${part.cursor ? sql`and m.event_id < ${part.cursor}::uuid` : sql``}
    ),
    found as materialized (
      -- Looked up one by one: how few have a word Postgres cannot guess, and it would rather read the whole inbox.
      select n.event_id, n.group_key from hit h cross join lateral (
        select n.event_id, n.group_key from notifications n
        where n.event_id = h.event_id and n.variant = h.variant and n.state = any(${statesOf(filter)}::smallint[])
          and ${asksOfRow(personId, filter, 'n')}
        offset 0
      ) n
    )
    select n.event_id as id from found n where true${isHead} order by n.event_id desc limit ${part.limit}`
}

/** What matches among the newest of an inbox, and where these end. */
function amongNewest(query: InboxQuery, { cursor, limit }: Part, size: number) {
  const { personId, locale, filter } = query
  const part = { cursor, limit: size }
  const columns = sql`n.event_id, n.variant, n.group_key`
  const newest = walkRows(query, sql``, asksOfRow(personId, filter, 'n'), part, columns)
  const isHead = query.grouped ? sql` and ${headOfGroup(query)}` : sql``
  // What one row gives is looked at row by row, in the order of the rows and as far as needed.
  return sql<{ ids: string[]; size: number; last: string | null }>`
    with newest as materialized (${newest})
    select (select count(*)::int from newest) as size, (select id from newest order by id limit 1) as last,
      array(
        select n.id from newest n where (
          select ${asksOfMessage(filter, locale, 'm')} from messages m where m.event_id = n.event_id and m.variant = n.variant
        )${isHead} limit ${limit}
      ) as ids`
}

const unvarying = {
  category: undefined,
  type: undefined,
  caseId: undefined,
  mentions: undefined,
  group: undefined,
}

/** Other notifications `g` of the group of `n` that match as well; messages of one group are of one type and case. */
function ofSameGroup({ personId, locale, filter }: InboxQuery) {
  const ofMessage = asksOfMessage({ ...filter, ...unvarying }, locale, 'gm')
  return sql`from notifications g ${ofMessage ? joined('g', 'gm') : sql``}
    where g.group_key = n.group_key and ${asksOfRow(personId, { ...filter, group: undefined }, 'g')}
      ${ofMessage ? sql`and ${ofMessage}` : sql``}`
}

const headOfGroup = (query: InboxQuery) => sql`(n.group_key is null or not exists (
  select ${ofSameGroup(query)} and g.event_id > n.event_id and g.state = any(${statesOf(query.filter)}::smallint[])))`

function sizeOf(query: InboxQuery) {
  const states = statesOf(query.filter)
  const count = (of: number[]) => sql`(select count(*)::int from (
    select ${ofSameGroup(query)} and g.state = any(${of}::smallint[]) limit ${GROUP_COUNTED + 1}) c)`
  const unread = states.filter((state) => state === 0)
  return sql`case when n.group_key is null then 1 else ${count(states)} end as "groupSize",
    case when n.group_key is null then (n.state = 0)::int else ${count(unread)} end as "groupUnread"`
}
