import type { Db } from '@belfry/db'
import { signingKeyFrom } from '@belfry/engine/audit'
import { submit } from '@belfry/engine/cases'
import { defaultLimits, deliverHeld, fanOut, keepDefault, mark } from '@belfry/engine/notify'
import { isPublicAddress } from '@belfry/engine/outside'
import { listDevices, mayBePushService, sayLooking, subscribePush, vapidKeysFrom } from '@belfry/engine/push'
import { setFlag } from '@belfry/engine/system'
import { createLog } from '@belfry/log'
import { type Actor, clock, newId } from '@belfry/shared'
import { SwitchedOff } from '@belfry/shared/flags'
import { jobs } from '@belfry/shared/jobs'
import { openStorage } from '@belfry/storage'
import { filesOf } from '@belfry/testing/apps'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { publicOnly } from '../src/channels/post.ts'
import { LONGEST, encrypt } from '../src/channels/push/encrypt.ts'
import { createPusher } from '../src/channels/push/pusher.ts'
import { sendPush } from '../src/tasks/send-push.ts'
import { noPostOffice } from './support/post-office.ts'
import { givenBrowser, givenPushService, senderOf } from './support/push-service.ts'

const secret = 'only-for-tests-and-therefore-no-secret-at-all'
const log = createLog('worker', 'silent')
const fromHere = (text: string) => Buffer.from(text, 'base64url')

test('the example of RFC 8291 comes out as it stands there', () => {
  const browser = {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  }

  const body = encrypt(Buffer.from('When I grow up, I want to be a watermelon'), browser, {
    privateKey: fromHere('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
    salt: fromHere('DGv6ra1nlYgDCS1FRnbzlw'),
  })

  expect(body.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

test('the key is the same in every process, and another for another secret', () => {
  const { publicKey } = vapidKeysFrom(secret)

  expect(vapidKeysFrom(secret).publicKey).toBe(publicKey)
  expect(vapidKeysFrom(`${secret}!`).publicKey).not.toBe(publicKey)
  expect(fromHere(publicKey)).toHaveLength(65)
})

test('each browser of a person is told in his language, encrypted for it alone, and knows who sends', async () => {
  const { db, service, person, browser, other, deliveryId } = await onePush({ browsers: 2, locale: 'fr' })

  await send(db, deliveryId)

  expect(service.pushed.map(({ path }) => path).toSorted()).toEqual(['/0', '/1'])
  const mine = service.pushed.find(({ path }) => path === '/0')!
  const message = JSON.parse(browser.decrypt(mine.body))
  const { title, body } = await db
    .selectFrom('messages')
    .select(['title', 'body'])
    .where('locale', '=', 'fr')
    .executeTakeFirstOrThrow()
  expect(message).toMatchObject({
    locale: 'fr',
    title,
    body,
    unread: 1,
    link: expect.stringMatching(/^\/cases\//),
  })
  expect(message.tag).toMatch(/^[\w-]{36}\.shift\.\w+$/)
  expect(() => other!.decrypt(mine.body)).toThrow(/authenticate/)
  expect(mine.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'normal' })
  expect(senderOf(mine)).toMatchObject({
    aud: service.url,
    sub: 'mailto:belfry@belfry.test',
    key: vapidKeysFrom(secret).publicKey,
  })
  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'sent', provider: 'web_push', error: null })
  expect(await attempts(db)).toEqual([{ attempt: 1, provider: 'web_push', outcome: 'sent', error: null }])
  const devices = await listDevices(db, person, newId())
  expect(devices.map(({ sentAt }) => sentAt !== null)).toEqual([true, true])
})

test('a browser that its push service does not know any more is forgotten', async () => {
  const { db, service, person, deliveryId } = await onePush({ browsers: 2 })
  service.statusOf['/1'] = 410

  await send(db, deliveryId)

  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'sent' })
  expect(await listDevices(db, person, newId())).toHaveLength(1)
})

test('where no browser is left the delivery has failed, and says why', async () => {
  const { db, service, deliveryId } = await onePush()
  service.status = 404

  await send(db, deliveryId)
  await send(db, deliveryId)

  expect(await delivery(db, deliveryId)).toMatchObject({
    state: 'failed',
    error: 'No browser takes messages any more.',
  })
  expect(service.pushed).toHaveLength(1)
})

test.each([429, 503])('an answer %i is tried again, and only where it was not taken', async (status) => {
  const { db, service, deliveryId } = await onePush({ browsers: 2 })
  service.statusOf['/1'] = status

  await expect(send(db, deliveryId)).rejects.toThrow(`answered ${status}. As the test wants it.`)
  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'queued' })
  delete service.statusOf['/1']
  await send(db, deliveryId, { attempt: 2 })

  expect(service.pushed.map(({ path }) => path).toSorted()).toEqual(['/0', '/1', '/1'])
  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'sent', error: null })
  expect(await attempts(db)).toMatchObject([{ outcome: 'failed' }, { outcome: 'sent' }])
})

test('after the last attempt, and after an answer that cannot change, it has failed', async () => {
  const { db, service, deliveryId } = await onePush()
  service.status = 503
  await send(db, deliveryId, { attempt: jobs.sendPush.maxAttempts })
  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'failed' })

  const { db: db2, service: service2, deliveryId: refused } = await onePush()
  service2.status = 403
  await send(db2, refused)
  expect(await delivery(db2, refused)).toMatchObject({
    state: 'failed',
    error: expect.stringContaining('403'),
  })
})

test('what was read meanwhile is not pushed, nor what its reader has before his eyes', async () => {
  const { db, service, person, deliveryId } = await onePush()
  await mark(db, person, { filter: {}, as: 'read' })

  await send(db, deliveryId)

  expect(await delivery(db, deliveryId)).toMatchObject({
    state: 'withdrawn',
    error: 'Read before it was sent.',
  })

  const looked = await onePush()
  expect(await sayLooking(looked.db, looked.person, looked.sessionId, true)).toBe(true)
  await send(looked.db, looked.deliveryId)

  expect(await delivery(looked.db, looked.deliveryId)).toMatchObject({
    state: 'withdrawn',
    error: 'The person had Belfry open.',
  })
  expect([service.pushed, looked.service.pushed]).toEqual([[], []])
})

test('whoever has looked away is told again, and who has no browser need not say that he looks', async () => {
  const { db, service, person, sessionId, given, deliveryId } = await onePush()
  await sayLooking(db, person, sessionId, true)
  await sayLooking(db, person, sessionId, false)

  await send(db, deliveryId)

  expect(service.pushed).toHaveLength(1)
  expect(await sayLooking(db, given.vendor, await session(db, given.vendor), true)).toBe(false)
})

test('a session that ends takes its browser along', async () => {
  const { db, person, sessionId } = await onePush()

  await db.deleteFrom('auth.session').where('id', '=', sessionId).execute()

  expect(await listDevices(db, person, sessionId)).toEqual([])
})

test('while pushes are switched off they wait, and go out when they are on again', async () => {
  const { db, service, given, deliveryId } = await onePush()
  const reason = 'The push service is moved.'
  await inTx(db, (tx) =>
    setFlag(tx, given.admin, { name: 'channel.push', on: false, reason }, SwitchedOff.parse('')),
  )
  await send(db, deliveryId)
  expect(await delivery(db, deliveryId)).toMatchObject({ state: 'paused' })

  await inTx(db, (tx) =>
    setFlag(tx, given.admin, { name: 'channel.push', on: true, reason }, SwitchedOff.parse('')),
  )
  await deliverHeld(db)

  expect(await queuedJobs(db)).toContainEqual({ task: 'send_push', payload: { deliveryId } })
  await send(db, deliveryId)
  expect(service.pushed).toHaveLength(1)
})

test('a text that is too long for a push service loses its end', async () => {
  const { db, service, browser, deliveryId } = await onePush({ body: '٤"'.repeat(4_000) })

  await send(db, deliveryId)

  const { body } = service.pushed[0]!
  expect(body.length).toBeLessThanOrEqual(4096)
  expect(body.length).toBeGreaterThan(LONGEST - 100)
  expect(JSON.parse(browser.decrypt(body)).body).toMatch(/…$/)
})

test.each([
  ['https://push.example.org/a', true],
  ['http://push.example.org/a', false],
  ['https://push.example.org:8443/a', false],
  ['https://me@push.example.org/a', false],
  ['https://localhost/a', false],
  ['https://intranet/a', false],
  ['https://127.0.0.1/a', false],
  ['https://10.1.2.3/a', false],
  ['https://169.254.169.254/a', false],
  ['https://[::1]/a', false],
  ['https://[::ffff:127.0.0.1]/a', false],
  ['https://[fe80::1]/a', false],
  ['https://93.184.215.14/a', true],
])('%s may be a push service: %s', (endpoint, may) => {
  expect(mayBePushService(endpoint, 'public')).toBe(may)
})

test('a name that leads into our own network is not connected to', async () => {
  const failed = await new Promise<Error | null>((done) =>
    publicOnly()('localhost', {}, (error) => done(error)),
  )

  expect(failed?.message).toBe('This is no address that may be called.')
  expect(isPublicAddress('2606:4700::1')).toBe(true)
  expect(isPublicAddress('fd00::1')).toBe(false)
})

/** A database in which one person has browsers at a push service, and exactly one delivery to them waits. */
async function onePush({ browsers = 1, locale = 'en' as 'en' | 'fr', body = '' } = {}) {
  const { db, given } = await databaseWithPeople()
  const service = await givenPushService()
  const person = locale === 'fr' ? given.officerNorth2 : given.officerNorth
  const kept = []
  let sessionId = ''
  for (let place = 0; place < browsers; place++) {
    const browser = givenBrowser()
    sessionId = await session(db, person)
    await inTx(db, (tx) =>
      subscribePush(
        tx,
        person,
        { id: sessionId, userAgent: 'A browser', hosts: 'any' },
        { endpoint: `${service.url}/${place}`, keys: browser.keys },
      ),
    )
    kept.push(browser)
  }
  await inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
  )
  const event = await db.selectFrom('events').select('id').executeTakeFirstOrThrow()
  await fanOut(db, event.id)
  if (body) await db.updateTable('messages').set({ body }).execute()
  const deliveries = await db.selectFrom('deliveries').selectAll().where('channel', '=', 'push').execute()
  expect(deliveries).toMatchObject([{ person_id: person.id, state: 'queued' }])
  const deliveryId = deliveries[0]!.id
  expect(await queuedJobs(db)).toContainEqual({ task: 'send_push', payload: { deliveryId } })
  return { db, given, service, person, sessionId, browser: kept[0]!, other: kept[1], deliveryId }
}

async function session(db: Db, { id: user_id }: Actor): Promise<string> {
  const id = newId()
  const expires_at = new Date(clock.now().getTime() + 3_600_000)
  await db.insertInto('auth.session').values({ id, token: id, user_id, expires_at }).execute()
  return id
}

const send = async (db: Db, deliveryId: string, { attempt = 1 } = {}) =>
  sendPush(
    { deliveryId },
    {
      db,
      log,
      bounces: null,
      caller: { call: () => Promise.reject(new Error('This is no webhook.')) },
      postOffice: noPostOffice,
      pusher: createPusher({ keys: vapidKeysFrom(secret), contact: 'belfry@belfry.test', hosts: 'any' }),
      signingKey: signingKeyFrom(secret),
      witnesses: [],
      auditMonths: null,
      keep: keepDefault,
      telling: { limits: defaultLimits },
      storage: await openStorage({ kind: 'disk', folder: filesOf('postgres://push') }),
      signal: new AbortController().signal,
      job: { id: newId(), attempt },
    },
  )

const delivery = (db: Db, id: string) =>
  db.selectFrom('deliveries').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const attempts = (db: Db) =>
  db
    .selectFrom('delivery_attempts')
    .select(['attempt', 'provider', 'outcome', 'error'])
    .orderBy('attempt')
    .execute()
