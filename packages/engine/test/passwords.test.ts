import type { Db } from '@belfry/db'
import {
  changePassword,
  createPasswordLink,
  deactivate,
  getPerson,
  invite,
  loadActor,
  oneTimeKeyFrom,
  setPassword,
  verifyPassword,
  watchDevice,
} from '@belfry/engine/access'
import { type Actor, newId } from '@belfry/shared'
import { InviteInput } from '@belfry/shared/wire'
import { databaseWithPeople, givenPassword, inTx } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

const from = (ip: string, userAgent: string | null = null) => ({ requestId: newId(), ip, userAgent })
const key = oneTimeKeyFrom('only-for-tests-and-therefore-no-secret-at-all')
const tokenIn = (link: { path: string | null }) => link.path!.split('#')[1]!

const opens = async (db: Db, who: { id: string }, password: string) => {
  const account = await db
    .selectFrom('auth.account')
    .select('password')
    .where('user_id', '=', who.id)
    .executeTakeFirstOrThrow()
  return account.password !== null && verifyPassword({ hash: account.password, password })
}

const startSession = async (db: Db, person: Actor) => {
  const id = newId()
  const session = { id, token: id, user_id: person.id, expires_at: new Date(Date.now() + 60_000) }
  await db
    .insertInto('auth.session')
    .values(session as never)
    .execute()
  return id
}
const sessionsOf = async (db: Db, person: Actor) =>
  (await db.selectFrom('auth.session').select('id').where('user_id', '=', person.id).execute()).map(
    ({ id }) => id,
  )

test('who is invited sets a password by a link that works once, and has the roles that were given', async () => {
  const { db, given } = await databaseWithPeople()
  const input = InviteInput.parse({
    name: 'Nina New',
    email: ' Nina.New@Belfry.test ',
    locale: 'fr',
    grants: [{ role: 'officer', scope: 'station:north' }, { role: 'employee:active' }],
    supervisorId: given.vendor.id,
    idempotencyKey: 'nina',
  })

  const link = await inTx(db, (tx) => invite(tx, given.admin, input))
  const again = await inTx(db, (tx) => invite(tx, given.admin, input))

  expect(again).toEqual({ ...link, path: null })
  expect(await getPerson(db, given.admin, link.personId)).toMatchObject({
    email: 'nina.new@belfry.test',
    invited: true,
    supervisor: { name: 'Vera Vendor' },
  })
  const set = (password: string) =>
    inTx(db, (tx) => setPassword(tx, { token: tokenIn(link), password }, from('203.0.113.1'), key))
  expect(await set('a good long password')).toEqual({ email: 'nina.new@belfry.test' })
  await expect(set('another long password')).rejects.toMatchObject({ code: 'link_used' })
  expect(await opens(db, { id: link.personId }, 'a good long password')).toBe(true)
  await runJobs(db)
  const nina = (await loadActor(db, link.personId))!
  expect(await titlesFor(db, nina)).toEqual([
    'Votre responsable est Vera Vendor',
    'Nouveau rôle : employé actif',
    'Nouveau rôle : agent de station pour Station North',
  ])
  const stored = JSON.stringify([
    await db.selectFrom('auth.verification').selectAll().execute(),
    await db.selectFrom('events').selectAll().execute(),
    await db.selectFrom('idempotency_keys').selectAll().execute(),
  ])
  expect(stored).not.toContain(tokenIn(link))
})

test('an address belongs to one person, and an invitation that fails leaves nothing', async () => {
  const { db, given } = await databaseWithPeople()
  const ask = (by: Actor, more: object) =>
    inTx(db, (tx) => invite(tx, by, InviteInput.parse({ name: 'Nina', email: 'nina@belfry.test', ...more })))

  await expect(ask(given.admin, { email: 'VENDOR@belfry.test' })).rejects.toMatchObject({
    code: 'email_taken',
  })
  await expect(ask(given.admin, { grants: [{ role: 'hr', scope: 'station:north' }] })).rejects.toMatchObject({
    code: 'role_not_scoped',
  })
  await expect(ask(given.vendor, {})).rejects.toMatchObject({ code: 'not_permitted' })

  expect(await db.selectFrom('people').select('id').where('name', '=', 'Nina').execute()).toEqual([])
})

test('a new link makes the one before worthless, ends all sessions when it is used, and its person is told', async () => {
  const { db, given } = await databaseWithPeople()
  const make = () => inTx(db, (tx) => createPasswordLink(tx, given.admin, given.vendor.id))
  const [first, second] = [await make(), await make()]
  const set = (token: string) =>
    inTx(db, (tx) => setPassword(tx, { token, password: 'a good long password' }, from('203.0.113.1'), key))
  await startSession(db, given.vendor)

  await expect(set(tokenIn(first))).rejects.toMatchObject({ code: 'link_used' })
  await set(tokenIn(second))
  await runJobs(db)

  expect(await sessionsOf(db, given.vendor)).toEqual([])
  expect(await opens(db, given.vendor, givenPassword)).toBe(false)
  expect(await titlesFor(db, given.vendor)).toEqual([
    'Your password was changed',
    'A link to set your password was made',
    'A link to set your password was made',
  ])
})

test('a link that is too old, made up, or of a closed account sets nothing', async () => {
  const { db, given } = await databaseWithPeople()
  const make = (who: Actor) => inTx(db, (tx) => createPasswordLink(tx, given.admin, who.id))
  const set = (token: string) =>
    inTx(db, (tx) => setPassword(tx, { token, password: 'a good long password' }, from('203.0.113.1'), key))
  const [late, closed] = [await make(given.vendor), await make(given.vendor2)]
  await db
    .updateTable('auth.verification')
    .set({ expires_at: new Date(0) })
    .where('value', '=', given.vendor.id)
    .execute()
  await inTx(db, (tx) => deactivate(tx, given.admin, given.vendor2.id))

  for (const token of [tokenIn(late), tokenIn(closed), 'x'.repeat(43)])
    await expect(set(token)).rejects.toMatchObject({ code: 'link_used' })
  await expect(make(given.vendor2)).rejects.toMatchObject({ code: 'person_closed' })
})

test('a changed password ends every other session, and its person is told from where', async () => {
  const { db, given } = await databaseWithPeople()
  const [here] = [await startSession(db, given.vendor), await startSession(db, given.vendor)]
  const vendor = { ...given.vendor, origin: from('203.0.113.9') }
  const change = (current: string, next: string, who: Actor = vendor) =>
    inTx(db, (tx) => changePassword(tx, who, here, { current, next }))

  await expect(change('wrong', 'a good long password')).rejects.toMatchObject({ code: 'wrong_password' })
  await expect(change(givenPassword, givenPassword)).rejects.toMatchObject({ code: 'same_password' })
  await expect(
    change(givenPassword, 'a good long password', { ...vendor, kind: 'program', keyId: newId() }),
  ).rejects.toMatchObject({ code: 'not_for_programs' })
  await change(givenPassword, 'a good long password')
  await runJobs(db)

  expect(await opens(db, given.vendor, 'a good long password')).toBe(true)
  expect(await sessionsOf(db, given.vendor)).toEqual([here])
  expect(await inboxOf(db, given.vendor)).toMatchObject([
    {
      type: 'account.password',
      priority: 'high',
      body: expect.stringMatching(/^It was changed from the address 203\.0\.113\.9, and your other sessions/),
    },
  ])
  const entry = await db.selectFrom('audit_entries').selectAll().executeTakeFirstOrThrow()
  expect(entry).toMatchObject({ action: 'account.password', after: { sessionsEnded: 1 } })
  expect(JSON.stringify(entry)).not.toContain('a good long')
})

const chrome = (version: number, system = 'X11; Linux x86_64') =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`

test('a sign-in with another browser, system or network is told once; the first of all, and updates, are not', async () => {
  const { db, given } = await databaseWithPeople()
  const come = async (ip: string, userAgent: string | null) => {
    await inTx(db, (tx) => watchDevice(tx, given.vendor, from(ip, userAgent)))
    await runJobs(db)
    return (await inboxOf(db, given.vendor)).length
  }

  expect(await come('203.0.113.5', chrome(150))).toBe(0)
  expect(await come('203.0.113.250', chrome(151))).toBe(0)
  expect(await come('203.0.113.5', chrome(150, 'Windows NT 10.0'))).toBe(1)
  expect(await come('198.51.100.1', chrome(150))).toBe(2)
  expect(await come('2001:db8:1::1', chrome(150))).toBe(3)
  expect(await come('2001:db8:ffff::2', chrome(152))).toBe(3)
  expect(await come('203.0.113.5', 'node')).toBe(4)
  expect(await come('203.0.113.5', chrome(150, 'Windows NT 10.0'))).toBe(4)

  const [program, , , windows] = await inboxOf(db, given.vendor)
  expect(program!.title).toBe('New sign-in: node')
  expect(windows).toMatchObject({
    title: 'New sign-in: Chrome, Windows',
    tone: 'warning',
    body: expect.stringContaining('from Chrome, Windows, address 203.0.113.5, on'),
  })
  // Another person's devices say nothing about hers.
  await inTx(db, (tx) => watchDevice(tx, given.vendor2, from('192.0.2.1', chrome(1))))
  await runJobs(db)
  expect(await inboxOf(db, given.vendor2)).toEqual([])
})

test('two new sign-ins at once from the same place are one', async () => {
  const { db, given } = await databaseWithPeople()
  await inTx(db, (tx) => watchDevice(tx, given.vendor, from('203.0.113.5', chrome(1))))

  const come = () => inTx(db, (tx) => watchDevice(tx, given.vendor, from('203.0.113.5', 'node')))
  await Promise.all([come(), come(), come()])
  await runJobs(db)

  expect(await titlesFor(db, given.vendor)).toEqual(['New sign-in: node'])
})
