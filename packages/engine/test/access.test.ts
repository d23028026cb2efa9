import type { Db } from '@belfry/db'
import {
  createPerson,
  endSession,
  getMe,
  listSessions,
  loadActor,
  updateMe,
  verifyPassword,
} from '@belfry/engine/access'
import { type Actor, newId, permissionNames } from '@belfry/shared'
import { databaseWithPeople, givenPassword, inTx } from '@belfry/testing/given'
import { queuedJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'

const startSession = async (db: Db, person: Actor, more: { expiresAt?: Date; createdAt?: Date } = {}) => {
  const id = newId()
  await db
    .insertInto('auth.session')
    .values({
      id,
      token: id,
      user_id: person.id,
      expires_at: more.expiresAt ?? new Date(Date.now() + 60_000),
      ...(more.createdAt ? { created_at: more.createdAt } : {}),
    } as never)
    .execute()
  return id
}

test('a new person can sign in, has an empty inbox, and may do what was granted', async () => {
  const { db } = await databaseWithPeople()

  const id = await inTx(db, (tx) =>
    createPerson(tx, {
      name: 'Nina New',
      email: 'Nina.New@Belfry.test',
      password: 'correct horse',
      locale: 'fr',
      grants: [
        { role: 'officer', scope: 'station:north' },
        { role: 'admin', scope: null },
      ],
    }),
  )

  const actor = (await loadActor(db, id))!
  expect(actor).toMatchObject({ kind: 'person', id, name: 'Nina New', locale: 'fr' })
  expect(await getMe(db, actor)).toEqual({
    id,
    name: 'Nina New',
    email: 'nina.new@belfry.test',
    locale: 'fr',
    theme: 'system',
    sound: true,
    grants: [
      { role: 'admin', scope: null },
      { role: 'officer', scope: 'station:north' },
    ],
    awayUntil: null,
    timeZone: null,
    permissions: permissionNames,
  })
  const account = await db
    .selectFrom('auth.account')
    .select('password')
    .where('user_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(account.password).toMatch(/^\$argon2id\$/)
  expect(await verifyPassword({ hash: account.password!, password: 'correct horse' })).toBe(true)
  expect(await verifyPassword({ hash: account.password!, password: 'correct horse ' })).toBe(false)
  const inbox = await db.selectFrom('inboxes').selectAll().where('person_id', '=', id).executeTakeFirst()
  expect(inbox).toMatchObject({ rev: 0, unread: 0 })
})

test('everybody given to a test can sign in', async () => {
  const { db, given } = await databaseWithPeople()

  const { password } = await db
    .selectFrom('auth.account')
    .select('password')
    .where('user_id', '=', given.driver.id)
    .executeTakeFirstOrThrow()

  expect(await verifyPassword({ hash: password!, password: givenPassword })).toBe(true)
})

test('two people cannot have one address, however it is written', async () => {
  const { db } = await databaseWithPeople()
  const person = { name: 'x', password: 'x', locale: 'en', grants: [] } as const

  const twice = inTx(db, (tx) => createPerson(tx, { ...person, grants: [], email: 'VENDOR@belfry.test' }))

  await expect(twice).rejects.toThrow('duplicate key')
})

test('who left is nobody, and a right that was taken is gone at once', async () => {
  const { db, given } = await databaseWithPeople()
  await db
    .updateTable('people')
    .set({ deactivated_at: new Date() })
    .where('id', '=', given.admin.id)
    .execute()
  await db
    .updateTable('role_grants')
    .set({ revoked_at: new Date() })
    .where('person_id', '=', given.vendor.id)
    .execute()

  expect(await loadActor(db, given.admin.id)).toBeUndefined()
  await expect(getMe(db, given.admin)).rejects.toMatchObject({ code: 'not_found' })
  expect(await loadActor(db, newId())).toBeUndefined()
  expect((await loadActor(db, given.vendor.id))!.grants).toEqual([])
})

test('an actor knows where his call came from', async () => {
  const { db, given } = await databaseWithPeople()
  const origin = { requestId: 'r', ip: null, userAgent: null }

  expect(await loadActor(db, given.vendor.id, origin)).toEqual({ ...given.vendor, origin })
})

test('people set their language, theme and sound, one by one', async () => {
  const { db, given } = await databaseWithPeople()
  const set = (input: Parameters<typeof updateMe>[2]) => inTx(db, (tx) => updateMe(tx, given.vendor, input))

  expect(await set({ locale: 'ar' })).toMatchObject({ locale: 'ar', theme: 'system', sound: true })
  expect(await set({ theme: 'dark', sound: false })).toMatchObject({
    locale: 'ar',
    theme: 'dark',
    sound: false,
  })
  expect(await set({})).toMatchObject({ locale: 'ar', theme: 'dark', sound: false })
  expect(await getMe(db, given.vendor2)).toMatchObject({ locale: 'fr', theme: 'system', sound: true })
})

test('people see and end their own sessions, and nobody else’s', async () => {
  const { db, given } = await databaseWithPeople()
  const older = await startSession(db, given.vendor, { createdAt: new Date('2026-01-01') })
  const newer = await startSession(db, given.vendor)
  await startSession(db, given.vendor, { expiresAt: new Date(Date.now() - 1_000) })
  const foreign = await startSession(db, given.admin)

  expect(await listSessions(db, given.vendor, newer)).toMatchObject([
    { id: newer, current: true },
    { id: older, current: false },
  ])
  await inTx(db, (tx) => endSession(tx, given.vendor, older))
  for (const id of [older, foreign, newId()])
    await expect(inTx(db, (tx) => endSession(tx, given.vendor, id))).rejects.toMatchObject({
      code: 'not_found',
    })

  expect(await listSessions(db, given.vendor, null)).toMatchObject([{ id: newer, current: false }])
  expect(await listSessions(db, given.admin, null)).toHaveLength(1)
  expect((await queuedJobs(db)).map(({ task }) => task)).toEqual(['write_audit'])
})
