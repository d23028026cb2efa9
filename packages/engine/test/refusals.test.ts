import type { Db } from '@belfry/db'
import { recordRefusals } from '@belfry/engine/access'
import { mark, tellRefusals, unreadCount } from '@belfry/engine/notify'
import { type Actor, clock, newId } from '@belfry/shared'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import { inboxOf } from './support/inboxes.ts'

const origin = { requestId: 'r', ip: '203.0.113.7', userAgent: null }
const NINE_TWELVE = new Date('2026-11-20T09:12:00Z')

afterEach(() => vi.restoreAllMocks())

/** Moves Belfry's clock. */
const at = (minutes: number) =>
  vi.spyOn(clock, 'now').mockReturnValue(new Date(NINE_TWELVE.getTime() + minutes * 60_000))

async function town() {
  const { db, given } = await databaseWithPeople()
  const admins = [
    given.admin,
    await given.person({ name: 'Axel', locale: 'fr', grants: [{ role: 'admin', scope: null }] }),
  ]
  const hammer = (times: number, actor: Actor | null = given.vendor, procedure = 'audit.search') => {
    const caller = actor?.keyId ?? actor?.id ?? origin.ip
    const name = actor?.name ?? origin.ip
    const refusal = { caller, name, actor, origin, procedure, reason: 'not_permitted', times }
    return inTx(db, (tx) => recordRefusals(tx, [refusal]))
  }
  return { db, given, admins, hammer }
}

const bodies = async (db: Db, admin: Actor) => (await inboxOf(db, admin)).map(({ body }) => body)
const entries = async (db: Db) =>
  (await db.selectFrom('audit_entries').select('action').where('action', '=', 'access.refused').execute())
    .length

test('a script that hammers at a door makes one message, whose number goes up', async () => {
  const { db, admins, given, hammer } = await town()
  at(0)
  await hammer(1)
  await runJobs(db)

  expect(await inboxOf(db, admins[0]!)).toMatchObject([
    {
      type: 'access.refused',
      tone: 'warning',
      title: 'Vera Vendor was refused: audit.search',
      body: 'Once, at 9:12 AM (UTC) Vera Vendor called audit.search without being allowed to.',
      link: '/audit?action=access.refused',
    },
  ])

  for (let i = 0; i < 36; i++) await hammer(1)
  await runJobs(db)

  expect(await bodies(db, admins[0]!)).toEqual([
    '37 times since 9:12 AM (UTC) Vera Vendor called audit.search without being allowed to.',
  ])
  expect(await bodies(db, admins[1]!)).toEqual([
    '37 fois depuis 9:12 (UTC) : Vera Vendor a appelé audit.search sans y être autorisé.',
  ])
  for (const admin of admins) expect(await unreadCount(db, admin)).toEqual({ unread: 1 })
  expect(await inboxOf(db, given.vendor)).toEqual([])
  expect(await entries(db)).toBe(1)
})

test('every caller and every door has a message of its own; somebody unknown is told by the address', async () => {
  const { db, admins, given, hammer } = await town()
  const robot: Actor = { ...given.vendor, kind: 'program', name: 'Report agent', keyId: newId() }

  await hammer(2)
  await hammer(3, given.vendor, 'mail.mailbox')
  await hammer(4, given.driver2)
  await hammer(5, robot)
  await hammer(6, null, '/trpc')
  await runJobs(db)

  expect((await inboxOf(db, admins[0]!)).map(({ title }) => title)).toEqual([
    '203.0.113.7 was refused: /trpc',
    'Report agent was refused: audit.search',
    'Dora Driver was refused: audit.search',
    'Vera Vendor was refused: mail.mailbox',
    'Vera Vendor was refused: audit.search',
  ])
  expect(await unreadCount(db, admins[0]!)).toEqual({ unread: 5 })
})

test('a message that was read is unread again once an hour at most, for as long as it goes on', async () => {
  const { db, admins, hammer } = await town()
  const [admin] = admins
  const read = () => inTx(db, (tx) => mark(tx, admin!, { filter: { state: ['unread'] }, as: 'archived' }))
  at(0)
  await hammer(1)
  await runJobs(db)
  await read()

  at(30)
  await hammer(10)
  await runJobs(db)
  expect(await unreadCount(db, admin!)).toEqual({ unread: 0 })

  at(61)
  await hammer(10)
  await runJobs(db)
  expect(await unreadCount(db, admin!)).toEqual({ unread: 1 })
  expect(await bodies(db, admin!)).toEqual([expect.stringMatching(/^21 times since 9:12 AM/)])

  await read()
  at(62)
  await hammer(10)
  await runJobs(db)
  expect(await unreadCount(db, admin!)).toEqual({ unread: 0 })
  expect(await unreadCount(db, admins[1]!)).toEqual({ unread: 1 }) // has never read it, and it is one message
})

test('after an hour of quiet it is another message, and the trail gets an entry a minute', async () => {
  const { db, admins, hammer } = await town()
  at(0)
  await hammer(1)
  at(0.5)
  await hammer(1)
  at(1.5)
  await hammer(7)
  at(62)
  await hammer(1)
  await runJobs(db)

  expect(await bodies(db, admins[0]!)).toEqual([
    'Once, at 10:14 AM (UTC) Vera Vendor called audit.search without being allowed to.',
    expect.stringMatching(/^Once, at 9:12/), // what the first count grew to was never told: nobody worked meanwhile
  ])
  expect(await entries(db)).toBe(3)
})

test('counted by many processes at once, none is lost, and it is told once', async () => {
  const { db, admins, hammer, given } = await town()
  const doors = ['audit.search', 'mail.mailbox', 'system.health']

  await Promise.all(
    Array.from({ length: 60 }, (_, i) => hammer(1, i % 2 ? given.vendor : given.driver2, doors[i % 3])),
  )
  expect((await queuedJobs(db)).filter(({ task }) => task === 'fan_out')).toHaveLength(6)
  const tell = () => inTx(db, (tx) => tellRefusals(tx))
  await Promise.all([runJobs(db), tell(), tell(), runJobs(db)])
  await runJobs(db)

  const counts = await db.selectFrom('refusals').select(['times', 'told']).execute()
  expect(counts.map(({ times }) => times)).toEqual([10, 10, 10, 10, 10, 10])
  expect(counts.every(({ times, told }) => times === told)).toBe(true)
  expect(await bodies(db, admins[0]!)).toEqual(
    Array.from({ length: 6 }, () => expect.stringMatching(/^10 times/)),
  )
  expect(await unreadCount(db, admins[0]!)).toEqual({ unread: 6 })
})

test('what an administrator does meanwhile keeps the count of unread right', async () => {
  const { db, admins, hammer } = await town()
  const [admin] = admins
  let minutes = 0
  const steps = Array.from({ length: 12 }, (_, i) => async () => {
    at((minutes += 40))
    await hammer(1, undefined, `door.${i % 4}`)
    await Promise.all([
      runJobs(db),
      inTx(db, (tx) => mark(tx, admin!, { filter: { state: ['unread'] }, as: i % 2 ? 'read' : 'deleted' })),
    ])
  })
  for (const step of steps) await step()
  await runJobs(db)

  const { n } = await db
    .selectFrom('notifications')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('person_id', '=', admin!.id)
    .where('state', '=', 0)
    .executeTakeFirstOrThrow()
  expect(await unreadCount(db, admin!)).toEqual({ unread: n })
  const revs = await db.selectFrom('notifications').select('rev').where('person_id', '=', admin!.id).execute()
  expect(new Set(revs.map(({ rev }) => rev)).size).toBe(revs.length)
})
