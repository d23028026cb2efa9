import type { Db } from '@belfry/db'
import { countNotifications, listNotifications } from '@belfry/db/queries/inbox-list'
import { findDueSnoozes } from '@belfry/db/queries/snoozes'
import type { NotificationFilter } from '@belfry/shared/wire'
import { freshDatabase } from '@belfry/testing'
import { givenIn } from '@belfry/testing/given'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { planner } from './support/plans.ts'

// An inbox of 100,000 among 120,000 messages is read along its indexes, whatever is asked of it.
const SIZE = 120_000
const A_CASE = '00000000-0000-7000-9000-00000000002a'
let db: Db
let personId: string
let planOf: ReturnType<typeof planner>['planOf']

beforeAll(async () => {
  const fresh = await freshDatabase()
  const given = await givenIn(fresh.db)
  personId = given.officerNorth.id
  await sql`
    insert into messages (event_id, variant, locale, type, category, tone, priority, title, body, link, case_id, data, created_at)
    select (lpad(to_hex(1760000000000 + n * 1000::bigint), 12, '0') || '70008000000000000000')::uuid, 0, 'en', 'shift.created',
      case when n % 1000 = 7 then 'kpi' else 'shift' end, 'info', 'normal', 'Bus ' || n % 20000, '', '/',
      ('00000000-0000-7000-9000-' || lpad(to_hex(n / 8), 12, '0'))::uuid, '{}', to_timestamp(1760000000 + n)
    from generate_series(1, ${SIZE}::int) n`.execute(fresh.db)
  await sql`
    insert into notifications (person_id, event_id, rev, variant, state, group_key, pinned)
    select case when n % 6 = 0 then ${given.officerSouth.id}::uuid else ${personId}::uuid end, event_id, n, 0,
      case when n % 50 = 0 then 0 when n % 4 = 0 then 2 else 1 end, hashtextextended(case_id::text || '.' || type, 0), n % 5000 = 1
    from (select *, row_number() over (order by event_id) as n from messages) m`.execute(fresh.db)
  await sql`vacuum analyze messages, notifications`.execute(fresh.db)

  ;({ db, planOf } = planner(fresh.pool))
})

const asked = (filter: NotificationFilter, grouped = false) => ({
  personId,
  locale: 'en' as const,
  filter,
  grouped,
})

test.each<[string, NotificationFilter, boolean, string]>([
  ['the newest', {}, false, 'Index Only Scan notifications_state'],
  ['the newest of each group', {}, true, 'notifications_state'],
  ['unread ones', { state: ['unread'] }, false, 'Index Only Scan notifications_state'],
  ['archived ones', { state: ['archived'] }, false, 'Index Only Scan notifications_state'],
  ['pinned ones', { pinned: true }, false, 'notifications_pinned'],
  ['of one case', { caseId: A_CASE }, false, 'messages_case'],
  ['of one group', { group: `${A_CASE}.shift.created` }, false, 'notifications_group'],
  ['of a category', { category: ['kpi'] }, false, 'notifications_state'],
  ['with words', { search: 'bus 777' }, false, 'notifications_state'],
])('%s are found along an index, and few are sorted', async (_, filter, grouped, index) => {
  const plan = await planOf(() => listNotifications(db, asked(filter, grouped), { limit: 50 }))

  expect(plan.join('\n')).toContain(index)
  // What is looked through is put into order once, 2,500 of each state.
  const mayBeSorted =
    filter.category || filter.search ? /Seq Scan (notifications|messages)/ : /Sort$|Seq Scan/
  expect(plan.filter((node) => mayBeSorted.test(node))).toEqual([])
})

test('words that few messages have are found by their own index', async () => {
  // The first look is at the newest, and these are many; the second one asks for what is older.
  const plan = await planOf(() => listNotifications(db, asked({ search: 'bus 777' }), { limit: 50 }), 1)

  expect(plan).toContainEqual(expect.stringContaining('messages_search'))
  expect(plan.filter((node) => /Seq Scan/.test(node))).toEqual([])
})

test('what few messages are about is found by these, all of it and in order', async () => {
  const rare = asked({ category: ['kpi'] })
  const plan = await planOf(() => listNotifications(db, rare, { limit: 100 }), 2)

  expect(plan).toContainEqual(expect.stringContaining('messages_category'))
  expect(plan.filter((node) => /Seq Scan/.test(node))).toEqual([])
  const { rows } = await sql<{ id: string }>`
    select n.event_id as id from notifications n join messages m using (event_id, variant)
    where n.person_id = ${personId}::uuid and m.category = 'kpi' and n.state in (0, 1)
    order by n.event_id desc limit 51`.execute(db)
  const found = await listNotifications(db, rare, { limit: 50 })
  expect(found.map(({ eventId }) => eventId)).toEqual(rows.map(({ id }) => id))
})

test('numbers are counted without reading what is not asked for', async () => {
  const plan = await planOf(() => countNotifications(db, asked({ state: ['unread'] })))

  expect(plan.join('\n')).toContain('notifications_state')
  expect(await countNotifications(db, asked({}))).toBeGreaterThan(70_000)
})

test('what comes back now is found among all that is snoozed', async () => {
  expect(await planOf(() => findDueSnoozes(db, new Date(), 1_000))).toContainEqual(
    'Index Scan notifications_snoozed',
  )
})
