import type { Db } from '@belfry/db'
import {
  askAddress,
  askReset,
  beginReset,
  confirmAddress,
  invite,
  oneTimeKeyFrom,
  oneTimePath,
  setPassword,
} from '@belfry/engine/access'
import { signingKeyFrom } from '@belfry/engine/audit'
import { submit } from '@belfry/engine/cases'
import { sendTest } from '@belfry/engine/mail'
import { createBecause, defaultLimits, fanOut, keepDefault } from '@belfry/engine/notify'
import { unsubscribeKeyFrom } from '@belfry/engine/preferences'
import { createLog } from '@belfry/log'
import { newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { InviteInput } from '@belfry/shared/wire'
import { openStorage } from '@belfry/storage'
import { filesOf } from '@belfry/testing/apps'
import { type Given, databaseWithPeople, givenPassword, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { mailbox } from '../src/channels/mail/mailbox.ts'
import { createMailer } from '../src/channels/mail/mailer.ts'
import type { MailProvider, OutgoingMail } from '../src/channels/mail/provider.ts'
import { sendMail } from '../src/tasks/send-mail.ts'

const log = createLog('worker', 'silent')
const secret = 'only-for-tests-and-therefore-no-secret-at-all'
const away: MailProvider = {
  name: 'away',
  send: () => Promise.resolve({ ok: false, error: 'The post office is closed.', final: false }),
}
const strict: MailProvider = {
  name: 'strict',
  send: () => Promise.resolve({ ok: false, error: 'No such address.', final: true }),
}
const broken: MailProvider = { name: 'broken', send: () => Promise.reject(new Error('Out of paper.')) }

test('a mail that is refused for now waits to be tried again', async () => {
  const { db, deliveryId } = await oneDelivery()

  const sending = send(db, deliveryId, away)

  await expect(sending).rejects.toThrow('The post office is closed.')
  expect(await delivery(db)).toMatchObject({ state: 'queued', error: 'The post office is closed.' })
})

test('the attempt after a refusal sends it, and each attempt is on record', async () => {
  const { db, deliveryId } = await oneDelivery()
  await expect(send(db, deliveryId, away)).rejects.toThrow('The post office is closed.')

  await send(db, deliveryId, mailbox, { attempt: 2 })

  expect(await delivery(db)).toMatchObject({ state: 'sent', provider: 'mailbox', error: null })
  expect(await attempts(db)).toEqual([
    { attempt: 1, provider: 'away', outcome: 'failed', error: 'The post office is closed.' },
    { attempt: 2, provider: 'mailbox', outcome: 'sent', error: null },
  ])
})

test('a mail that can never arrive is not tried again', async () => {
  const { db, deliveryId } = await oneDelivery()

  await send(db, deliveryId, strict)
  await send(db, deliveryId, mailbox, { attempt: 2 })

  expect(await delivery(db)).toMatchObject({ state: 'failed', error: 'No such address.' })
  expect(await mails(db)).toEqual([])
})

test('after the last attempt a mail counts as failed', async () => {
  const { db, deliveryId } = await oneDelivery()

  await send(db, deliveryId, away, { attempt: jobs.sendMail.maxAttempts })

  expect(await delivery(db)).toMatchObject({ state: 'failed', error: 'The post office is closed.' })
})

test('a provider that breaks is a failed attempt like any other', async () => {
  const { db, deliveryId } = await oneDelivery()

  await expect(send(db, deliveryId, broken)).rejects.toThrow('Out of paper.')

  expect(await delivery(db)).toMatchObject({ state: 'queued', error: 'Out of paper.' })
})

test('one delivery is one mail, however often and by however many it is sent', async () => {
  const { db, deliveryId } = await oneDelivery()

  await Promise.all([send(db, deliveryId, mailbox), send(db, deliveryId, mailbox)])
  await send(db, deliveryId, mailbox, { attempt: 2 })

  expect(await mails(db)).toEqual([{ id: deliveryId, message_id: `<${deliveryId}@belfry.test>` }])
  expect(await delivery(db)).toMatchObject({ state: 'sent' })
})

test('a refusal that comes late does not undo what another attempt has done', async () => {
  const { db, deliveryId } = await oneDelivery()
  const gate = Promise.withResolvers<void>()
  const slow: MailProvider = { name: 'slow', send: (mail) => gate.promise.then(() => away.send(mail)) }
  const first = send(db, deliveryId, slow)
  await expect.poll(async () => (await attempts(db)).length).toBe(1)

  await send(db, deliveryId, mailbox, { attempt: 2 })
  gate.resolve()

  await expect(first).rejects.toThrow('The post office is closed.')
  expect(await delivery(db)).toMatchObject({ state: 'sent', error: null })
})

test('a name with a comma does not become two recipients', async () => {
  const { db, deliveryId } = await oneDelivery({ name: 'North, Nora "Nori" <all@elsewhere.test>' })

  await send(db, deliveryId, mailbox)

  const { recipient } = await db.selectFrom('mailbox').select('recipient').executeTakeFirstOrThrow()
  expect(recipient).toMatch(/^"North, Nora \\"Nori\\" <all@elsewhere.test>" <[^\s<>]+@belfry.test>$/)
})

test('an event that is mailed itself goes to the right address, the same each time, with a link that the API takes', async () => {
  const { db, given } = await databaseWithPeople()
  const { admin, vendor } = given
  const input = InviteInput.parse({ name: 'Nina\u202E New', email: 'nina@belfry.test', locale: 'fr' })
  const origin = { requestId: newId(), ip: '203.0.113.9', userAgent: null }
  await inTx(db, (tx) => invite(tx, admin, input))
  await inTx(db, (tx) => askReset(tx, 'vendor@belfry.test', origin))
  const asked = await db.selectFrom('events').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow()
  await inTx(db, (tx) => beginReset(tx, asked.id))
  const wish = { email: 'vera@elsewhere.test', password: givenPassword }
  await inTx(db, (tx) => askAddress(tx, vendor, wish))
  await inTx(db, (tx) => sendTest(tx, admin, { template: 'announcement', type: 'long', locale: 'ar' }))
  const { id: askedFor } = await db
    .selectFrom('events')
    .select('id')
    .where('type', '=', 'account.address_asked')
    .executeTakeFirstOrThrow()

  const outgoing = async () => {
    const seen: OutgoingMail[] = []
    const watching: MailProvider = {
      name: 'watching',
      send: (mail) => {
        seen.push(mail)
        return Promise.resolve({ ok: false, error: 'Later.', final: false })
      },
    }
    for (const { id } of await db.selectFrom('deliveries').select('id').orderBy('created_at').execute())
      await send(db, id, watching).catch(() => {})
    return seen
  }
  const mails = await outgoing()

  expect(await outgoing()).toEqual(mails)
  expect(mails.map(({ to, subject }) => [to.email, subject])).toEqual([
    ['nina@belfry.test', 'Ada Admin vous invite à rejoindre Belfry'],
    ['vendor@belfry.test', 'Set a new password'],
    ['vera@elsewhere.test', 'Confirm your e-mail address'],
    ['admin@belfry.test', expect.stringMatching(/^نموذج: /)],
  ])
  expect(mails[0]!.to.name).toBe('Nina New')
  expect(mails[0]!.text).toContain('Bonjour Nina New,')
  const link = (mail: OutgoingMail, path: string) =>
    new RegExp(`https://belfry\\.test/${path}#([\\w-]+)`).exec(mail.text)![1]!
  const key = oneTimeKeyFrom(secret)
  const password = 'a good long password'
  for (const [mail, email] of [
    [mails[0]!, 'nina@belfry.test'],
    [mails[1]!, 'vendor@belfry.test'],
  ] as const) {
    const token = link(mail, 'set-password')
    expect(await inTx(db, (tx) => setPassword(tx, { token, password }, origin, key))).toEqual({ email })
  }
  const confirm = link(mails[2]!, 'confirm-address')
  expect(confirm).toBe(oneTimePath(key, 'confirm-address', askedFor).split('#')[1])
  await inTx(db, (tx) => confirmAddress(tx, confirm, origin, key))
  const last = (await outgoing()).at(-1)!
  expect(last.to.email).toBe('vendor@belfry.test')
  expect(last.text).toContain('New address: vera@elsewhere.test')
})

test('a mail says by which rule its reader gets it', async () => {
  const { db, deliveryId } = await oneDelivery()

  await send(db, deliveryId, mailbox)

  const { body } = await db.selectFrom('mailbox').select('body').executeTakeFirstOrThrow()
  expect(body).toContain('Why you receive this mail: You are in charge of it, with the role “officer”.')
  expect(body).toContain('Notification settings: https://belfry.test/account/notifications')
})

/** A database in which exactly one officer is to be mailed. */
async function oneDelivery({ name = 'Nora North' } = {}) {
  const { db, given } = await databaseWithPeople()
  await inTx(db, async (tx) => {
    await tx
      .updateTable('people')
      .set({ deactivated_at: new Date() })
      .where('id', 'in', officers(given))
      .execute()
  })
  await given.person({ name, grants: [{ role: 'officer', scope: 'station:north' }] })
  await inTx(db, (tx) =>
    submit(tx, given.vendor, { workflow: 'shift', data: shiftData({ driver: given.driver }) }),
  )
  const event = await db.selectFrom('events').select('id').executeTakeFirstOrThrow()
  await fanOut(db, event.id)
  return { db, deliveryId: (await delivery(db)).id }
}

const officers = (given: Given) =>
  [given.officerNorth, given.officerNorth2, given.officerAnywhere].map((officer) => officer.id)

const send = async (db: Db, deliveryId: string, provider: MailProvider, { attempt = 1 } = {}) =>
  sendMail(
    { deliveryId },
    {
      db,
      log,
      mailer: createMailer({
        provider,
        from: 'Belfry <belfry@belfry.test>',
        brand: { name: 'Belfry', colour: '#3a58c3', logo: null, url: 'https://belfry.test' },
        key: oneTimeKeyFrom(secret),
        because: createBecause(db),
        unsubscribeKey: unsubscribeKeyFrom(secret),
        bounces: null,
        log,
      }),
      bounces: null,
      caller: { call: () => Promise.reject(new Error('Nobody calls.')) },
      pusher: { provider: 'nobody', send: () => Promise.reject(new Error('Nobody pushes mail.')) },
      signingKey: signingKeyFrom(secret),
      keep: keepDefault,
      telling: { limits: defaultLimits },
      storage: await openStorage({ kind: 'disk', folder: filesOf('postgres://mail') }),
      signal: new AbortController().signal,
      job: { id: newId(), attempt },
    },
  )

const delivery = (db: Db) => db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()

const mails = (db: Db) => db.selectFrom('mailbox').select(['id', 'message_id']).execute()

const attempts = (db: Db) =>
  db
    .selectFrom('delivery_attempts')
    .select(['attempt', 'provider', 'outcome', 'error'])
    .orderBy('attempt')
    .execute()
