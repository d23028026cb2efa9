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
import { sendTest } from '@belfry/engine/mail'
import { newId } from '@belfry/shared'
import { InviteInput } from '@belfry/shared/wire'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, givenPassword, inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type MailProvider, type OutgoingMail, unsaid } from '../src/channels/mail/provider.ts'
import { givenPostOffice, secret, states } from './support/post-office.ts'

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

  let seen: OutgoingMail[] = []
  const office = await givenPostOffice(db, [watching((mail) => seen.push(mail))])
  const sendAll = async () => {
    await office.sendDue()
    await eventually('all mails have gone', async () => Object.keys(await states(db)).join() === 'sent')
  }
  const outgoing = async () => {
    await sendAll() // it began by itself as it opened
    seen = []
    await sql`update deliveries set state = 'queued', next_at = created_at where state = 'sent'`.execute(db)
    await sendAll()
    return seen.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1))
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
  const confirm = link(mails[2]!, 'confirm-address')
  expect(confirm).toBe(oneTimePath(key, 'confirm-address', askedFor).split('#')[1])
  await inTx(db, (tx) => confirmAddress(tx, confirm, origin, key))
  const use = (mail: OutgoingMail) => {
    const input = { token: link(mail, 'set-password'), password: 'a good long password' }
    return inTx(db, (tx) => setPassword(tx, input, origin, key))
  }
  expect(await use(mails[0]!)).toEqual({ email: 'nina@belfry.test' })
  // Whoever has a new address needs the links that went to the old one no more.
  await expect(use(mails[1]!)).rejects.toMatchObject({ code: 'link_used' })
  const last = (await outgoing()).at(-1)!
  expect(last.to.email).toBe('vendor@belfry.test')
  expect(last.text).toContain('New address: vera@elsewhere.test')
})

test('an address that gets no mail any more does not get one of an event either', async () => {
  const { db, given } = await databaseWithPeople()
  const wish = { email: 'Vera@Elsewhere.test', password: givenPassword }
  await sql`insert into suppressions (address, reason, since) values ('vera@elsewhere.test', 'hard_bounce', now())`.execute(
    db,
  )
  await inTx(db, (tx) => askAddress(tx, given.vendor, wish))

  const seen: OutgoingMail[] = []
  const office = await givenPostOffice(db, [watching((mail) => seen.push(mail))])
  await office.sendDue()
  await eventually('it is settled', async () => Object.keys(await states(db)).join() === 'suppressed')

  expect(seen).toEqual([])
})

const watching = (see: (mail: OutgoingMail) => void): MailProvider => ({
  name: 'watching',
  kind: 'mailbox',
  repeatable: true,
  parallel: 1,
  perSecond: null,
  perDay: null,
  send: (mail) => {
    see(mail)
    return Promise.resolve({ kind: 'sent', providerId: mail.messageId, ...unsaid })
  },
  close: () => Promise.resolve(),
})
