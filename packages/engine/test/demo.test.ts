import { createHash } from 'node:crypto'
import type { Db } from '@belfry/db'
import { loadActor, verifyPassword } from '@belfry/engine/access'
import { getCase, getQueue, listCases } from '@belfry/engine/cases'
import { demoAccounts, demoPassword, loadDemo } from '@belfry/engine/demo'
import { ListCasesInput, QueueInput } from '@belfry/shared/wire'
import { workflows } from '@belfry/shared/workflows'
import { freshDatabase } from '@belfry/testing'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'

// It is loaded once for all of these tests: that takes as long as the rest of them together.
let url: string
let db: Db
const stored = new Map<string, Uint8Array>()
const files = { put: async (key: string, bytes: Uint8Array) => void stored.set(key, bytes) }

beforeAll(async () => {
  ;({ url, db } = await freshDatabase())
  await Promise.all([loadDemo(url, files), loadDemo(url, files)])
}, 120_000)

test('the demo loads into an empty database, once, even when two start at once', async () => {
  const figures = async () => {
    const { rows } = await sql<Record<string, number>>`
      select (select count(*) from people)::int as people, (select count(*) from cases)::int as cases,
        (select count(*) from events)::int as events, (select count(*) from role_grants)::int as grants`.execute(
      db,
    )
    return rows[0]!
  }

  const loaded = await figures()
  await loadDemo(url, files)

  expect(loaded).toMatchObject({ people: 61, cases: expect.any(Number) })
  expect(await figures()).toEqual(loaded)
})

test('the demo’s people can sign in, and find cases to look at and to decide', async () => {
  const account = (email: string) =>
    db
      .selectFrom('people as p')
      .innerJoin('auth.account as a', 'a.user_id', 'p.id')
      .select(['p.id', 'a.password'])
      .where('p.email', '=', email)
      .executeTakeFirstOrThrow()
  const actor = async (login: string) => (await loadActor(db, (await account(`${login}@belfry.test`)).id))!

  for (const { email } of demoAccounts.slice(0, 3)) {
    const { password } = await account(email)
    expect(await verifyPassword({ hash: password!, password: demoPassword })).toBe(true)
  }
  const queueOf = async (login: string) =>
    getQueue(db, await actor(login), QueueInput.parse({ workflow: 'shift' }))
  const north = await queueOf('officer.north')
  const south = await queueOf('officer.south')
  expect(north.total).toBeGreaterThan(5)
  expect(south.total).toBeGreaterThan(2)
  expect(north.items.some(({ urgentAt }) => Date.parse(urgentAt!) < Date.now())).toBe(true)
  const mine = await listCases(db, await actor('vendor'), ListCasesInput.parse({ limit: 200 }))
  const shifts = mine.items.filter(({ workflow }) => workflow === 'shift')
  expect(new Set(shifts.map(({ state }) => state)).size).toBe(4)
  expect(await getCase(db, await actor('driver'), (await driven(db, await actor('driver')))!)).toBeDefined()
  // Nothing of the demo is of a time to come.
  expect(mine.items.every(({ changedAt }) => Date.parse(changedAt) <= Date.now())).toBe(true)
})

const driven = async (db: Parameters<typeof listCases>[0], driver: Parameters<typeof listCases>[1]) =>
  (await listCases(db, driver, ListCasesInput.parse({ view: 'part' }))).items[0]?.id

const inEveryState = [
  'onboarding',
  'internship',
  'shift',
  'trip',
  'stock_request',
  'emergency',
  'goal',
  'initiative',
  'performance_review',
  'report',
] as const

test('the demo has cases in every state, and every document of theirs lies where it should', async () => {
  for (const workflow of inEveryState) {
    const { rows } = await sql<{ state: string }>`
      select distinct state from cases where workflow = ${workflow}`.execute(db)
    expect({ workflow, states: rows.map(({ state }) => state).toSorted() }).toEqual({
      workflow,
      states: Object.keys(workflows[workflow].states)
        // Nobody needs an alarm that goes on ringing as soon as the demo is there.
        .filter((state) => state !== 'raised')
        .toSorted(),
    })
  }
  const files = await db.selectFrom('files').selectAll().execute()
  expect(files.length).toBeGreaterThan(50)
  for (const file of files) {
    const bytes = stored.get(file.storage_key!)!
    expect({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }).toEqual({
      size: Number(file.size),
      sha256: file.sha256,
    })
    expect(Buffer.from(bytes).toString('latin1', 0, 5)).toBe('%PDF-')
  }
  // Whoever became active has the role, and what is told of the past was told then.
  const { rows } = await sql<{ active: number; grants: number; latest: Date }>`
    select (select count(*) from cases where workflow = 'onboarding' and state = 'active')::int as active,
      (select count(*) from role_grants where role = 'employee:active')::int as grants,
      (select max(at) from events) as latest`.execute(db)
  expect(rows[0]!.grants).toBe(rows[0]!.active)
  expect(rows[0]!.latest.getTime()).toBeLessThan(Date.now())
})
