import type { Db } from '@belfry/db'
import { sql } from 'kysely'

/**
 * Cases in one statement: nine in ten open shifts at ten stations, filed by the first 200 people, of all ages, some of them
 * urgent, assigned, or with a colour, two days ahead, one in 53 of them until a year later; the rest goals that supervisors
 * decide on.
 */
export async function insertManyCases(db: Db, size: number): Promise<void> {
  await sql`
    create temporary table chosen on commit drop as
      select id, row_number() over (order by id) - 1 as place from people order by id limit 200`.execute(db)
  await sql`
    insert into cases (id, workflow, state, title, scope, owner_id, assignee_id, data, opened_at, changed_at, entered_at, timed_at,
      urgent_at, closed_at, ready_at, starts_at, until)
    select gen_random_uuid(), case when n % 10 = 9 then 'goal' else 'shift' end,
      case when n % 10 = 9 then 'proposed' when n % 20 = 3 then 'approved' else 'pending' end,
      'Bus ' || n, case when n % 10 = 9 then null else 'station:' || n / 10 % 10 end, o.id,
      case when n % 50 = 0 then a.id end, jsonb_build_object('colour', 'colour ' || n % 300, 'line', n % 3),
      at, at + interval '1 hour', at, at, case when n % 4 = 0 then at + interval '7 days' end,
      case when n % 20 = 3 then at + interval '1 hour' end, case when n % 100 = 1 then at end,
      case when n % 10 <> 9 then at + interval '2 days' end,
      case when n % 10 <> 9 then at + case when n % 53 = 0 then interval '1 year' else interval '54 hours' end end
    from (select n, timestamptz '2026-11-20 08:00Z' - n * interval '3 minutes' as at from generate_series(1, ${size}::int) n) k
    join chosen o on o.place = n / 10 % 200 join chosen a on a.place = n % 200`.execute(db)
}
