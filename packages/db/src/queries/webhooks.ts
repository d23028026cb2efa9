import { idBefore } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'

export type EndpointRow = Selectable<Schema['webhook_endpoints']>

/** Of the jobs that follow from an event (`s`), that for other systems only where there are such. */
export const ifEndpoints = sql<boolean>`(s.identifier <> ${jobs.tellEndpoints.name}
  or exists (select from webhook_endpoints where state = 'active' and person_id is null))`

export const hasEndpoints = async (db: Db): Promise<boolean> =>
  (
    await sql<{ any: boolean }>`
    select exists (select from webhook_endpoints where state = 'active') as any`.execute(db)
  ).rows[0]!.any

/** An endpoint as the console shows it. */
export interface EndpointFigures extends EndpointRow {
  creator: string
  lastSentAt: Date | null
  sent: number
  failed: number
  waiting: number
}

/** Deliveries that are counted, at most: a number in a list is read, not reckoned with. */
const COUNTED = 10_000

function selectEndpoints(db: Db, since: Date) {
  const count = (where: ReturnType<typeof sql>) => sql<number>`(select count(*)::int from (
    select from webhook_deliveries d where d.endpoint_id = e.id and ${where} limit ${COUNTED}::int) counted)`
  // Ids are made in the order of time, and there is an index by them.
  const lately = sql`d.id >= ${idBefore(since.getTime())}::uuid`
  return db
    .selectFrom('webhook_endpoints as e')
    .innerJoin('people as p', 'p.id', 'e.created_by')
    .selectAll('e')
    .select('p.name as creator')
    .select([
      sql<Date | null>`(select max(d.sent_at) from (select sent_at from webhook_deliveries d
        where d.endpoint_id = e.id and d.state = 'sent' order by d.id desc limit 20) d)`.as('lastSentAt'),
      count(sql`d.state = 'sent' and ${lately}`).as('sent'),
      count(sql`d.state = 'failed' and ${lately}`).as('failed'),
      count(sql`d.due_at is not null`).as('waiting'),
    ])
    .where('e.state', '<>', 'removed')
}

/** The organisation's endpoints, or a person's own, the newest first; the figures are of what was made `since` then. */
export const listEndpoints = (db: Db, personId: string | null, since: Date): Promise<EndpointFigures[]> =>
  selectEndpoints(db, since)
    .where('e.person_id', personId === null ? 'is' : '=', personId)
    .orderBy('e.id', 'desc')
    .limit(200)
    .execute()

export const findEndpoint = (db: Db, id: string, since: Date): Promise<EndpointFigures | undefined> =>
  selectEndpoints(db, since).where('e.id', '=', id).executeTakeFirst()

/** The endpoint, held: neither changed nor called by others until the transaction ends. */
export const lockEndpoint = (tx: Tx, id: string): Promise<EndpointRow | undefined> =>
  tx
    .selectFrom('webhook_endpoints')
    .selectAll()
    .where('id', '=', id)
    .where('state', '<>', 'removed')
    .forUpdate()
    .executeTakeFirst()

/** How many the organisation or a person has; whoever counts them is the only one to add one until his transaction ends. */
export async function countEndpoints(tx: Tx, personId: string | null): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('webhook endpoints', 0))`.execute(tx)
  const { count } = await tx
    .selectFrom('webhook_endpoints')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('state', '<>', 'removed')
    .where('person_id', personId === null ? 'is' : '=', personId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertEndpoint(
  tx: Tx,
  row: Pick<
    EndpointRow,
    | 'id'
    | 'person_id'
    | 'kind'
    | 'name'
    | 'url'
    | 'topics'
    | 'locale'
    | 'created_by'
    | 'created_at'
    | 'changed_at'
  >,
): Promise<void> {
  await tx.insertInto('webhook_endpoints').values(row).execute()
}

export async function changeEndpoint(tx: Tx, id: string, change: Partial<EndpointRow>): Promise<void> {
  await tx.updateTable('webhook_endpoints').set(change).where('id', '=', id).execute()
}

/** The organisation's endpoints that want an event of these topics. */
export const listEndpointsFor = (db: Db, topics: string[]): Promise<{ id: string }[]> =>
  db
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('state', '=', 'active')
    .where('person_id', 'is', null)
    .where(sql<boolean>`topics && ${topics}::text[]`)
    .execute()

/** A person's own endpoints that take something. */
export const listActiveOf = (db: Db, personId: string): Promise<{ id: string }[]> =>
  db
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('person_id', '=', personId)
    .where('state', '=', 'active')
    .execute()

/** Endpoints at which something is due. */
export async function listDueEndpoints(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from webhook_endpoints e
    where e.state = 'active' and coalesce(e.rest_until <= ${now}::timestamptz, true)
      and exists (select from webhook_deliveries d where d.endpoint_id = e.id and d.due_at <= ${now}::timestamptz)`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
