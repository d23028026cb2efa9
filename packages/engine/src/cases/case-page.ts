import type { ListedCase, Place } from '@belfry/db/queries/queues'
import { type Actor, DomainError } from '@belfry/shared'
import type { CaseItem, CaseSort, Page } from '@belfry/shared/wire'
import { viewCase } from './view.ts'

/** One page of rows that were read with one more than the limit. */
export function casePage(rows: ListedCase[], limit: number, sort: CaseSort, actor: Actor): Page<CaseItem> {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map((row) => viewCase(row, actor)),
    nextCursor: last ? encode(sort, { key: last.sortKey, id: last.id }) : null,
  }
}

const encode = (sort: CaseSort, { key, id }: Place): string =>
  Buffer.from(`${sort} ${id} ${key}`).toString('base64url')

/** The place behind which a page begins; a cursor of another order is none. */
export function placeIn(sort: CaseSort, cursor: string | null | undefined): Place | null {
  if (!cursor) return null
  const [order, id = '', ...rest] = Buffer.from(cursor, 'base64url').toString().split(' ')
  const key = rest.join(' ').replaceAll('\0', '').toWellFormed()
  if (order !== sort || !isId(id) || (sort !== 'title' && !isTime(key)))
    throw new DomainError(
      'invalid_input',
      {},
      { problems: [{ field: 'cursor', message: 'This cursor is not from this list.' }] },
    )
  return { key, id }
}

const isId = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

// As Postgres writes it. Stricter than it reads, so that a forged one is refused here.
const TIME = /^(?!0000)(\d{4}-\d\d-\d\d) ([01]\d|2[0-3])(:[0-5]\d){2}(\.\d{1,6})?[+-](0\d|1[0-5])(:[0-5]\d)?$/
const isTime = (text: string) => text === 'infinity' || isDay(TIME.exec(text)?.[1] ?? '')
const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)
