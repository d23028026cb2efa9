import type { Tx } from '@belfry/db'
import { closeDigests, lockDueDigests, lockPassedQuiet, releaseHeld } from '@belfry/db/queries/held'
import { freshDatabase } from '@belfry/testing'
import { givenIn } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { planner } from './support/plans.ts'

test('for what is due there is an index', async () => {
  const { db, pool } = await freshDatabase({ max: 1 })
  const given = await givenIn(db)
  const crowd = await given.crowd(500, { role: 'driver', scope: null })
  await sql`insert into deliveries (id, event_id, person_id, channel, created_at, state, due_at)
    select gen_random_uuid(), gen_random_uuid(), c.id, 'mail', now(), case when e < 3 then 'held' else 'sent' end,
      case when e = 1 then now() + (n - 20) * interval '1 minute' end
    from unnest(${crowd}::uuid[]) with ordinality c(id, n), generate_series(1, 5) e`.execute(db)
  await sql`insert into digests select id, 3, now() + n * interval '1 minute'
    from unnest(${crowd}::uuid[]) with ordinality c(id, n)`.execute(db)
  await sql`update people p set quiet = '[]', quiet_from = now(), quiet_to = now() + n * interval '1 minute'
    from unnest(${crowd}::uuid[]) with ordinality c(id, n) where p.id = c.id`.execute(db)
  await sql`vacuum analyze`.execute(db)
  // A few thousand rows are read faster one after the other; what matters is that there is an index for each.
  await sql`set enable_seqscan = off`.execute(db)
  const plans = planner(pool)
  const tx = plans.db as Tx // their locks end with each statement
  const now = new Date()

  expect(await plans.planOf(() => lockPassedQuiet(tx, now, 500))).toContain('Index Scan people_quiet')
  expect(await plans.planOf(() => lockDueDigests(tx, now, 500))).toContain('Index Scan digests_next')
  expect(await plans.planOf(() => releaseHeld(tx, now, 500))).toContain('Index Scan deliveries_due')
  const digests = crowd.slice(0, 100).map((personId) => ({ personId, rhythm: 'daily' as const }))
  const closing = await plans.planOf(() => closeDigests(tx, digests, new Date()))
  expect(closing.some((node) => node.endsWith('Index Scan deliveries_held'))).toBe(true)
  expect(closing.filter((node) => node.startsWith('Seq Scan deliveries'))).toEqual([])
})
