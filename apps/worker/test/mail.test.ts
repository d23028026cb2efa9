import type { Db } from '@belfry/db'
import { signingKeyFrom } from '@belfry/engine/audit'
import { submit } from '@belfry/engine/cases'
import { fanOut, defaultLimits, keepDefault } from '@belfry/engine/notify'
import { createLog } from '@belfry/log'
import { newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { openStorage } from '@belfry/storage'
import { filesOf } from '@belfry/testing/apps'
import { type Given, databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'
import { mailbox } from '../src/channels/mail/mailbox.ts'
import { createMailer } from '../src/channels/mail/mailer.ts'
import type { MailProvider } from '../src/channels/mail/provider.ts'
import { sendMail } from '../src/tasks/send-mail.ts'

const log = createLog('worker', 'silent')
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
        brand: { name: 'Belfry', colour: '#3a58c3', url: 'https://belfry.test' },
        log,
      }),
      caller: { call: () => Promise.reject(new Error('Nobody calls.')) },
      pusher: { provider: 'nobody', send: () => Promise.reject(new Error('Nobody pushes mail.')) },
      signingKey: signingKeyFrom('only-for-tests-and-therefore-no-secret-at-all'),
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
