import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LookupFunction } from 'node:net'
import type { Db } from '@belfry/db'
import { signingKeyFrom } from '@belfry/engine/audit'
import { act, submit } from '@belfry/engine/cases'
import { defaultLimits, deliverHeld, fanOut, keepDefault, listInbox, why } from '@belfry/engine/notify'
import { setPreferences } from '@belfry/engine/preferences'
import { setFlag } from '@belfry/engine/system'
import {
  callDue,
  createWebhook,
  getWebhook,
  getWebhookDelivery,
  listWebhookDeliveries,
  removeWebhook,
  resendWebhook,
  rotateSecret,
  sendTest,
  updateWebhook,
} from '@belfry/engine/webhooks'
import { createLog } from '@belfry/log'
import { type Actor, clock, newId } from '@belfry/shared'
import { SwitchedOff } from '@belfry/shared/flags'
import {
  CreateWebhookInput,
  ListNotificationsInput,
  SetPreferencesInput,
  WebhookDeliveriesInput,
} from '@belfry/shared/wire'
import { openStorage } from '@belfry/storage'
import { filesOf } from '@belfry/testing/apps'
import { eventually } from '@belfry/testing/eventually'
import { type Given, databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterEach, expect, test, vi } from 'vitest'
import { post, publicOnly } from '../src/channels/post.ts'
import { createCaller } from '../src/channels/webhook/caller.ts'
import { sendWebhooks } from '../src/tasks/send-webhooks.ts'
import { tellEndpoints } from '../src/tasks/tell-endpoints.ts'
import { noPostOffice } from './support/post-office.ts'
import { givenReceiver } from './support/receiver.ts'
import { startWorker } from './support/start.ts'

const secret = 'only-for-tests-and-therefore-no-secret-at-all'
const settings = { secret, hosts: 'any', publicUrl: 'https://belfry.test/' } as const
const [MINUTE, HOUR] = [60_000, 3_600_000]

let passed = 0
const move = (ms: number) => {
  const real = Date.now
  passed += ms
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(real() + passed))
}
afterEach(() => {
  passed = 0
  vi.restoreAllMocks()
})

test('an event goes to the endpoints that asked for it, signed as the standard says', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint, secret: shown } = await create({ topics: ['shift.approve'] })
  await create({ name: 'Internships', topics: ['internship', 'shift.reject', 'access'] })
  const item = await file(db, given)
  await approve(db, given, item.id)

  await work(db)

  expect(receiver.received).toHaveLength(1)
  const { body, headers } = receiver.received[0]!
  const payload = new Webhook(shown!).verify(body, headers)
  expect(payload).toEqual({
    type: 'shift.approve',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    data: {
      eventId: expect.any(String),
      actor: { kind: 'person', id: given.officerNorth.id, name: 'Nora North' },
      case: {
        id: item.id,
        workflow: 'shift',
        title: 'Bus 12',
        scope: 'station:north',
        url: `https://belfry.test/cases/${item.id}`,
      },
      change: { from: 'pending', to: 'approved' },
      reason: null,
      target: null,
      text: 'Nora North approved this shift',
      locale: 'en',
    },
  })
  expect(headers['content-type']).toBe('application/json')
  expect(() => new Webhook(`whsec_${'A'.repeat(44)}`).verify(body, headers)).toThrow(/signature/i)
  const [delivery] = await deliveries(db, given.admin, endpoint.id)
  expect(delivery).toMatchObject({ state: 'sent', attempts: 1, status: 204, error: null })
  expect(headers['webhook-id']).toBe(`msg_${delivery!.id}`)
  expect(await getWebhook(db, given.admin, endpoint.id)).toMatchObject({ sent: 1, failed: 0, waiting: 0 })
})

test('a workflow stands for all that happens to its cases, and an event told twice is sent once', async () => {
  const { db, given, receiver, create } = await town()
  await create({ topics: ['shift'] })
  const item = await file(db, given)
  await approve(db, given, item.id)
  const events = (await queuedJobs(db)).filter(({ task }) => task === 'tell_endpoints')

  await work(db)
  for (const { payload } of events) await tellEndpoints(payload as { eventId: string }, await context(db))
  await work(db)

  expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual([
    'shift.submit',
    'shift.approve',
  ])
})

test('where there is no endpoint an event makes no job for one', async () => {
  const { db, given, create } = await town()
  await file(db, given)
  expect(tasks(await queuedJobs(db))).toEqual(['fan_out', 'write_audit'])

  const { endpoint } = await create({ topics: ['shift'] })
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id: endpoint.id, enabled: false }, settings))
  await tell(db)
  await file(db, given)

  expect(tasks(await queuedJobs(db))).not.toContain('tell_endpoints')
})

test('one’s own gets what its person is told, in his words, as his preferences say, and nothing of others', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint, secret: shown } = await create({ mine: true, name: 'My phone' }, given.vendor)
  const item = await file(db, given) // the vendor knows: he filed it
  await approve(db, given, item.id)
  await told(db)

  await work(db)

  expect(receiver.received).toHaveLength(1)
  const { body, headers } = receiver.received[0]!
  expect(new Webhook(shown!).verify(body, headers)).toMatchObject({
    type: 'shift.approve',
    data: {
      case: { id: item.id },
      text: expect.stringContaining('Nora North approved the shift of'),
      notification: {
        type: 'shift.approved',
        category: 'shift',
        tone: 'success',
        title: 'Shift for Bus 12 approved',
        url: `https://belfry.test/cases/${item.id}`,
      },
    },
  })
  expect((await deliveries(db, given.vendor, endpoint.id)).map(({ state }) => state)).toEqual(['sent'])
  const message = await newest(db, given.vendor)
  expect((await why(db, given.vendor, message)).channels.at(-1)).toMatchObject({
    channel: 'webhook',
    outcome: 'now',
    delivery: { state: 'sent', attempts: [{ provider: 'My phone', outcome: 'sent', error: null }] },
  })

  await inTx(db, (tx) =>
    setPreferences(
      tx,
      given.vendor,
      SetPreferencesInput.parse({ categories: { shift: { webhook: 'off' } } }),
    ),
  )
  await approve(db, given, (await file(db, given)).id)
  await told(db)
  await work(db)
  expect(receiver.received).toHaveLength(1)
  expect((await why(db, given.vendor, await newest(db, given.vendor))).channels.at(-1)).toMatchObject({
    outcome: 'off',
    delivery: null,
  })
})

test('one’s own waits for the end of quiet hours, and what can go nowhere any more says so', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ mine: true }, given.vendor)
  const items = [await file(db, given), await file(db, given)]
  const webhook = async () =>
    await db.selectFrom('deliveries').select(['state', 'error']).where('channel', '=', 'webhook').execute()
  const quiet = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '12:00' }]
  const now = vi.spyOn(clock, 'now').mockReturnValue(new Date('2026-11-20T08:00:00Z'))
  await inTx(db, (tx) =>
    setPreferences(tx, given.vendor, SetPreferencesInput.parse({ quiet, timeZone: 'UTC' })),
  )
  for (const { id } of items) await approve(db, given, id)
  await told(db)
  await work(db)
  expect(receiver.received).toHaveLength(0)
  expect(await webhook()).toMatchObject([{ state: 'held' }, { state: 'held' }])

  now.mockReturnValue(new Date('2026-11-20T12:00:01Z'))
  await deliverHeld(db)
  await inTx(db, (tx) => removeWebhook(tx, given.vendor, endpoint.id))
  await work(db)

  expect(receiver.received).toHaveLength(0)
  const gone = { state: 'failed', error: 'The person has no webhook any more.' }
  expect(await webhook()).toEqual([gone, gone])
})

test('while a secret is changed both sign, and afterwards only the new one', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint, secret: old } = await create({ topics: ['shift'] })

  const { secret: fresh } = await inTx(db, (tx) =>
    rotateSecret(tx, given.admin, { id: endpoint.id, overlapHours: 2 }, settings),
  )
  await file(db, given)
  await work(db)
  move(2 * HOUR + MINUTE)
  await file(db, given)
  await work(db)

  const [during, later] = receiver.received
  for (const each of [old!, fresh]) expect(verified(each, during!)).toBe(true)
  expect([verified(fresh, later!), verified(old!, later!)]).toEqual([true, false])
})

test('what fails is tried again after growing pauses for three days, with the same id; then the endpoint is disabled and administrators hear of it', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ topics: ['shift'], name: 'Warehouse' })
  receiver.answer = (_, response) => void response.writeHead(500).end(`\0${'🔔'.repeat(3_000)}`)
  await file(db, given)
  await work(db)
  const pauses: number[] = []
  const lookAhead = async () => (await deliveries(db, given.admin, endpoint.id))[0]!

  for (let due = (await lookAhead()).dueAt; due; due = (await lookAhead()).dueAt) {
    const pause = new Date(due).getTime() - clock.now().getTime()
    pauses.push(pause)
    move(pause - 5_000)
    await callDue(db)
    await work(db)
    expect(receiver.received).toHaveLength(pauses.length) // not a moment too early
    move(10_000)
    expect(await callDue(db)).toBe(1)
    await work(db)
  }

  expect(receiver.received).toHaveLength(10)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
  const schedule = [5 / 60, 5, 30, 120, 300, 600, 840, 1200, 1440].map((minutes) => minutes * MINUTE)
  for (const [place, pause] of schedule.entries()) {
    expect(pauses[place]).toBeGreaterThan(pause * 0.9 - 15_000)
    expect(pauses[place]).toBeLessThanOrEqual(pause * 1.1)
  }
  const { history, ...delivery } = await getWebhookDelivery(db, given.admin, (await lookAhead()).id, settings)
  expect(delivery).toMatchObject({ state: 'failed', status: 500, error: 'It answered 500.' })
  expect(history.map(({ attempt }) => attempt)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  expect(history[0]!.response).toBe(`${'🔔'.repeat(999)}\ufffd`)
  expect(await getWebhook(db, given.admin, endpoint.id)).toMatchObject({ state: 'disabled', why: 'failing' })
  await runJobs(db)
  const messages = db.selectFrom('messages').select('title').where('locale', '=', 'en')
  expect(await messages.execute()).toContainEqual({ title: 'Webhook disabled: Warehouse' })

  receiver.answer = (_, response) => void response.writeHead(204).end()
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id: endpoint.id, enabled: true }, settings))
  await inTx(db, (tx) => resendWebhook(tx, given.admin, delivery.id))
  await work(db)
  expect(await lookAhead()).toMatchObject({ state: 'sent', attempts: 11 })
  expect(receiver.received.at(-1)!.headers['webhook-id']).toBe(`msg_${delivery.id}`)
})

test('several jobs at once send each delivery once, and no more than eight at a time', async () => {
  const { db, given, receiver, create } = await town()
  await create({ topics: ['shift'] })
  let open = 0
  let most = 0
  receiver.answer = (_, response) => {
    most = Math.max(most, ++open)
    setImmediate(() => void (open--, response.writeHead(204).end()))
  }
  for (let i = 0; i < 20; i++) await file(db, given)
  await tell(db)
  const jobs = await take(db, 'send_webhooks')
  expect(jobs).toHaveLength(20)

  await Promise.all(
    jobs.map(async (payload) => sendWebhooks(payload as { endpointId: string }, await context(db))),
  )

  expect(receiver.received).toHaveLength(20)
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20)
  expect(most).toBeLessThanOrEqual(8)
})

test('an endpoint that says it is gone is disabled at once; what waits goes out when it is enabled again', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ topics: ['shift'] })
  receiver.answer = (_, response) => void response.writeHead(410).end()
  await file(db, given)
  await work(db)
  await file(db, given)
  await work(db)

  expect(receiver.received).toHaveLength(1)
  expect(await getWebhook(db, given.admin, endpoint.id)).toMatchObject({
    state: 'disabled',
    why: 'gone',
    waiting: 1,
  })
  await expect(inTx(db, (tx) => sendTest(tx, given.admin, endpoint.id))).rejects.toMatchObject({
    code: 'webhook_off',
  })

  receiver.answer = (_, response) => void response.writeHead(200).end('thanks')
  await inTx(db, (tx) => updateWebhook(tx, given.admin, { id: endpoint.id, enabled: true }, settings))
  move(MINUTE)
  await work(db)
  expect(await deliveries(db, given.admin, endpoint.id)).toMatchObject([{ state: 'sent', attempts: 2 }])
})

test('an endpoint that fails again and again rests, and one delivery shows that it is back', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ topics: ['shift'] })
  let broken = true
  receiver.answer = (_, response) => void response.writeHead(broken ? 503 : 204).end()
  for (let i = 0; i < 12; i++) await file(db, given)
  await tell(db)

  await work(db)
  expect(receiver.received).toHaveLength(12)
  move(MINUTE)
  expect(await callDue(db)).toBe(0)

  move(5 * MINUTE)
  await callDue(db)
  await work(db)
  expect(receiver.received).toHaveLength(13)

  broken = false
  move(6 * MINUTE)
  await callDue(db)
  await work(db)
  move(6 * MINUTE)
  await callDue(db)
  await work(db)
  const all = await deliveries(db, given.admin, endpoint.id)
  expect(all.map(({ state }) => state)).toEqual(Array.from({ length: 12 }, () => 'sent'))
})

test('one that asks for time is given it, and one that does not answer is not waited for', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ topics: ['shift'] })
  const hanging: ServerResponse[] = []
  receiver.answer = (_: IncomingMessage, response) =>
    receiver.received.length === 1
      ? void hanging.push(response)
      : void response.writeHead(429, { 'retry-after': '1200' }).end()
  await file(db, given)

  await work(db)
  expect(await deliveries(db, given.admin, endpoint.id)).toMatchObject([
    { state: 'waiting', status: null, error: 'It did not answer in time.' },
  ])
  move(10_000)
  await callDue(db)
  await work(db)

  const [delivery] = await deliveries(db, given.admin, endpoint.id)
  expect(new Date(delivery!.dueAt!).getTime() - clock.now().getTime()).toBeGreaterThan(19 * MINUTE)
})

test('redirects are not followed, and our own network is not called: by its address, by name, or by a name that leads elsewhere a moment later', async () => {
  const { db, given, receiver, create } = await town()
  const inner = await givenReceiver()
  const { endpoint } = await create({ topics: ['shift'] })
  receiver.answer = (_, response) => void response.writeHead(307, { location: inner.url }).end()
  await file(db, given)
  await work(db)
  expect(await deliveries(db, given.admin, endpoint.id)).toMatchObject([
    { state: 'waiting', status: 307, error: 'It answered 307; redirects are not followed.' },
  ])
  expect(inner.received).toEqual([])

  // Whatever was allowed when it was made is looked at again when it is called.
  await work(db, { at: MINUTE, hosts: 'public' })
  expect(await deliveries(db, given.admin, endpoint.id)).toMatchObject([
    { state: 'waiting', status: null, error: 'This is no address that may be called.' },
  ])
  const answers = ['93.184.215.14', '127.0.0.1', '::ffff:127.0.0.1', '169.254.169.254', '100.64.0.1']
  const changing: LookupFunction = (_, __, done) => {
    const address = answers.shift()!
    done(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }
  // The address that was looked at is the one that is connected to: the name is not asked for twice.
  publicOnly(changing)('hook.example.org', {}, (error, address) =>
    expect([error, address]).toEqual([null, '93.184.215.14']),
  )
  const reach = (host: string) =>
    post(new URL(`https://${host}:${inner.port}/`), {
      hosts: 'public',
      body: Buffer.from('{}'),
      headers: {},
      lookup: changing,
    }).then(
      () => 'answered',
      (error: NodeJS.ErrnoException) => error.code,
    )
  while (answers.length > 0) expect(await reach('hook.example.org')).toBe('ENOTALLOWED')
  for (const host of [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '10.0.0.1',
    'localhost',
  ])
    expect([host, await reach(host)]).toEqual([host, 'ENOTALLOWED'])
  expect(inner.received).toEqual([])
})

test('Slack and Teams get the news in the language of their channel, and what people wrote is text there', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint, secret: none } = await create({ kind: 'slack', topics: ['shift'], locale: 'fr' })
  const { endpoint: card } = await create({ kind: 'teams', topics: ['shift'], locale: 'ar' })
  receiver.answer = (_, response) => void response.writeHead(200).end('ok')
  await file(db, given, '<!channel> [x](http://evil.test)')

  await work(db)

  expect(none).toBeNull()
  expect(endpoint.url).toBe(`http://127.0.0.1:${receiver.port}/…`)
  const bodies = receiver.received.map(({ body }) => JSON.parse(body))
  const slack = bodies.find(({ blocks }) => blocks)
  expect(slack.text).toMatch(/&lt;!channel&gt;.* · Vera Vendor/)
  expect(slack.blocks[0]).toEqual({
    type: 'header',
    text: { type: 'plain_text', emoji: false, text: expect.stringContaining('<!channel>') },
  })
  expect(slack.blocks[2].elements[0]).toMatchObject({
    text: { text: 'Ouvrir dans Belfry' },
    url: expect.stringMatching(/^https:\/\/belfry.test\/cases\//),
  })
  const teams = bodies.find(({ attachments }) => attachments).attachments[0].content
  expect(teams).toMatchObject({
    type: 'AdaptiveCard',
    rtl: true,
    lang: 'ar',
    actions: [{ title: 'فتح في Belfry' }],
  })
  expect(teams.body.map(({ type }: { type: string }) => type)).toEqual(['RichTextBlock', 'RichTextBlock'])

  receiver.answer = (_, response) =>
    void response.writeHead(200).end('Webhook message delivery failed with error: 413')
  await inTx(db, (tx) => sendTest(tx, given.admin, card.id))
  await work(db)
  expect((await deliveries(db, given.admin, card.id))[0]).toMatchObject({
    type: 'webhook.test',
    state: 'waiting',
  })
})

test('a text message goes to one number, and neither the token nor the number is shown', async () => {
  const { db, given, receiver, create } = await town()
  const path = '/2010-04-01/Accounts/AC123/Messages.json'
  const address = `http://127.0.0.1:${receiver.port}${path}?token=hush&from=%2B15550100&to=%2B33600000000`
  const { endpoint } = await create({ kind: 'sms', topics: ['shift'], url: address })
  receiver.answer = (_, response) => void response.writeHead(201).end('{"sid":"SM1","status":"queued"}')
  await file(db, given)

  await work(db)

  expect(endpoint.url).toBe(`http://127.0.0.1:${receiver.port}/…`)
  const [call] = receiver.received
  expect(call).toMatchObject({
    path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from('AC123:hush').toString('base64')}`,
    },
  })
  const said = Object.fromEntries(new URLSearchParams(call!.body))
  expect(said).toMatchObject({ From: '+15550100', To: '+33600000000' })
  expect(said['Body']).toMatch(/^Shift: .* · .*\nhttps:\/\/belfry\.test\/cases\/[\w-]+$/)
  expect((await deliveries(db, given.admin, endpoint.id))[0]).toMatchObject({ state: 'sent', status: 201 })

  const without = `http://127.0.0.1:${receiver.port}${path}?from=%2B15550100&to=%2B33600000000`
  await expect(create({ kind: 'sms', topics: ['shift'], url: without })).rejects.toMatchObject({
    code: 'sms_address',
  })
})

test('a kept connection that the other side closes just then is no failure', async () => {
  const { db, given, receiver, create } = await town()
  const { endpoint } = await create({ topics: ['shift'] })
  // Hangs up once, instead of answering, on a connection that has been used before.
  const used = new WeakSet()
  let hungUp = false
  receiver.answer = ({ socket }, response) => {
    if (used.has(socket) && !hungUp) {
      hungUp = true
      socket.resetAndDestroy()
    } else response.writeHead(204).end()
    used.add(socket)
  }

  for (let i = 0; i < 20 && !hungUp; i++) {
    await file(db, given)
    await work(db)
  }

  expect(hungUp).toBe(true)
  const all = await deliveries(db, given.admin, endpoint.id)
  expect(receiver.received).toHaveLength(all.length + 1)
  expect(all.every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true)
})

test('while webhooks are switched off they wait, and go out when they are on again', async () => {
  const { db, given, receiver, create } = await town()
  await create({ topics: ['shift'] })
  const turn = (on: boolean) =>
    inTx(db, (tx) =>
      setFlag(tx, given.admin, { name: 'channel.webhook', on, reason: 'A test.' }, SwitchedOff.parse('')),
    )
  await turn(false)
  await file(db, given)
  await work(db)
  expect(receiver.received).toEqual([])

  await turn(true)
  await callDue(db)
  await work(db)
  expect(receiver.received).toHaveLength(1)
})

test('after a kill -9 while the receiver thinks, it is sent again under the same id', async () => {
  const { db, url, given, receiver, create } = await town()
  await create({ topics: ['shift'] })
  receiver.answer = () => {} // thinks
  const env = { DATABASE_URL: url, WEBHOOK_HOSTS: 'any' }
  const doomed = startWorker(env)
  await doomed.ready
  await file(db, given)
  await eventually('it is called', async () => receiver.received.length === 1)

  doomed.kill('SIGKILL')
  await doomed.exited
  receiver.answer = (_, response) => void response.writeHead(204).end()
  await startWorker(env).ready

  await eventually('it is called again', async () => receiver.received.length === 2)
  const [first, second] = receiver.received
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
  expect(second!.body).toBe(first!.body)
  await eventually('it is on record', async () => {
    const [row] = await db.selectFrom('webhook_deliveries').selectAll().execute()
    return row!.state === 'sent'
  })
  const attempts = await db
    .selectFrom('webhook_attempts')
    .select(['attempt', 'status'])
    .orderBy('attempt')
    .execute()
  expect(attempts).toEqual([
    { attempt: 1, status: null },
    { attempt: 2, status: 204 },
  ])
}, 60_000)

async function town() {
  const { db, url, given } = await databaseWithPeople()
  const receiver = await givenReceiver()
  const create = (more: Partial<CreateWebhookInput>, by: Actor = given.admin) =>
    inTx(db, (tx) =>
      createWebhook(
        tx,
        by,
        CreateWebhookInput.parse({ name: 'Warehouse', url: receiver.url, ...more }),
        settings,
      ),
    )
  return { db, url, given, receiver, create }
}

const file = (db: Db, given: Given, vehicle = 'Bus 12') =>
  inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver, vehicle }) }),
  )

const approve = (db: Db, given: Given, caseId: string) =>
  inTx(db, (tx) => act(tx, given.officerNorth, { caseId, action: 'approve' }))

const deliveries = async (db: Db, reader: Actor, endpointId: string) =>
  (await listWebhookDeliveries(db, reader, WebhookDeliveriesInput.parse({ endpointId }))).items

const newest = async (db: Db, person: Actor) =>
  (await listInbox(db, person, ListNotificationsInput.parse({}))).items[0]!.id

const verified = (key: string, { body, headers }: { body: string; headers: Record<string, string> }) => {
  // The library compares the time with its own clock.
  const at = new Date(Number(headers['webhook-timestamp']) * 1000)
  const signed = new Webhook(key).sign(headers['webhook-id']!, at, body)
  return headers['webhook-signature']!.split(' ').includes(signed)
}

const tasks = (jobs: { task: string }[]) => jobs.map(({ task }) => task).toSorted()

async function take(db: Db, task: string) {
  const { rows } = await sql<{ payload: never }>`
    with held as (select j.id, j.payload from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = ${task})
    delete from graphile_worker._private_jobs j using held where j.id = held.id returning held.payload`.execute(
    db,
  )
  return rows.map(({ payload }) => payload as Record<string, string>)
}

/** Tells people of all events that wait. */
async function told(db: Db) {
  for (const { eventId } of await take(db, 'fan_out')) await fanOut(db, eventId!)
}

/** Makes the deliveries of all events that wait. */
async function tell(db: Db) {
  for (const payload of await take(db, 'tell_endpoints'))
    await tellEndpoints(payload as { eventId: string }, await context(db))
}

/** Does what waits, by the worker's own tasks; `at` is how much later that is. */
async function work(db: Db, { at = 0, hosts = 'any' as 'any' | 'public' } = {}) {
  if (at > 0) move(at)
  await tell(db)
  if (at > 0) await callDue(db)
  for (const payload of await take(db, 'send_webhooks'))
    await sendWebhooks(payload as { endpointId: string }, await context(db, hosts))
}

const context = async (db: Db, hosts: 'any' | 'public' = 'any') => ({
  db,
  log: createLog('worker', 'silent'),
  postOffice: noPostOffice,
  pusher: { provider: 'nobody', send: () => Promise.reject(new Error('This is no push.')) },
  bounces: null,
  caller: createCaller({ ...settings, hosts, withinMs: 2_000 }),
  signingKey: signingKeyFrom(secret),
  witnesses: [],
  auditMonths: null,
  keep: keepDefault,
  telling: { limits: defaultLimits },
  storage: await openStorage({ kind: 'disk', folder: filesOf('postgres://webhooks') }),
  signal: new AbortController().signal,
  job: { id: newId(), attempt: 1 },
})
