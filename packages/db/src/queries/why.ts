import type { Channel } from '@belfry/shared/delivery'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'
import type { Audience } from './fan-out.ts'

export interface ToldMessage {
  state: number
  routing: number
  variant: number
  type: string
  priority: string
}

/** What a person was told of an event, or kept from. */
export const findTold = (db: Db, personId: string, eventId: string): Promise<ToldMessage | undefined> =>
  db
    .selectFrom('notifications as n')
    .innerJoin('messages as m', (join) =>
      join.onRef('m.event_id', '=', 'n.event_id').onRef('m.variant', '=', 'n.variant'),
    )
    .select(['n.state', 'n.routing', 'n.variant', 'm.type', 'm.priority'])
    .where('n.person_id', '=', personId)
    .where('n.event_id', '=', eventId)
    .executeTakeFirst()

export interface DeliveryTrace {
  id: string
  channel: Channel
  state: string
  dueAt: Date | null
  sentAt: Date | null
  error: string | null
  attempts: { at: string; provider: string; outcome: string | null; error: string | null }[]
}

/** The deliveries of one message to one person, with their attempts; those of a digest are its carrier's. */
export async function listDeliveriesOf(db: Db, personId: string, eventId: string): Promise<DeliveryTrace[]> {
  const { rows } = await sql<DeliveryTrace>`
    select d.id, d.channel, d.state, d.sent_at as "sentAt", d.error,
      d.due_at as "dueAt",
      case when d.channel = 'webhook' then
        coalesce((select json_agg(json_build_object('at', a.started_at, 'provider', e.name,
          'outcome', case when a.finished_at is not null then case when a.error is null then 'sent' else 'failed' end end,
          'error', a.error) order by a.started_at)
          from webhook_endpoints e join webhook_deliveries w on w.endpoint_id = e.id and w.event_id = d.event_id
          join webhook_attempts a on a.delivery_id = w.id where e.person_id = d.person_id), '[]')
      else
        coalesce((select json_agg(json_build_object('at', a.started_at, 'provider', a.provider, 'outcome', a.outcome,
          'error', a.error) order by a.attempt) from delivery_attempts a
          where a.delivery_id = coalesce(d.digest_id, d.id)), '[]')
      end as attempts
    from deliveries d where d.person_id = ${personId}::uuid and d.event_id = ${eventId}::uuid`.execute(db)
  return rows
}

/** Which of these audiences a person is in, as they would be made now; those are left out that leave him out. */
export async function placesIn(
  db: Db,
  audiences: Audience[],
  personId: string,
): Promise<{ place: number; isLeftOut: boolean }[]> {
  if (audiences.length === 0) return []
  const parts = audiences.map(
    ({ people, leaveOut }, place) => sql`
      select ${place}::int as place, ${leaveOut === personId}::boolean as "isLeftOut"
      where ${personId}::uuid in (select a.person_id from (${people}) a(person_id))`,
  )
  const { rows } = await sql<{ place: number; isLeftOut: boolean }>`
    ${sql.join(parts, sql` union all `)} order by place`.execute(db)
  return rows
}

/** The job that tells people of an event waits, runs, or failed and will be tried again. */
export async function isToBeTold(db: Db, eventId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where t.identifier = 'fan_out' and j.payload ->> 'eventId' = ${eventId} and j.attempts < j.max_attempts limit 1`.execute(
    db,
  )
  return rows.length > 0
}

export const findPersonAsked = (db: Db, id: string) =>
  db
    .selectFrom('people')
    .select(['id', 'name', 'deactivated_at as closedAt'])
    .where('id', '=', id)
    .executeTakeFirst()
