import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { takeFeedback } from '@belfry/engine/mail'
import { createLog } from '@belfry/log'
import { newId } from '@belfry/shared'
import type { Feedback } from '@belfry/shared/mail'
import type { FreshDatabase } from '@belfry/testing'
import { type Given, databaseWithPeople } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono/tiny'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answerError } from '../src/http/answer.ts'
import type { Env } from '../src/http/env.ts'
import { feedbackRoutes } from '../src/http/feedback.ts'
import { requests } from '../src/http/requests.ts'

const topic = 'arn:aws:sns:eu-west-1:123456789012:mail-events'
const amazon = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const sendgrid = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
const secret = 'shared-with-the-relay-of-these-tests'
const certificateUrl = 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-abc.pem'

let database: FreshDatabase & { given: Given }
let url: string
/** What was fetched from Amazon. */
const fetched: string[] = []
/** Who was turned away. */
const refused: string[] = []

beforeAll(async () => {
  database = await databaseWithPeople()
  const log = createLog('api', 'silent')
  const app = new Hono<Env>()
  app.use(requests(log, 0))
  app.onError((error, c) => answerError(c, error, log))
  const watch = { turnedAway: (_: unknown, door: string) => void refused.push(door) }
  const settings = {
    snsTopics: [topic],
    sendgridKey: sendgrid.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    secret,
    tracking: false,
  }
  const get = (at: URL) => {
    fetched.push(at.href)
    return Promise.resolve(amazon.publicKey.export({ format: 'pem', type: 'spki' }).toString())
  }
  app.route('/hooks/mail', feedbackRoutes({ db: database.db, watch: watch as never }, settings, get))
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }) as never)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  afterAll(() => void server.close())
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/mail`
})

/** A mail that was handed to a provider; who it is to, and what the provider calls it. */
async function sentMail(state = 'sent') {
  const { given, db } = database
  const item = await given.case('shift', { by: given.vendor, vehicle: `Bus ${newId()}` })
  const providerId = `provider-${randomUUID()}`
  const address = `nora.${randomUUID()}@belfry.test`
  const later = new Date(Date.now() + 3_600_000) // or the next run of the jobs would try it again
  const [{ id } = { id: '' }] = await db
    .updateTable('deliveries')
    .set({ state, provider_id: providerId, address: address.toUpperCase(), next_at: later })
    .where('channel', '=', 'mail')
    .where('person_id', '=', given.officerNorth.id)
    .where('event_id', 'in', (eb) => eb.selectFrom('events').select('id').where('case_id', '=', item.id))
    .returning('id')
    .execute()
  return { id, providerId, address }
}
const stateOf = async (id: string) => {
  const { db } = database
  const mail = await db
    .selectFrom('deliveries')
    .select(['state', 'error', 'next_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const kinds = await db
    .selectFrom('delivery_events')
    .select('kind')
    .where('delivery_id', '=', id)
    .orderBy('at')
    .execute()
  return { ...mail, heard: kinds.map(({ kind }) => kind) }
}
const suppressed = async (address: string) =>
  (
    await database.db
      .selectFrom('suppressions')
      .select('reason')
      .where('address', '=', address)
      .executeTakeFirst()
  )?.reason
const post = async (at: string, body: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${url}${at}`, { method: 'POST', body, headers })
  return { status: answer.status, body: (await answer.json().catch(() => ({}))) as { taken?: number } }
}

const sns = (over: Record<string, string>, { version = '2', key = amazon.privateKey } = {}) => {
  const message: Record<string, string> = {
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: topic,
    Message: '',
    Timestamp: '2026-11-20T10:00:05.000Z',
    SignatureVersion: version,
    SigningCertURL: certificateUrl,
    ...over,
  }
  const parts = ['Message', 'MessageId', 'SubscribeURL', 'Subject', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = parts.flatMap((name) => (message[name] ? [`${name}\n${message[name]}\n`] : [])).join('')
  const signature = sign(version === '1' ? 'sha1' : 'sha256', Buffer.from(text), key).toString('base64')
  return JSON.stringify({ ...message, Signature: signature })
}
const ses = (messageId: string, address: string, over: Record<string, unknown>) =>
  JSON.stringify({
    mail: { messageId, timestamp: '2026-11-20T10:00:00.000Z', destination: [address] },
    ...over,
  })
const bounce = (address: string, bounceType: string) => ({
  eventType: 'Bounce',
  bounce: {
    bounceType,
    bounceSubType: 'NoEmail',
    bouncedRecipients: [{ emailAddress: address, diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    timestamp: '2026-11-20T10:00:03.000Z',
  },
})
const delivery = { eventType: 'Delivery', delivery: { timestamp: '2026-11-20T10:00:04.000Z' } }

test('what SES says by SNS in either signature moves a mail on, and never back; a hard bounce suppresses', async () => {
  const mail = await sentMail()
  const say = (over: Record<string, unknown>, how?: { version: string }) =>
    post('/ses', sns({ Message: ses(mail.providerId, mail.address, over), Subject: 'Amazon SES' }, how))

  const first = await say(bounce(mail.address, 'Permanent'), { version: '1' })
  const again = await say(bounce(mail.address, 'Permanent'))
  const late = await say(delivery)
  const bounced = await stateOf(mail.id)
  const complaint = { complainedRecipients: [{ emailAddress: mail.address }], complaintFeedbackType: 'abuse' }
  await say({
    notificationType: 'Complaint',
    complaint: { ...complaint, timestamp: '2026-11-20T11:00:00.000Z' },
  })
  const soft = await sentMail()
  await post('/ses', sns({ Message: ses(soft.providerId, soft.address, bounce(soft.address, 'Transient')) }))
  await runJobs(database.db)

  expect([first, again, late]).toMatchObject([
    { status: 200, body: { taken: 1 } },
    { status: 200, body: { taken: 0 } },
    { status: 200, body: { taken: 1 } },
  ])
  expect(bounced).toMatchObject({
    state: 'bounced',
    error: 'smtp; 550 5.1.1 user unknown',
    next_at: null,
    heard: ['bounced', 'delivered'],
  })
  expect(await stateOf(mail.id)).toMatchObject({ state: 'complained' })
  expect(await suppressed(mail.address)).toBe('complaint')
  expect(await stateOf(soft.id)).toMatchObject({ state: 'bounced' })
  expect(await suppressed(soft.address)).toBeUndefined()
  const trail = await database.db
    .selectFrom('audit_entries')
    .select(['reason', 'actor_kind'])
    .where('action', '=', 'mail.suppress')
    .where('target_id', '=', mail.address)
    .execute()
  expect(trail).toEqual([{ reason: 'hard_bounce', actor_kind: 'system' }])
})

test('a message that is not Amazon’s, or of another topic, or altered, changes nothing', async () => {
  const mail = await sentMail()
  const message = ses(mail.providerId, mail.address, bounce(mail.address, 'Permanent'))
  const asked = fetched.length
  const elsewhere = [
    'https://sns.eu-west-1.amazonaws.com.evil.test/a.pem',
    'https://evil.test/sns.eu-west-1.amazonaws.com/a.pem',
    'http://sns.eu-west-1.amazonaws.com/a.pem',
    'https://user@sns.eu-west-1.amazonaws.com/a.pem',
    'https://sns.eu-west-1.amazonaws.com:8443/a.pem',
    'https://s3.eu-west-1.amazonaws.com/a.pem',
    'file:///etc/passwd',
  ]

  const answers = await Promise.all([
    ...elsewhere.map((at) =>
      post('/ses', sns({ Message: message, SigningCertURL: at }, { key: stranger.privateKey })),
    ),
    post('/ses', sns({ Message: message, TopicArn: `${topic}-of-others` })),
    post('/ses', sns({ Message: message }, { key: stranger.privateKey })),
    post('/ses', sns({ Message: message }).replace('Permanent', 'Transient')),
    post('/ses', 'no JSON'),
  ])

  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403))
  expect(fetched.slice(asked).filter((at) => at !== certificateUrl)).toEqual([])
  expect(await stateOf(mail.id)).toMatchObject({ state: 'sent', heard: [] })
  expect(await suppressed(mail.address)).toBeUndefined()
  expect(refused).toContain('/hooks/mail')
})

test('a subscription to a topic of ours is confirmed, at Amazon’s address alone', async () => {
  const at = 'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&Token=abc'
  const confirmation = { Type: 'SubscriptionConfirmation', Message: 'You chose …', Token: 'abc' }

  const confirmed = await post('/ses', sns({ ...confirmation, SubscribeURL: at }))
  const before = fetched.length
  const elsewhere = await post('/ses', sns({ ...confirmation, SubscribeURL: 'https://evil.test/?Token=abc' }))

  expect(confirmed.status).toBe(200)
  expect(fetched).toContain(at)
  expect(elsewhere.status).toBe(403)
  expect(fetched.length).toBe(before)
})

test('a signed batch of SendGrid is taken whole, in any order; an altered one is not', async () => {
  const [byArgument, byId, blocked] = [await sentMail(), await sentMail('unclear'), await sentMail()]
  const event = (event: string, timestamp: number, more: Record<string, unknown>) => ({
    event,
    timestamp,
    sg_event_id: randomUUID(),
    ...more,
  })
  const batch = JSON.stringify([
    event('spamreport', 300, { delivery: byArgument.id, email: byArgument.address }),
    event('delivered', 200, { delivery: byArgument.id, response: '250 OK' }),
    event('deferred', 100, { delivery: byArgument.id, response: '421 later' }),
    event('delivered', 200, { sg_message_id: `${byId.providerId}.recvd-5f-1.0` }),
    event('open', 201, { sg_message_id: `${byId.providerId}.recvd-5f-1.0` }),
    event('bounce', 150, { delivery: blocked.id, type: 'blocked', reason: '554 listed' }),
    event('processed', 1, { delivery: blocked.id }),
    { event: 'delivered' },
  ])
  const timestamp = '1795000000'
  const signature = sign('sha256', Buffer.from(timestamp + batch), sendgrid.privateKey).toString('base64')
  const headers = {
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': signature,
  }

  const altered = await post('/sendgrid', batch.replace('blocked', 'bounce!'), headers)
  const unsigned = await post('/sendgrid', batch)
  const untouched = await stateOf(blocked.id)
  const taken = await post('/sendgrid', batch, headers)
  const again = await post('/sendgrid', batch, headers)

  expect([altered.status, unsigned.status]).toEqual([403, 403])
  expect(untouched.state).toBe('sent')
  expect([taken.body, again.body]).toEqual([{ taken: 5 }, { taken: 0 }])
  expect(await stateOf(byArgument.id)).toMatchObject({
    state: 'complained',
    heard: ['deferred', 'delivered', 'complained'],
  })
  expect(await suppressed(byArgument.address)).toBe('complaint')
  expect(await stateOf(byId.id)).toMatchObject({ state: 'delivered', heard: ['delivered'], next_at: null })
  expect(await stateOf(blocked.id)).toMatchObject({ state: 'bounced', error: '554 listed' })
  expect(await suppressed(blocked.address)).toBeUndefined()
})

test('a relay of one’s own says it in JSON, signed; addresses are suppressed also where the mail is gone', async () => {
  const mail = await sentMail()
  const signed = (body: string, { at = Date.now(), key = secret } = {}) => {
    const timestamp = String(Math.floor(at / 1000))
    const signature = createHmac('sha256', key).update(`msg_1.${timestamp}.${body}`).digest('base64')
    return {
      'webhook-id': 'msg_1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,AAAA v1,${signature}`,
    }
  }
  const say = (events: unknown[], how?: { at?: number; key?: string }) => {
    const body = JSON.stringify({ events })
    return post('/generic', body, signed(body, how))
  }
  const deferred = { id: 'a', kind: 'deferred', deliveryId: mail.id, detail: 'greylisted' }

  const taken = await say([
    deferred,
    { id: 'b', kind: 'bounced', hard: true, address: 'OfficerSouth@belfry.test' },
    { id: 'c', kind: 'bounced', hard: true, address: 'nobody.of.ours@away.test' },
  ])
  const refusals = [
    await say([deferred], { at: Date.now() - 10 * 60_000 }),
    await say([deferred], { key: 'another secret' }),
    await say([{ id: 'd', kind: 'eaten' }]),
    await post('/generic', 'x'.repeat(1_100_000), signed('x')),
  ]

  expect(taken.body).toEqual({ taken: 1 })
  expect(await stateOf(mail.id)).toMatchObject({ state: 'deferred', error: 'greylisted' })
  expect(await suppressed('officersouth@belfry.test')).toBe('hard_bounce')
  expect(await suppressed('nobody.of.ours@away.test')).toBeUndefined()
  expect(refusals.map(({ status }) => status)).toEqual([403, 403, 400, 413])
})

test('many at once who say the same in another order leave every mail in the same state', async () => {
  const mails = [await sentMail(), await sentMail(), await sentMail(), await sentMail()]
  const kinds = ['delivered', 'complained', 'deferred', 'bounced', 'opened'] as const
  const news: Feedback[] = mails.flatMap(({ id }) =>
    kinds.map((kind, place) => ({
      id: `${id} ${kind}`,
      kind,
      hard: true,
      deliveryId: id,
      providerId: null,
      address: null,
      at: new Date(Date.UTC(2026, 10, 20, 10, place)),
      detail: kind,
    })),
  )
  const turned = (by: number) => [...news.slice(by), ...news.slice(0, by)]

  const taken = await Promise.all(
    Array.from({ length: 8 }, (_, i) =>
      takeFeedback(database.db, 'generic', i % 2 ? turned(i * 2) : turned(i * 2).toReversed()),
    ),
  )

  expect(taken.reduce((sum, count) => sum + count, 0)).toBe(news.length)
  for (const { id, address } of mails) {
    expect(await stateOf(id)).toMatchObject({ state: 'complained' })
    expect(await suppressed(address)).toBe('complaint')
  }
})
