import type { Db } from '@belfry/db'
import { type AuditFilter, searchAudit } from '@belfry/db/queries/audit-search'
import { countMails, listDeliveries } from '@belfry/db/queries/deliveries-list'
import { type Audience, fanOutBatch, listMembers } from '@belfry/db/queries/fan-out'
import { changesSince } from '@belfry/db/queries/inbox'
import { listNotifications } from '@belfry/db/queries/inbox-list'
import { lockDueMail } from '@belfry/db/queries/mail-due'
import { newId } from '@belfry/shared'
import type { DeliveriesFilter } from '@belfry/shared/wire'
import { freshDatabase } from '@belfry/testing'
import { givenIn, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { insertManyRows } from './support/many-rows.ts'
import { planner } from './support/plans.ts'

const text = {
  type: 't',
  category: 'shift',
  tone: 'info',
  priority: 'normal',
  title: 't',
  body: 'b',
  link: '/',
  data: {},
}

// What pages ask for all day stays a walk along an index when there are many rows.
let db: Db
let person: string
let planOf: ReturnType<typeof planner>['planOf']

beforeAll(async () => {
  const fresh = await freshDatabase()
  const given = await givenIn(fresh.db)
  await given.crowd(200, { role: 'driver', scope: null })
  await inTx(fresh.db, insertManyRows)
  person = (await fresh.pool.query<{ id: string }>('select min(id::text) as id from people')).rows[0]!.id
  await sql`vacuum analyze`.execute(fresh.db)

  ;({ db, planOf } = planner(fresh.pool))
})

test('an inbox, and what changed in many inboxes, is read by its own index', async () => {
  const inbox = await planOf(() =>
    listNotifications(db, { personId: person, locale: 'en', filter: {} }, { limit: 50 }),
  )
  const changes = await planOf(() => changesSince(db, [{ personId: person, rev: 10 }]))

  expect(inbox).toContainEqual('Index Only Scan notifications_state')
  expect(inbox.filter((node) => /Sort$|Seq Scan notifications/.test(node))).toEqual([])
  expect(changes).toContainEqual('Index Scan notifications_rev')
})

test('whoever is told of an event is looked up by his own rows, however many hear of it', async () => {
  const event = { id: newId(), at: new Date(), caseId: newId(), actor: { id: null, name: 'Belfry' } }
  const audience: Audience = {
    people: sql`select id from people`,
    texts: [{ ...text, variant: 0, locale: 'en' }],
    mail: true,
    leaveOut: null,
  }
  await sql`truncate notifications`.execute(db)
  await sql`insert into notifications (person_id, event_id, rev, variant)
    select p.id, e.id, 1, 0 from people p cross join (select gen_random_uuid() as id from generate_series(1, 11)) e`.execute(
    db,
  )
  await sql`analyze notifications`.execute(db)
  const members = await listMembers(db, [audience], null, 1_000)
  expect(members.length).toBeGreaterThan(200)

  const plan = await planOf(() => fanOutBatch(db, event, [audience], members, new Date()))

  expect(plan).toContainEqual('Index Only Scan notifications_pkey')
  expect(
    plan.filter((node) => /Scan notifications_message|Seq Scan notifications|^Materialize/.test(node)),
  ).toEqual([])
})

test.each([
  ['newest', {}, /deliveries_mail|deliveries_newest/],
  ['by state', { states: ['failed'] }, 'deliveries_state'],
  ['by states', { states: ['failed', 'bounced'] }, 'deliveries_state'],
  ['by provider', { provider: 'ses' }, 'deliveries_provider'],
  ['by message', { type: 'shift.approved' }, 'deliveries_type'],
  ['by person', { personId: newId() }, 'deliveries_person'],
] as [string, DeliveriesFilter, string | RegExp][])(
  'a page of deliveries is a walk along an index: %s',
  async (_, filter, index) => {
    const plan = await planOf(() => listDeliveries(db, filter, { after: null, limit: 50 }))

    expect(plan.filter((node) => /Sort(?! of a few)|Seq Scan deliveries/.test(node))).toEqual([])
    expect(plan).toContainEqual(expect.stringMatching(index))
  },
)

test('what is due is found without looking at anything else, and a period is counted along an index', async () => {
  const due = await inTx(db, (tx) => planOf(() => lockDueMail(tx, new Date(), 50)))
  const counted = await planOf(() =>
    countMails(db, { from: new Date(Date.now() - 60_000), to: new Date() }, 'UTC'),
  )

  expect(due).toContainEqual(expect.stringMatching(/deliveries_to_try/))
  expect(due.filter((node) => /Seq Scan deliveries/.test(node))).toEqual([])
  expect(counted).toContainEqual(expect.stringMatching(/deliveries_mail/))
})

test.each([
  ['newest', {}, /at_id_idx/],
  ['by action', { actions: ['shift.7'] }, /action_at/],
  ['by several actions', { actions: ['shift.7', 'shift.8'] }, /action_at/],
  ['by person', { actors: [newId()] }, /actor_id_at/],
  ['by several people', { actors: [newId(), newId(), null] }, /actor_id_at/],
  ['by kind', { targetKind: 'session' }, /target_kind_at/],
  ['by thing', { targetId: newId() }, /target_id_at/],
  ['by case', { caseId: newId() }, /case_id_at/],
  ['by request', { requestId: newId() }, /request_id_at/],
  ['by address', { ip: '192.0.2.7' }, /ip_at/],
  ['by time', { from: new Date(Date.now() - 3_600_000), before: new Date() }, /at_id_idx/],
  ['by rare words', { words: 'nobody says this' }, /words_idx/],
] as [string, AuditFilter, RegExp][])(
  'the trail is searched along an index: %s',
  async (_, filter, index) => {
    const plan = await planOf(() => searchAudit(db, filter, { after: null, limit: 50 }), filter.words ? 1 : 0)

    const thisMonth = `audit_entries_${new Date().toISOString().slice(0, 7).replace('-', '_')}`
    expect(plan).not.toContain(`Seq Scan ${thisMonth}`)
    expect(plan).toContainEqual(expect.stringMatching(index))
  },
)
