import { sql } from 'kysely'
import type { Db } from '../schema.ts'

/** What outlives its use, and for how long it is kept. Each is removed in batches, so that no lock lasts. */
const kept = [
  {
    what: 'idempotency keys',
    batch: (now: Date) =>
      sql`delete from idempotency_keys where ctid = any(array(select ctid from idempotency_keys where created_at < ${now}::timestamptz - interval '7 days' limit 1000))`,
  },
  {
    what: 'job runs',
    batch: (now: Date) =>
      sql`delete from job_runs where ctid = any(array(select ctid from job_runs where finished_at < ${now}::timestamptz - interval '14 days' limit 1000))`,
  },
  {
    what: 'events that were throttled',
    batch: (now: Date) =>
      sql`delete from throttled_events where ctid = any(array(select ctid from throttled_events where state <> 'waiting' and at < ${now}::timestamptz - interval '30 days' limit 1000))`,
  },
  {
    what: 'totals of notifications',
    batch: (now: Date) =>
      sql`delete from notification_totals where ctid = any(array(select ctid from notification_totals where hour < ${now}::timestamptz - interval '400 days' limit 1000))`,
  },
  {
    what: 'minutes of jobs',
    batch: (now: Date) =>
      sql`delete from job_minutes where ctid = any(array(select ctid from job_minutes where minute < ${now}::timestamptz - interval '8 days' limit 1000))`,
  },
  {
    what: 'webhooks',
    batch: (now: Date) =>
      sql`delete from webhook_deliveries where ctid = any(array(select ctid from webhook_deliveries where created_at < ${now}::timestamptz - interval '30 days' limit 1000))`,
  },
  {
    what: 'endpoints that were removed',
    batch: (now: Date) =>
      sql`delete from webhook_endpoints e where state = 'removed' and changed_at < ${now}::timestamptz - interval '31 days'
        and not exists (select from webhook_deliveries d where d.endpoint_id = e.id)`,
  },
  {
    what: 'bulk runs',
    batch: (now: Date) =>
      sql`delete from bulk_runs where id = any(array(select id from bulk_runs where started_at < ${now}::timestamptz - interval '400 days' order by id limit 10))`,
  },
  {
    what: 'drafts',
    batch: (now: Date) =>
      sql`delete from drafts where ctid = any(array(select ctid from drafts where saved_at < ${now}::timestamptz - interval '90 days' limit 1000))`,
  },
  {
    what: 'known devices',
    batch: (now: Date) =>
      sql`delete from known_devices where ctid = any(array(select ctid from known_devices where seen_at < ${now}::timestamptz - interval '400 days' limit 1000))`,
  },
  {
    what: 'counts of refusals',
    batch: (now: Date) =>
      sql`delete from refusals where ctid = any(array(select ctid from refusals where last_at < ${now}::timestamptz - interval '1 day' limit 1000))`,
  },
  {
    what: 'links that set a password',
    batch: (now: Date) =>
      sql`delete from auth.verification where ctid = any(array(select ctid from auth.verification where expires_at < ${now} limit 1000))`,
  },
  {
    // Counted and timed by their own library, which reads the real time.
    what: 'rate limits',
    batch: () =>
      sql`delete from rate_limits where ctid = any(array(select ctid from rate_limits where expire < extract(epoch from now()) * 1000 limit 1000))`,
  },
  {
    what: 'sessions',
    batch: (now: Date) =>
      sql`delete from auth.session where ctid = any(array(select ctid from auth.session where expires_at < ${now} limit 1000))`,
  },
]

const BATCHES = 100

/** Removes what is too old; at most 100,000 rows of each kind a run. Returns how many rows went, by kind. */
export async function removeOld(db: Db, now: Date): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const { what, batch } of kept) {
    let total = 0
    for (let i = 0; i < BATCHES; i++) {
      const { numAffectedRows = 0n } = await batch(now).execute(db)
      total += Number(numAffectedRows)
      if (numAffectedRows < 1000n) break
    }
    removed[what] = total
  }
  return removed
}
