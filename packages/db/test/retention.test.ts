import { removeOld } from '@belfry/db/queries/retention'
import { freshDatabase } from '@belfry/testing'
import { givenIn } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

test('what outlived its use is removed in batches, and nothing else', async () => {
  const { db, pool } = await freshDatabase()
  const { vendor } = await givenIn(db)
  // Of each kind 2,500 rows that are too old by then and 10 that are not.
  const now = new Date('2031-05-06T07:08:09Z')
  const then = sql`${now}::timestamptz`
  const ages = sql`(select n, n > 2500 as keep from generate_series(1, 2510) n) n`
  await sql`insert into idempotency_keys (person_id, key, input_hash, created_at)
    select ${vendor.id}, n::text, '', ${then} - case when keep then interval '6 days' else interval '8 days' end from ${ages}`.execute(
    db,
  )
  await sql`insert into job_runs (id, job_id, task, attempt, process_id, started_at, finished_at)
    select gen_random_uuid(), n, 'x', 1, 'x', ${then} - interval '30 days',
      case when keep then null else ${then} - interval '15 days' end from ${ages}`.execute(db)
  await sql`insert into rate_limits (key, points, expire)
    select n, 1, extract(epoch from now()) * 1000 + case when keep then 60000 else -60000 end from ${ages}`.execute(
    db,
  )
  await sql`insert into auth.session (id, token, user_id, expires_at)
    select gen_random_uuid(), n, ${vendor.id}, ${then} + case when keep then interval '1 day' else -interval '1 second' end from ${ages}`.execute(
    db,
  )
  let statements = 0
  pool.on('acquire', () => statements++)

  const removed = await removeOld(db, now)

  const filled = { 'idempotency keys': 2500, 'job runs': 2500, 'rate limits': 2500, sessions: 2500 }
  expect(removed).toMatchObject(filled)
  // 1,000, 1,000 and 500 of each kind; of the others there is nothing.
  const others = Object.entries(removed).filter(([kind]) => !(kind in filled))
  expect(others.map(([, count]) => count)).toEqual(others.map(() => 0))
  expect(statements).toBe(4 * 3 + others.length)
  for (const table of ['idempotency_keys', 'job_runs', 'rate_limits', 'auth.session']) {
    const { rows } = await sql`select count(*)::int as n from ${sql.table(table)}`.execute(db)
    expect(rows).toEqual([{ n: 10 }])
  }
  expect(await removeOld(db, now)).toMatchObject({ sessions: 0 })
})
