import type { Db } from '@belfry/db'
import { type Within, listPlanned, listPlannedOf } from '@belfry/db/queries/calendar'
import { type QueueFilter, countCasesOf, countQueue, listCasesOf, listQueue } from '@belfry/db/queries/queues'
import type { Reach } from '@belfry/shared/machine'
import { caseSorts } from '@belfry/shared/wire'
import { freshDatabase } from '@belfry/testing'
import { givenIn, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { insertManyCases } from './support/many-cases.ts'
import { planner } from './support/plans.ts'

// A hundred thousand cases: whatever is asked of a queue, the answer is found along an index.
let db: Db
let planOf: ReturnType<typeof planner>['planOf']
let person: string
let boss: string

beforeAll(async () => {
  const fresh = await freshDatabase()
  const given = await givenIn(fresh.db)
  await given.crowd(200, { role: 'driver', scope: null })
  // Where autovacuum is at work at the same time, rows do not count as visible to all afterwards, and plans are others.
  await sql`alter table cases set (autovacuum_enabled = false)`.execute(fresh.db)
  await inTx(fresh.db, (tx) => insertManyCases(tx, 100_000))
  const { rows } = await fresh.pool.query<{ id: string }>('select id from people order by id limit 12')
  person = rows[0]!.id
  boss = given.admin.id
  await sql`update people set supervisor_id = ${boss} where id = any(${rows.slice(1).map(({ id }) => id)})`.execute(
    fresh.db,
  )
  // Of every row, not of a sample: by chance a sample can make another plan look good.
  const client = await fresh.pool.connect()
  await client.query('set default_statistics_target = 1000')
  await client.query('vacuum analyze')
  await client.query('reset default_statistics_target')
  client.release()
  ;({ db, planOf } = planner(fresh.pool))
})

const now = new Date()
const everything: Reach = { everything: true, scopes: [], ties: [] }
const queue: QueueFilter = {
  workflow: 'shift',
  reach: everything,
  hidden: [],
  reader: null,
  states: null,
  closed: 'no',
  fields: {},
  texts: [],
}
const first = { sort: 'oldest', after: null, limit: 50 } as const
const station = (...scopes: string[]): Partial<QueueFilter> => ({
  reach: { ...everything, everything: false, scopes },
})

const isSlow = (node: string) => /Seq Scan cases|^(Incremental )?Sort$/.test(node)

describe('a page is a walk along an index, and nothing is sorted as a whole', () => {
  test.each(caseSorts)('in the order: %s', async (sort) => {
    const plan = await planOf(() => listQueue(db, queue, { ...first, sort }, now))

    expect(plan).toContainEqual(
      expect.stringMatching(/^Index (Only )?Scan cases_(open|urgency|changed|titles)/),
    )
    expect(plan.filter(isSlow)).toEqual([])
  })

  test.each(caseSorts)('a later page, in the order: %s', async (sort) => {
    const [row] = await listQueue(db, queue, { ...first, sort, limit: 1 }, now)
    const after = { key: row!.sortKey, id: row!.id }
    const plan = await planOf(() => listQueue(db, queue, { ...first, sort, after }, now))

    expect(plan.filter(isSlow)).toEqual([])
  })

  test.each<[string, Partial<QueueFilter>, string]>([
    ['of one station', station('station:3'), 'cases_open_scope'],
    ['of several stations', station('station:3', 'station:4'), 'cases_open'],
    ['in one state', { states: ['approved'], closed: 'any' }, 'cases_state'],
    ['in one of several states', { states: ['approved', 'pending'], closed: 'any' }, 'cases_'],
    ['closed', { closed: 'yes' }, 'cases_all'],
    ['open or closed', { closed: 'any' }, 'cases_all'],
    ['urgent', { urgent: true }, 'cases_'],
    ['ready', { ready: true }, 'cases_ready'],
    [
      'opened on a day',
      { opened: { from: '2026-10-01T00:00:00Z', before: '2026-10-02T00:00:00Z' } },
      'cases_',
    ],
    ['changed of late', { changed: { from: '2026-11-20T00:00:00Z' } }, 'cases_'],
    ['with a value of a field', { fields: { line: ['1'] } }, 'cases_'],
    ['with a common word', { texts: ['bus'] }, 'cases_open'],
    ['that nobody has been given', { assignee: 'none' }, 'cases_open'],
    ['of an owner by name', { owner: { name: 'Crowd 17' } }, 'cases_'],
  ])('%s', async (_, filter, index) => {
    const plan = await planOf(() => listQueue(db, { ...queue, ...filter }, first, now))

    expect(plan).toContainEqual(expect.stringContaining(index))
    expect(plan.filter(isSlow)).toEqual([])
  })

  test.each<[string, Partial<QueueFilter>, string]>([
    ['by a rare word of its title', { texts: ['1777'] }, 'cases_title'],
    ['by a rare name', { owner: { name: 'Zoe' } }, 'cases_owner'],
    ['by the value of a field', { fields: { colour: ['colour 7'] } }, 'cases_data'],
  ])('what is rare is found %s, and only that is sorted', async (_, filter, index) => {
    const asked = { ...queue, ...filter }
    const plan = await planOf(() => listQueue(db, asked, { ...first, few: true }, now))
    const count = await planOf(() => countQueue(db, asked, now))

    for (const one of [plan, count]) {
      expect(one).toContainEqual(expect.stringContaining(index))
      expect(one.filter((node) => /Seq Scan cases/.test(node))).toEqual([])
    }
  })

  test('of or for one person', async () => {
    const owned = await planOf(() => listQueue(db, { ...queue, owner: { id: person } }, first, now))
    const assigned = await planOf(() => listQueue(db, { ...queue, assignee: { id: person } }, first, now))

    expect(owned).toContainEqual(expect.stringContaining('cases_owner'))
    expect(assigned).toContainEqual(expect.stringMatching(/cases_assignee|cases_load/))
    expect([...owned, ...assigned].filter(isSlow)).toEqual([])
  })
})

describe('whoever is tied to single cases', () => {
  test.each([
    ['as supervisor', { kind: 'supervisor' }],
    ['as the one it was given to', { kind: 'assignee' }],
    ['by a part', { kind: 'part', part: 'tutor' }],
    ['as the owner of what it hangs on', { kind: 'parentOwner' }],
  ] as const)('finds those %s by their own indexes', async (_, tie) => {
    const reach: Reach = { everything: false, scopes: [], ties: [tie] }
    const asked = { ...queue, workflow: 'goal', reach, reader: boss }
    const plan = await planOf(() => listQueue(db, asked, first, now))
    const count = await planOf(() => countQueue(db, asked, now))

    expect([...plan, ...count].filter((node) => /Seq Scan cases/.test(node))).toEqual([])
  })
})

test('lists of one’s own, of one’s team and of what waits read no more than they show', async () => {
  const wanted = { ...queue, workflow: undefined, closed: 'any' as const }
  const turn = {
    action: 'approve',
    states: ['proposed', 'pending'],
    notOwner: true,
    notDecider: false,
    readyIn: [],
  }
  const lists = [
    { view: 'mine', person },
    { view: 'part', person, sights: [], followed: ['01999999-9999-7999-8999-999999999999'] },
    {
      view: 'team',
      person: boss,
      seen: ['goal', 'shift'],
      sights: [
        {
          workflow: 'goal',
          sight: [
            {
              states: ['proposed', 'active'],
              seen: { ...everything, everything: false, ties: [{ kind: 'supervisor' }] },
            },
          ],
        },
      ],
    },
    {
      view: 'waiting',
      person: boss,
      awaited: [
        { ...turn, workflow: 'shift', reach: everything },
        {
          ...turn,
          workflow: 'goal',
          reach: { ...everything, everything: false, ties: [{ kind: 'supervisor' }] },
        },
      ],
    },
  ] as Parameters<typeof listCasesOf>[1][]
  for (const list of lists) {
    const plan = await planOf(() => listCasesOf(db, list, wanted, { ...first, sort: 'urgent' }, now))

    expect(plan.filter((node) => /Seq Scan cases/.test(node))).toEqual([])
    expect(await countCasesOf(db, list, wanted, now)).toBeGreaterThan(list.view === 'part' ? -1 : 0)
  }
})

test('counting stops soon after ten thousand', async () => {
  expect(await countQueue(db, queue, now)).toBe(10_001)
  expect(await countQueue(db, { ...queue, ...station('station:3') }, now)).toBeGreaterThan(5_000)
})

describe('a week of a calendar is found along an index', () => {
  const planned: QueueFilter = { ...queue, states: ['pending', 'approved'], closed: 'any' }
  const week: Within = { from: new Date('2026-09-14T00:00:00Z'), before: new Date('2026-09-21T00:00:00Z') }
  const north: Reach = { everything: false, scopes: ['station:3'], ties: [] }
  const driven: Reach = { everything: false, scopes: [], ties: [{ kind: 'personIn', field: 'driver' }] }

  test.each<[string, Partial<QueueFilter>]>([
    ['everywhere', {}],
    ['at one station', { reach: north }],
    ['in one state', { states: ['approved'] }],
  ])('the cases of a week %s', async (_, filter) => {
    const plan = await planOf(() => listPlanned(db, { ...planned, ...filter }, week, now))

    expect(plan).toContainEqual(expect.stringContaining('cases_calendar'))
    expect(plan.filter((node) => /Seq Scan cases/.test(node))).toEqual([])
  })

  test('the cases of a week that are one’s own', async () => {
    const asked = { ...planned, reach: driven, reader: person }
    const queued = await planOf(() => listPlanned(db, asked, week, now))
    expect(queued.filter((node) => /Seq Scan cases/.test(node))).toEqual([])
    const shown = [{ workflow: 'shift', states: ['pending', 'approved'] }]
    for (const list of [
      { view: 'mine', person },
      { view: 'part', person, sights: [], followed: [] },
    ] as Parameters<typeof listPlannedOf>[1][]) {
      const plan = await planOf(() => listPlannedOf(db, list, shown, week, now))

      expect(plan.filter((node) => /Seq Scan cases/.test(node))).toEqual([])
    }
  })

  test('what recurs is found in a week long after it began, and nothing that is over or yet to come', async () => {
    const found = await listPlanned(db, { ...planned, reach: north }, week, now)
    const { rows } = await sql<{ id: string }>`
      select id from cases where workflow = 'shift' and scope = 'station:3'
        and starts_at < ${week.before} and until >= ${week.from}`.execute(db)

    expect(found.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    expect(found.length).toBeGreaterThan(300)
  })

  test('a week of everything is looked at up to a limit', async () => {
    expect(await listPlanned(db, planned, week, now)).toHaveLength(2_001)
  })
})
