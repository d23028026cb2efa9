import type { Db } from '@belfry/db'
import {
  RESET_LASTS_MS,
  askAddress,
  askReset,
  beginReset,
  confirmAddress,
  createApiKey,
  deactivate,
  invite,
  oneTimeKeyFrom,
  oneTimePath,
  setPassword,
} from '@belfry/engine/access'
import { sendTest } from '@belfry/engine/mail'
import { type Actor, clock, newId } from '@belfry/shared'
import { InviteInput } from '@belfry/shared/wire'
import { databaseWithPeople, givenPassword, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { afterEach, expect, test, vi } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

afterEach(() => void vi.restoreAllMocks())

const key = oneTimeKeyFrom('only-for-tests-and-therefore-no-secret-at-all')
const origin = { requestId: newId(), ip: '203.0.113.1', userAgent: null }
const password = 'a good long password'

const eventOf = async (db: Db, type: string) =>
  (
    await db
      .selectFrom('events')
      .select('id')
      .where('type', '=', type)
      .orderBy('id', 'desc')
      .executeTakeFirst()
  )?.id ?? ''
const tokenOf = (purpose: 'set-password' | 'confirm-address', eventId: string, signedBy = key) =>
  oneTimePath(signedBy, purpose, eventId).split('#')[1]!

const sentFor = async (db: Db, type: string) =>
  db
    .selectFrom('deliveries as d')
    .innerJoin('events as e', 'e.id', 'd.event_id')
    .select(['d.person_id as to', 'd.state'])
    .where('e.type', '=', type)
    .execute()

const set = (db: Db, token: string) => inTx(db, (tx) => setPassword(tx, { token, password }, origin, key))
const confirm = (db: Db, token: string) => inTx(db, (tx) => confirmAddress(tx, token, origin, key))
const reset = async (db: Db, email: string) => {
  await inTx(db, (tx) => askReset(tx, email, origin))
  await runJobs(db)
  return tokenOf('set-password', await eventOf(db, 'account.reset_asked'))
}
const askFor = (db: Db, actor: Actor, email: string, secret = givenPassword) =>
  inTx(db, (tx) => askAddress(tx, actor, { email, password: secret }))

test('an invitation is mailed, and its link is as good as the one that was shown, once for both', async () => {
  const { db, given } = await databaseWithPeople()
  const input = InviteInput.parse({ name: 'Nina New', email: 'nina@belfry.test', locale: 'fr' })

  const shown = await inTx(db, (tx) => invite(tx, given.admin, input))
  await runJobs(db)

  expect(await sentFor(db, 'access.invite')).toEqual([{ to: shown.personId, state: 'sent' }])
  const mailed = tokenOf('set-password', await eventOf(db, 'access.invite'))
  expect(await set(db, mailed)).toEqual({ email: 'nina@belfry.test' })
  for (const token of [mailed, shown.path!.split('#')[1]!])
    await expect(set(db, token)).rejects.toMatchObject({ code: 'link_used' })
})

test('a lost password is mailed a link, once, and only to whoever has an account that is open', async () => {
  const { db, given } = await databaseWithPeople()
  await inTx(db, (tx) => deactivate(tx, given.admin, given.driver.id))

  for (const email of ['nobody@belfry.test', 'driver@belfry.test', 'Vendor@Belfry.test'])
    await inTx(db, (tx) => askReset(tx, email, origin))
  await runJobs(db)
  await inTx(db, async (tx) => beginReset(tx, await eventOf(db, 'account.reset_asked')))

  expect(await sentFor(db, 'account.reset_asked')).toEqual([{ to: given.vendor.id, state: 'sent' }])
  expect(await db.selectFrom('auth.verification').select('value').execute()).toEqual([
    { value: given.vendor.id },
  ])
})

test('whoever types the address of somebody invited takes nothing from him; the link of a reset ends after an hour', async () => {
  const { db, given } = await databaseWithPeople()
  const input = InviteInput.parse({ name: 'Nina New', email: 'nina@belfry.test' })
  await inTx(db, (tx) => invite(tx, given.admin, input))
  await runJobs(db)
  const invitation = tokenOf('set-password', await eventOf(db, 'access.invite'))
  const lost = await reset(db, 'nina@belfry.test')
  const start = Date.now()
  vi.spyOn(clock, 'now').mockImplementation(() => new Date(start + RESET_LASTS_MS + 1_000))

  await expect(set(db, lost)).rejects.toMatchObject({ code: 'link_used' })
  expect(await set(db, invitation)).toEqual({ email: 'nina@belfry.test' })
})

test('a link that somebody else signed, or that is for something else, does nothing', async () => {
  const { db, given } = await databaseWithPeople()
  const good = await reset(db, 'vendor@belfry.test')
  const eventId = await eventOf(db, 'account.reset_asked')
  const other = oneTimeKeyFrom('another-secret-that-is-long-enough-for-this')

  for (const token of [
    tokenOf('set-password', eventId, other),
    tokenOf('confirm-address', eventId),
    tokenOf('set-password', newId()),
    `${good.slice(0, -2)}AA`,
    eventId,
  ])
    await expect(set(db, token), token).rejects.toMatchObject({ code: 'link_used' })
  await expect(confirm(db, good)).rejects.toMatchObject({ code: 'link_used' })
  expect(await set(db, good)).toEqual({ email: 'vendor@belfry.test' })
  await runJobs(db)
  expect(await titlesFor(db, given.vendor)).toContain('Your password was changed')
})

test('another address counts once its mailbox has answered; the old one hears of it, and both are on record', async () => {
  const { db, given } = await databaseWithPeople()
  const { vendor } = given
  await askFor(db, vendor, 'first@elsewhere.test')
  const first = tokenOf('confirm-address', await eventOf(db, 'account.address_asked'))
  await askFor(db, vendor, 'second@elsewhere.test')
  const second = tokenOf('confirm-address', await eventOf(db, 'account.address_asked'))
  const lost = await reset(db, 'vendor@belfry.test')
  const address = async () =>
    (await db.selectFrom('auth.user').select('email').where('id', '=', vendor.id).executeTakeFirst())?.email
  expect(await address()).toBe('vendor@belfry.test')

  await expect(confirm(db, first)).rejects.toMatchObject({ code: 'link_used' })
  expect(await confirm(db, second)).toEqual({ email: 'second@elsewhere.test' })
  await expect(confirm(db, second)).rejects.toMatchObject({ code: 'link_used' })
  await runJobs(db)

  expect(await address()).toBe('second@elsewhere.test')
  await expect(set(db, lost)).rejects.toMatchObject({ code: 'link_used' })
  expect(await sentFor(db, 'account.address')).toEqual([{ to: vendor.id, state: 'sent' }])
  expect(await titlesFor(db, vendor)).toContain('Your e-mail address is second@elsewhere.test')
  const audited = await db.selectFrom('audit_entries').select('action').execute()
  for (const action of ['account.address_asked', 'account.address', 'account.reset_asked'])
    expect(audited).toContainEqual({ action })
})

test('an address is not asked for without the password, by a program, or where somebody has it', async () => {
  const { db, given } = await databaseWithPeople()
  const { vendor, vendor2 } = given
  const { key: program } = await inTx(db, (tx) => createApiKey(tx, vendor, { name: 'Report agent' }))

  await expect(askFor(db, vendor, 'new@elsewhere.test', 'wrong')).rejects.toMatchObject({
    code: 'wrong_password',
  })
  await expect(askFor(db, vendor, 'VENDOR2@belfry.test')).rejects.toMatchObject({ code: 'email_taken' })
  await expect(askFor(db, { ...vendor, keyId: program.id }, 'new@elsewhere.test')).rejects.toMatchObject({
    code: 'not_for_programs',
  })
  await askFor(db, vendor, 'new@elsewhere.test')
  await askFor(db, vendor2, 'new@elsewhere.test')
  const late = tokenOf('confirm-address', await eventOf(db, 'account.address_asked'))
  const [early] = await db
    .selectFrom('events')
    .select('id')
    .where('type', '=', 'account.address_asked')
    .execute()
  await confirm(db, tokenOf('confirm-address', early!.id))

  await expect(confirm(db, late)).rejects.toMatchObject({ code: 'email_taken' })
})

test('a new password ends what was asked for with the old one', async () => {
  const { db, given } = await databaseWithPeople()
  await askFor(db, given.vendor, 'thief@elsewhere.test')
  const stolen = tokenOf('confirm-address', await eventOf(db, 'account.address_asked'))

  await set(db, await reset(db, 'vendor@belfry.test'))

  await expect(confirm(db, stolen)).rejects.toMatchObject({ code: 'link_used' })
})

test('a sample goes to whoever asks for it, on record, and to administrators only', async () => {
  const { db, given } = await databaseWithPeople()
  const sample = { template: 'digest', type: 'few', locale: 'ar' as const }

  const { deliveryId } = await inTx(db, (tx) => sendTest(tx, given.admin, sample))
  await runJobs(db)

  const { recipient } = await db
    .selectFrom('mailbox')
    .select('recipient')
    .where('id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  expect(recipient).toBe('Ada Admin <admin@belfry.test>')
  expect(await inboxOf(db, given.admin)).toEqual([])
  await expect(inTx(db, (tx) => sendTest(tx, given.vendor, sample))).rejects.toMatchObject({
    code: 'not_permitted',
  })
})
