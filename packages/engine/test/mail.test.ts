import { restProvider } from '@belfry/db/queries/providers'
import {
  changeProvider,
  getDelivery,
  listDeliveries,
  listMailProviders,
  mailStats,
  retry,
  sendTest,
} from '@belfry/engine/mail'
import { DeliveriesInput, MailStatsInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { deliveriesOfTest } from './support/mail.ts'

const sample = { template: 'test', type: 'test', locale: 'en' } as const

test('deliveries are found by state, provider, message, person and time, page by page', async () => {
  const { db, given } = await databaseWithPeople()
  const ids = await deliveriesOfTest(db, 12)
  const list = async (input: Record<string, unknown>) => {
    const found: string[] = []
    let cursor: string | null = null
    do {
      const page = await listDeliveries(
        db,
        given.admin,
        DeliveriesInput.parse({ limit: 2, cursor, ...input }),
      )
      found.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    return found
  }
  const all = await listDeliveries(db, given.admin, DeliveriesInput.parse({}))

  expect(await list({})).toEqual(ids.toReversed())
  expect(await list({ states: ['failed'] })).toEqual(
    all.items.filter(({ state }) => state === 'failed').map(({ id }) => id),
  )
  expect(await list({ states: ['failed', 'unclear'] })).toEqual(
    all.items.filter(({ state }) => ['failed', 'unclear'].includes(state)).map(({ id }) => id),
  )
  expect(await list({ provider: 'b', states: ['sent'] })).toEqual(
    all.items.filter(({ state, provider }) => state === 'sent' && provider === 'b').map(({ id }) => id),
  )
  expect(await list({ personId: all.items[3]!.to.id })).toEqual([all.items[3]!.id])
  expect(await list({ type: 'shift.approved', to: all.items[4]!.createdAt })).toEqual(
    ids.toReversed().slice(5),
  )
  await expect(listDeliveries(db, given.officerNorth, DeliveriesInput.parse({}))).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

test('one mail tells its whole story, and what it can is tried again, one or many', async () => {
  const { db, given } = await databaseWithPeople()
  const [first] = await deliveriesOfTest(db, 12)

  const story = await getDelivery(db, given.admin, first!)
  expect(story).toMatchObject({
    state: 'failed',
    isRetryable: true,
    history: [
      { attempt: 1, provider: 'a', outcome: 'refused', code: '554 5.7.1', response: '554 5.7.1 Spam' },
    ],
    news: [{ kind: 'deferred', detail: 'Greylisted' }],
  })

  const one = await inTx(db, (tx) => retry(tx, given.admin, { ids: [first!] }))
  const many = await inTx(db, (tx) =>
    retry(tx, given.admin, { filter: { states: ['failed', 'unclear', 'sent'] } }),
  )
  expect([one, many]).toEqual([{ retried: 1 }, { retried: 7 }])
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', 'bound_to', 'passed', 'refused_by'])
    .execute()
  expect(rows.filter(({ state }) => state === 'queued')).toHaveLength(8)
  // One that may have been taken is asked of the same provider again, as long as there is one of that name.
  expect(rows.filter(({ bound_to }) => bound_to === 'b')).toHaveLength(4)
  expect(await queuedJobs(db)).toContainEqual({ task: 'send_mail', payload: {} })
  await expect(inTx(db, (tx) => retry(tx, given.hr, { ids: [first!] }))).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(getDelivery(db, given.hr, first!)).rejects.toMatchObject({ code: 'not_permitted' })
})

test('a period is counted by day, provider and message', async () => {
  const { db, given } = await databaseWithPeople()
  await deliveriesOfTest(db, 12)

  const now = Date.now()
  const stats = await mailStats(
    db,
    given.admin,
    MailStatsInput.parse({
      from: new Date(now - 86_400_000).toISOString(),
      to: new Date(now + 60_000).toISOString(),
    }),
  )

  expect(stats.total).toMatchObject({ all: 12, sent: 4, failed: 4, unclear: 4, waiting: 0 })
  expect(stats.byProvider.map(({ key, all }) => [key, all])).toEqual([
    ['a', 6],
    ['b', 6],
  ])
  expect(stats.byType).toMatchObject([{ key: 'shift.approved', all: 12 }])
  expect(stats.byDay.reduce((sum, { all }) => sum + all, 0)).toBe(12)
})

test('a provider rests until it is resumed, with an entry in the trail; a test mail goes by the one that is asked', async () => {
  const { db, given } = await databaseWithPeople()
  await deliveriesOfTest(db, 12)

  await inTx(db, (tx) => changeProvider(tx, given.admin, 'rest', { name: 'b', reason: 'Too dear.' }))
  const [, resting] = await listMailProviders(db, given.admin)
  await inTx(db, (tx) => changeProvider(tx, given.admin, 'resume', { name: 'b' }))
  const [, resumed] = await listMailProviders(db, given.admin)
  const { deliveryId } = await inTx(db, (tx) => sendTest(tx, given.admin, { ...sample, provider: 'b' }))

  expect(resting).toMatchObject({ name: 'b', state: 'resting', restUntil: null })
  expect(resumed).toMatchObject({ name: 'b', state: 'healthy' })
  expect(await getDelivery(db, given.admin, deliveryId)).toMatchObject({
    state: 'queued',
    type: 'mail.test',
    to: { id: given.admin.id },
  })
  await runJobs(db)
  const entries = await db
    .selectFrom('audit_entries')
    .select(['action', 'target_id', 'reason'])
    .orderBy('id')
    .execute()
  expect(entries).toEqual([
    { action: 'mail.rest', target_id: 'b', reason: 'Too dear.' },
    { action: 'mail.resume', target_id: 'b', reason: null },
    { action: 'mail.test', target_id: 'b', reason: null },
  ])
  expect(await inTx(db, (tx) => restProvider(tx, 'nobody'))).toBe(false)
  await expect(
    inTx(db, (tx) => sendTest(tx, given.admin, { ...sample, provider: 'nobody' })),
  ).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(
    inTx(db, (tx) => changeProvider(tx, given.officerNorth, 'rest', { name: 'a' })),
  ).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(inTx(db, (tx) => sendTest(tx, given.vendor, sample))).rejects.toMatchObject({
    code: 'not_permitted',
  })
})
