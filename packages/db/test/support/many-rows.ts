import type { Db } from '@belfry/db'
import { sql } from 'kysely'

/**
 * Of everything so much that a wrong plan shows: 20,000 cases of ten stations and 200 people, half of them closed; 1,000
 * notifications and deliveries for each of 20 people; and 20,000 audit entries of this month.
 */
export async function insertManyRows(db: Db): Promise<void> {
  await sql`
    create temporary table chosen on commit drop as
      select id, row_number() over (order by id) - 1 as place from people limit 200`.execute(db)
  await sql`
    insert into cases (id, workflow, state, title, scope, owner_id, data, opened_at, changed_at, entered_at, timed_at, closed_at)
    select gen_random_uuid(), 'shift', case when n % 2 = 0 then 'pending' else 'approved' end, 'Bus ' || n,
      'station:' || n / 2 % 10, chosen.id, '{}', now(), now(), now(), now(), case when n % 2 = 0 then null else now() end
    from generate_series(1, 20000) n join chosen on chosen.place = n / 20 % 200`.execute(db)
  await sql`
    insert into case_participants (case_id, person_id, part)
    select c.id, chosen.id, 'driver'
    from (select id, row_number() over (order by id) as n from cases) c join chosen on chosen.place = c.n % 200`.execute(
    db,
  )
  await sql`
    insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, data, created_at)
    select gen_random_uuid(), 0, 'en', 't', 'shift', 'info', 'normal', 't', 'b', '/', '{}', now()
    from generate_series(1, 1000)`.execute(db)
  await sql`
    insert into notifications (person_id, event_id, rev, variant)
    select chosen.id, m.event_id, row_number() over (partition by chosen.id), 0 from chosen cross join messages m
    where chosen.place < 20`.execute(db)
  await sql`
    insert into deliveries (id, event_id, person_id, channel, created_at, state, provider, type)
    select gen_random_uuid(), event_id, person_id, 'mail', now() - rev * interval '1 minute',
      case when rev % 50 = 0 then 'failed' else 'sent' end, 'p' || rev % 5, 't' || rev % 20 from notifications`.execute(
    db,
  )
  await sql`
    insert into audit_entries (id, at, action, actor_kind, actor_id, actor_name, target_id)
    select gen_random_uuid(), date_trunc('month', now(), 'UTC') + n * interval '2 minutes', 'shift.' || n % 50, 'person', gen_random_uuid(), 'x',
      gen_random_uuid()::text
    from generate_series(1, 20000) n`.execute(db)
}
