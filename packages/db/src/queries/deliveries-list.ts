import { sql } from 'kysely'
import type { Db } from '../schema.ts'
import { escapeLike } from './people.ts'

/** The place of a row in a list by time and id. A `Date` would cut the time off at milliseconds, and skip rows. */
const placeOf = (at: string) =>
  sql<string>`to_char(${sql.ref(at)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place')

/** Mail deliveries, newest first. Ids are random here, so a page follows time and id. */
export function listDeliveries(db: Db, page: { after: { at: string; id: string } | null; limit: number }) {
  let query = db
    .selectFrom('deliveries as d')
    .innerJoin('people as p', 'p.id', 'd.person_id')
    .select((eb) => [
      'd.id',
      'd.event_id as eventId',
      'd.person_id as personId',
      'p.name',
      'p.email',
      'd.state',
      'd.provider',
      'd.error',
      'd.created_at as createdAt',
      placeOf('d.created_at'),
      'd.sent_at as sentAt',
      eb
        .selectFrom('delivery_attempts as a')
        .whereRef('a.delivery_id', '=', 'd.id')
        .select((e) => e.fn.countAll<number>().as('n'))
        .as('attempts'),
    ])
    .where('d.channel', '=', 'mail')
    .orderBy('d.created_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(page.limit + 1)
  if (page.after)
    query = query.where(
      sql<boolean>`(d.created_at, d.id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`,
    )
  return query.execute()
}

export function listMailbox(
  db: Db,
  page: { search?: string | undefined; after: { at: string; id: string } | null; limit: number },
) {
  let query = db
    .selectFrom('mailbox')
    .select(['id', 'recipient', 'subject', 'at', placeOf('at')])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (page.search)
    query = query.where(sql<boolean>`(recipient || ' ' || subject) ilike ${`%${escapeLike(page.search)}%`}`)
  if (page.after)
    query = query.where(sql<boolean>`(at, id) < (${page.after.at}::timestamptz, ${page.after.id}::uuid)`)
  return query.execute()
}

export const findMail = (db: Db, id: string) =>
  db.selectFrom('mailbox').selectAll().where('id', '=', id).executeTakeFirst()
