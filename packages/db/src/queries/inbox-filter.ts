import { type Locale, idBefore } from '@belfry/shared'
import { type NotificationFilter, type NotificationState, notificationStates } from '@belfry/shared/wire'
import { type RawBuilder, sql } from 'kysely'

// What an inbox can be asked for, as conditions on `notifications` and on `messages`.

export const stateNumber = (state: NotificationState): number => notificationStates.indexOf(state)

/** The last one that people know of. Beyond lies `silent`: what somebody did not want to be told (see shared/delivery). */
export const LAST_STATE = notificationStates.length - 1

/** What a filter means that names no state: what an inbox shows. */
export const shown: readonly NotificationState[] = ['unread', 'read']

export const statesOf = (filter: NotificationFilter): number[] => [
  ...new Set((filter.state ?? shown).map(stateNumber)),
]

export type Condition = RawBuilder<unknown>

/** An event may say another time than its id, by the moments between two looks at a clock. */
const SLACK_MS = 60_000

/** What a filter asks of the notification itself, its state excepted; `n` is the row's name in the query. */
export function asksOfRow(personId: string, filter: NotificationFilter, n: string): Condition {
  const column = (name: string) => sql.ref(`${n}.${name}`)
  const { group, pinned, woken, from, to } = filter
  return all([
    sql`${column('person_id')} = ${personId}::uuid`,
    pinned !== undefined && (pinned ? column('pinned') : sql`not ${column('pinned')}`),
    woken !== undefined && (woken ? isWoken(n) : sql`not (${isWoken(n)})`),
    group !== undefined && sql`${column('group_key')} = ${groupKey(group)}`,
    from !== undefined && sql`${column('event_id')} >= ${idBefore(Date.parse(from) - SLACK_MS)}::uuid`,
    to !== undefined && sql`${column('event_id')} < ${idBefore(Date.parse(to) + SLACK_MS)}::uuid`,
  ])!
}

const isWoken = (n: string): Condition =>
  sql`${sql.ref(`${n}.state`)} = 0 and ${sql.ref(`${n}.snoozed_until`)} is not null`

/** What a filter asks of the message, by the name of its row; undefined where that does not matter. */
export function asksOfMessage(filter: NotificationFilter, locale: Locale, m: string): Condition | undefined {
  const column = (name: string) => sql.ref(`${m}.${name}`)
  const isOneOf = (name: string, values: readonly string[] | undefined) =>
    values && sql`${column(name)} = any(${values}::text[])`
  const { actorId, caseId, from, to, mentions, group } = filter
  return all([
    isOneOf('category', filter.category),
    isOneOf('type', filter.type),
    isOneOf('tone', filter.tone),
    isOneOf('priority', filter.priority),
    actorId && sql`${column('actor_id')} = ${actorId}::uuid`,
    caseId && sql`${column('case_id')} = ${caseId}::uuid`,
    from && sql`${column('created_at')} >= ${from}::timestamptz`,
    to && sql`${column('created_at')} < ${to}::timestamptz`,
    mentions !== undefined && sql`(${column('type')} like '%.mentioned') = ${mentions}::boolean`,
    // The key is a hash of these.
    group &&
      sql`${column('case_id')} = ${group.slice(0, 36)}::uuid and ${column('type')} = ${group.slice(37)}`,
    filter.search !== undefined &&
      wordsOf(filter.search).length > 0 &&
      sql`${column('search')} @@ ${searchQuery(filter.search, locale)}`,
  ])
}

export const isSearch = (filter: NotificationFilter): boolean => wordsOf(filter.search ?? '').length > 0

/** The hash by which rows of one group are found; the same in the fan-out, which writes it. */
export const groupKey = (group: string): Condition => sql`hashtextextended(${group}, 0)`

const WORDS = 12
/** What Arabic words are written with or without: tatweel and the signs of vowels. */
const VOWELS = /\u0640|[\u064B-\u0652]|\u0670/g

/** Letters and digits alone, so that nothing in a word means anything to Postgres. */
const wordsOf = (text: string): string[] =>
  (
    text
      .normalize('NFC')
      .replace(VOWELS, '')
      .match(/[\p{L}\p{M}\p{Nd}]+/gu) ?? []
  )
    .filter((word) => /[\p{L}\p{Nd}]/u.test(word))
    .slice(0, WORDS)

const dictionary = { en: 'english', fr: 'french', ar: 'arabic' } as const satisfies Record<Locale, string>

/**
 * All of the words, the last one perhaps the beginning of one; see `belfry_search` in the migrations. Its dictionaries
 * stand in the text, so that Postgres makes the query once and not for each row.
 */
function searchQuery(text: string, locale: Locale): Condition {
  const words = wordsOf(text)
  const alternatives = words.map((word, place) => {
    const isLast = place === words.length - 1
    const stem = sql`to_tsquery(${sql.lit(dictionary[locale])}, ${`'${word}'${isLast ? ':*' : ''}`})`
    return sql`(${asWritten(word, isLast)} || ${stem})`
  })
  return sql`(${sql.join(alternatives, sql` && `)})`
}

const asWritten = (word: string, isBeginning: boolean): Condition =>
  sql`to_tsquery('simple', '''' || belfry_folded(${word}) || '''' || ${isBeginning ? ':*' : ''}::text)`

/** All of the words as they are written, the last one perhaps the beginning of one; undefined where there are none. */
export function plainQuery(text: string): Condition | undefined {
  const words = wordsOf(text)
  if (words.length === 0) return undefined
  return sql`(${sql.join(
    words.map((word, place) => asWritten(word, place === words.length - 1)),
    sql` && `,
  )})`
}

function all(conditions: (Condition | false | '' | undefined)[]): Condition | undefined {
  const due = conditions.filter(
    (condition) => condition !== false && condition !== '' && condition !== undefined,
  )
  return due.length > 0 ? sql.join(due, sql` and `) : undefined
}
