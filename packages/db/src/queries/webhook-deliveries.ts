import { type Selectable, sql } from 'kysely'
import type { Db, Schema, Tx } from '../schema.ts'
import { type MessageRow, messageColumns } from './inbox.ts'

export type WebhookDeliveryRow = Selectable<Schema['webhook_deliveries']>

/** Whoever has the event already is passed over. Returns the endpoints for which there is a new one. */
export async function insertDeliveries(
  tx: Tx,
  rows: { id: string; endpoint_id: string; event_id: string; type: string }[],
  now: Date,
): Promise<string[]> {
  if (rows.length === 0) return []
  const made = await tx
    .insertInto('webhook_deliveries')
    .values(rows.map((row) => ({ ...row, due_at: now, created_at: now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('endpoint_id')
    .execute()
  return made.map(({ endpoint_id }) => endpoint_id)
}

/** A delivery of which an attempt has just begun. */
export interface BegunDelivery {
  id: string
  eventId: string
  tries: number
  createdAt: Date
  attempt: number
}

/**
 * Begins an attempt of each delivery that is due at an endpoint, the longest due first; the attempt stands before anybody is
 * called. What a process that died had begun is due as well. The endpoint must be held.
 */
export async function beginDue(
  tx: Tx,
  endpointId: string,
  now: Date,
  limit: number,
): Promise<BegunDelivery[]> {
  const { rows } = await sql<BegunDelivery>`
    with due as (
      select id from webhook_deliveries where endpoint_id = ${endpointId}::uuid and due_at <= ${now}::timestamptz
      order by due_at, id limit ${limit}::int
    ),
    begun as (
      update webhook_deliveries d set state = 'sending', tries = d.tries + 1 from due where d.id = due.id
      returning d.id, d.event_id, d.tries, d.created_at
    ),
    attempts as (
      insert into webhook_attempts (delivery_id, attempt, started_at)
      select id, (select coalesce(max(attempt), 0) + 1 from webhook_attempts a where a.delivery_id = begun.id),
        ${now}::timestamptz from begun
      returning delivery_id, attempt
    )
    select id, event_id as "eventId", tries, created_at as "createdAt", attempt
    from begun join attempts on delivery_id = id order by id`.execute(tx)
  return rows
}

export interface SettledDelivery {
  id: string
  attempt: number
  state: 'sent' | 'failed' | 'waiting'
  status: number | null
  response: string | null
  error: string | null
  dueAt: Date | null
}

/** Notes how attempts ended. One that others have settled or begun again meanwhile stays as it is. */
export async function settleDeliveries(tx: Tx, settled: SettledDelivery[], now: Date): Promise<void> {
  if (settled.length === 0) return
  await sql`
    with s as (
      select * from json_to_recordset(${JSON.stringify(settled)}::json)
        as s(id uuid, attempt smallint, state text, status smallint, response text, error text, "dueAt" timestamptz)
    ),
    ended as (
      update webhook_attempts a set finished_at = ${now}::timestamptz, status = s.status, response = s.response, error = s.error
      from s where a.delivery_id = s.id and a.attempt = s.attempt
    ),
    settled as (
      update webhook_deliveries d set state = s.state, due_at = s."dueAt",
        sent_at = case when s.state = 'sent' then ${now}::timestamptz end
      from s where d.id = s.id and d.state = 'sending'
        and not exists (select from webhook_attempts a where a.delivery_id = s.id and a.attempt > s.attempt)
      returning d.endpoint_id, d.event_id, s.state, s.error
    )
    -- What a person was told by a webhook of his own went out as soon as one of them has it.
    update deliveries m set state = t.state, error = t.error,
      sent_at = case when t.state = 'sent' then ${now}::timestamptz end
    from settled t join webhook_endpoints e on e.id = t.endpoint_id
    where m.channel = 'webhook' and m.person_id = e.person_id and m.event_id = t.event_id
      and t.state <> 'waiting' and m.state <> 'sent'`.execute(tx)
}

/** Notes that nothing can be sent to a person's own endpoints. */
export async function failOwnDelivery(
  tx: Tx,
  { eventId, personId }: { eventId: string; personId: string },
  error: string,
): Promise<void> {
  await tx
    .updateTable('deliveries')
    .set({ state: 'failed', error })
    .where('channel', '=', 'webhook')
    .where('event_id', '=', eventId)
    .where('person_id', '=', personId)
    .where('state', '=', 'queued')
    .execute()
}

/** What a person was told of events, by their ids; of nobody whose account is closed. */
export async function listToldMessages(db: Db, personId: string, eventIds: string[]): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select ${sql.join(messageColumns.map((name) => sql.ref(`m.${name}`)))}
    from people p join notifications n on n.person_id = p.id and n.event_id = any(${eventIds}::uuid[])
    join messages m on m.event_id = n.event_id and m.variant = n.variant
    where p.id = ${personId}::uuid and p.deactivated_at is null`.execute(db)
  return rows
}

/** Due at once, with all its attempts before it; false where there is none or it is on its way. */
export async function queueAgain(tx: Tx, id: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('webhook_deliveries')
    .set({ state: 'queued', tries: 0, due_at: now, sent_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'failed', 'waiting'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export interface ListedDelivery extends WebhookDeliveryRow {
  attempts: number
  status: number | null
  error: string | null
}

const selectDeliveries = (db: Db) =>
  db
    .selectFrom('webhook_deliveries as d')
    .selectAll('d')
    .select([
      sql<number>`(select count(*)::int from webhook_attempts a where a.delivery_id = d.id)`.as('attempts'),
      sql<number | null>`(select a.status from webhook_attempts a where a.delivery_id = d.id
        and a.finished_at is not null order by a.attempt desc limit 1)`.as('status'),
      sql<string | null>`(select a.error from webhook_attempts a where a.delivery_id = d.id
        and a.finished_at is not null order by a.attempt desc limit 1)`.as('error'),
    ])

/** The deliveries to an endpoint, the newest first, one more than a page has. */
export function listDeliveries(
  db: Db,
  endpointId: string,
  page: {
    states?: WebhookDeliveryRow['state'][] | undefined
    cursor?: string | null | undefined
    limit: number
  },
): Promise<ListedDelivery[]> {
  let query = selectDeliveries(db).where('d.endpoint_id', '=', endpointId)
  if (page.states) query = query.where('d.state', 'in', page.states)
  if (page.cursor) query = query.where('d.id', '<', page.cursor)
  return query
    .orderBy('d.id', 'desc')
    .limit(page.limit + 1)
    .execute()
}

/** One of an endpoint that has not been removed. */
export const findDelivery = (db: Db, id: string) =>
  selectDeliveries(db)
    .innerJoin('webhook_endpoints as e', (join) =>
      join.onRef('e.id', '=', 'd.endpoint_id').on('e.state', '<>', 'removed'),
    )
    .select([
      'e.name as endpointName',
      'e.locale',
      'e.state as endpointState',
      'e.created_by as createdBy',
      'e.person_id',
    ])
    .where('d.id', '=', id)
    .executeTakeFirst()

/** What was tried, the newest first; the newest 200. */
export const listAttempts = (db: Db, deliveryId: string) =>
  db
    .selectFrom('webhook_attempts')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempt', 'desc')
    .limit(200)
    .execute()
