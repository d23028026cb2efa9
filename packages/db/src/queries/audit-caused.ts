import { idBefore } from '@belfry/shared'
import { sql } from 'kysely'
import type { Db } from '../schema.ts'

export interface Caused {
  /** By the number of the state. */
  notifications: { state: number; count: number }[]
  deliveries: { channel: string; state: string; count: number }[]
  webhooks: { state: string; count: number }[]
  jobs: { task: string; attempt: number; outcome: string | null; startedAt: string; error: string | null }[]
}

const SLACK_MS = 60_000
const LOOKED_AT = 20_000 // runs of jobs, which are found by their time

/** What an event led to, as far as it is still kept: who was told, what was sent, and the jobs that did it. */
export async function findCaused(db: Db, eventId: string, at: Date): Promise<Caused> {
  const { rows } = await sql<Caused>`
    select
      coalesce((select json_agg(json_build_object('state', state, 'count', count) order by state) from (
        select n.state, count(*) as count from messages m
        join notifications n on n.variant = m.variant and n.event_id = m.event_id
        where m.event_id = ${eventId}::uuid group by n.state) n), '[]') as notifications,
      coalesce((select json_agg(json_build_object('channel', channel, 'state', state, 'count', count) order by channel, state) from (
        select channel, state, count(*) as count from deliveries where event_id = ${eventId}::uuid group by 1, 2) d), '[]') as deliveries,
      coalesce((select json_agg(json_build_object('state', state, 'count', count) order by state) from (
        select w.state, count(*) as count from webhook_endpoints e
        join webhook_deliveries w on w.endpoint_id = e.id and w.event_id = ${eventId}::uuid group by 1) w), '[]') as webhooks,
      coalesce((select json_agg(json_build_object('task', task, 'attempt', attempt, 'outcome', outcome, 'startedAt', started_at,
          'error', error) order by id) from (
        select * from (select * from job_runs where task in ('fan_out', 'write_audit', 'tell_endpoints')
          and id >= ${idBefore(at.getTime() - SLACK_MS)}::uuid order by id limit ${LOOKED_AT}) r
        where payload ->> 'eventId' = ${eventId} limit 50) j), '[]') as jobs`.execute(db)
  return rows[0]!
}
