import {
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  sendTest,
  smsAddressOf,
  updateWebhook,
} from '@belfry/engine/webhooks'
import type { Actor } from '@belfry/shared'
import { topicGroups } from '@belfry/shared/webhooks'
import { CreateWebhookInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'

const settings = {
  secret: 'only-for-tests-and-therefore-no-secret-at-all',
  hosts: 'public',
  publicUrl: 'https://belfry.test',
} as const

async function town() {
  const { db, given } = await databaseWithPeople()
  const make = (by: Actor, more: Partial<CreateWebhookInput> = {}) =>
    inTx(db, (tx) =>
      createWebhook(
        tx,
        by,
        CreateWebhookInput.parse({
          name: 'Warehouse',
          url: 'https://hooks.example.org/in?token=t0ken',
          topics: ['shift'],
          ...more,
        }),
        settings,
      ),
    )
  return { db, given, make }
}

test('a secret is shown once, differs from every other, and stands in no table', async () => {
  const { db, given, make } = await town()

  const { endpoint, secret } = await make(given.admin, { idempotencyKey: 'k' })
  const again = await make(given.admin, { idempotencyKey: 'k' })
  const other = await make(given.admin)
  const rotated = await inTx(db, (tx) =>
    rotateSecret(tx, given.admin, { id: endpoint.id, overlapHours: 24 }, settings),
  )

  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
  expect(again).toEqual({ endpoint, secret: null })
  expect(new Set([secret, other.secret, rotated.secret]).size).toBe(3)
  expect(await listWebhooks(db, given.admin, { mine: false })).toHaveLength(2)
  await runJobs(db)
  const tables = ['webhook_endpoints', 'events', 'audit_entries', 'idempotency_keys', 'messages'] as const
  for (const table of tables) {
    const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute())
    for (const shown of [secret, other.secret, rotated.secret]) expect(rows).not.toContain(shown)
  }
})

test('the address of a channel is shown no more than a secret is, not even in the trail', async () => {
  const { db, given, make } = await town()

  const { endpoint, secret } = await make(given.admin, {
    kind: 'slack',
    url: 'https://hooks.slack.com/services/T1/B1/very-secret',
  })
  await inTx(db, (tx) =>
    updateWebhook(
      tx,
      given.admin,
      { id: endpoint.id, url: 'https://hooks.slack.com/services/T1/B1/secret-too', name: 'Dispatch' },
      settings,
    ),
  )

  expect(secret).toBeNull()
  expect(endpoint.url).toBe('https://hooks.slack.com/…')
  await runJobs(db)
  const trail = JSON.stringify(await db.selectFrom('audit_entries').selectAll().execute())
  expect(trail).toContain('Dispatch')
  expect(trail).not.toMatch(/secret/)
  await expect(
    inTx(db, (tx) => rotateSecret(tx, given.admin, { id: endpoint.id, overlapHours: 0 }, settings)),
  ).rejects.toMatchObject({ code: 'webhook_unsigned' })
})

test.each([
  'http://hooks.example.org/in',
  'https://127.0.0.1/in',
  'https://[::ffff:10.0.0.1]/in',
  'https://2130706433/in',
  'https://me:secret@hooks.example.org/in',
  'https://intranet/in',
  'https://service.internal/in',
])('%s is no address to be called', async (url) => {
  const { given, make } = await town()

  await expect(make(given.admin, { url })).rejects.toMatchObject({ code: 'webhook_address' })
})

test('nobody else makes one, none asks for what there is not, and there is an end to them', async () => {
  const { db, given, make } = await town()

  await expect(make(given.officerNorth)).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(make(given.admin, { topics: ['shift.explode'] })).rejects.toMatchObject({
    code: 'invalid_input',
  })
  for (let i = 0; i < 50; i++) await make(given.admin)
  await expect(make(given.admin)).rejects.toMatchObject({ code: 'too_many_webhooks' })

  const [first] = await listWebhooks(db, given.admin, { mine: false })
  await inTx(db, (tx) => removeWebhook(tx, given.admin, first!.id))
  await expect(getWebhook(db, given.admin, first!.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(inTx(db, (tx) => sendTest(tx, given.admin, first!.id))).rejects.toMatchObject({
    code: 'not_found',
  })
  await make(given.admin)
})

test('one’s own needs no permission, asks for no topics, and is nobody else’s business, not even an admin’s', async () => {
  const { db, given, make } = await town()
  const own = { mine: true, topics: [] }
  const { endpoint } = await make(given.vendor, own)
  const { id } = endpoint

  expect(endpoint).toMatchObject({ mine: true, topics: [] })
  expect(await listWebhooks(db, given.vendor, { mine: true })).toMatchObject([{ id }])
  for (const other of [given.officerNorth, given.admin]) {
    expect(await listWebhooks(db, other, { mine: true })).toEqual([])
    await expect(getWebhook(db, other, id)).rejects.toMatchObject({
      code: other === given.admin ? 'not_found' : 'not_permitted',
    })
  }
  expect(await listWebhooks(db, given.admin, { mine: false })).toEqual([])
  await expect(inTx(db, (tx) => removeWebhook(tx, given.admin, id))).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(make(given.vendor, { mine: true })).rejects.toMatchObject({ code: 'invalid_input' })
  await expect(make(given.admin, { topics: [] })).rejects.toMatchObject({ code: 'invalid_input' })
  for (let i = 0; i < 4; i++) await make(given.vendor, own)
  await expect(make(given.vendor, own)).rejects.toMatchObject({ code: 'too_many_webhooks' })
  await make(given.officerNorth, own)
})

test('every change is on the trail, with what it changed and who did it', async () => {
  const { db, given, make } = await town()
  const { endpoint } = await make(given.admin)
  const { id } = endpoint
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id, topics: ['internship'] }, settings))
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id, topics: ['internship'] }, settings))
  await inTx(db, (tx) => rotateSecret(tx, given.admin, { id, overlapHours: 0 }, settings))
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id, enabled: false }, settings))
  await inTx(db, (tx) => removeWebhook(tx, given.admin, id))
  await runJobs(db)

  const entries = await db
    .selectFrom('audit_entries')
    .select(['action', 'target_title', 'actor_name', 'before', 'after'])
    .orderBy('id')
    .execute()

  expect(entries.map(({ action }) => action)).toEqual([
    'webhook.create',
    'webhook.update',
    'webhook.rotate',
    'webhook.update',
    'webhook.remove',
  ])
  expect(entries[1]).toMatchObject({
    target_title: 'Warehouse',
    actor_name: 'Ada Admin',
    before: { topics: ['shift'] },
    after: { topics: ['internship'] },
  })
  expect(entries[3]).toMatchObject({ before: { state: 'active' }, after: { state: 'disabled' } })
})

test('there is a topic for every workflow, and for each of its steps', () => {
  const shift = topicGroups.find(({ topic }) => topic === 'shift')

  expect(shift?.types).toEqual(expect.arrayContaining(['shift.submit', 'shift.approve', 'shift.urgent']))
})

const smsAddress = (query: string) =>
  smsAddressOf(`https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?${query}`)

test.each<[what: string, query: string, read: object]>([
  [
    'the token of the account',
    'token=hush&from=%2B15550100&to=%2B33600000000',
    { user: 'AC1', token: 'hush' },
  ],
  [
    'an API key',
    'user=SK9&token=hush&from=%2B15550100&to=%2B33600000000',
    { user: 'SK9', to: '+33600000000' },
  ],
  ['a messaging service', 'token=hush&from=MG7&to=%2B33600000000', { from: 'MG7' }],
  ['a plus as it is', 'token=hush&from=+15550100&to=+33600000000', { from: '+15550100', to: '+33600000000' }],
])('an address of text messages may have %s', (_, query, read) => {
  expect(smsAddress(query)).toMatchObject(read)
})

test.each([
  ['no token', 'from=%2B15550100&to=%2B33600000000'],
  ['a name for a number', 'token=hush&from=Belfry&to=%2B33600000000'],
  ['nobody to tell', 'token=hush&from=%2B15550100'],
])('an address of text messages with %s is none', (_, query) => {
  expect(smsAddress(query)).toBeNull()
})
