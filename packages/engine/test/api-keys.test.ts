import type { Db } from '@belfry/db'
import { findApiKey } from '@belfry/db/queries/api-keys'
import { createApiKey, hashKey, listApiKeys, revokeApiKey } from '@belfry/engine/access'
import { submit } from '@belfry/engine/cases'
import { type Actor, clock, newId } from '@belfry/shared'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

const find = (db: Db, secret: string | null) => findApiKey(db, hashKey(secret!), clock.now())

async function town() {
  const { db, given } = await databaseWithPeople()
  const make = (by: Actor, name = 'Report agent', more: object = {}) =>
    inTx(db, (tx) => createApiKey(tx, by, { name, ...more }))
  const revoke = (by: Actor, id: string) => inTx(db, (tx) => revokeApiKey(tx, by, id))
  return { db, given, make, revoke }
}

test('a key is shown once, kept as a hash, and found by what it hashes to', async () => {
  const { db, given, make } = await town()

  const { key, secret } = await make(given.vendor)

  expect(secret).toMatch(/^belfry_[\w-]{43}$/)
  expect(secret!.startsWith(key.start)).toBe(true)
  expect(await find(db, secret)).toMatchObject({
    id: key.id,
    name: 'Report agent',
    person: {
      id: given.vendor.id,
      name: 'Report agent',
      keyId: key.id,
      grants: [{ role: 'vendor', scope: null }],
    },
  })
  expect(await find(db, `${secret}x`)).toBeUndefined()
  expect(await listApiKeys(db, given.vendor)).toEqual([key])
  await runJobs(db)
  for (const table of ['api_keys', 'events', 'audit_entries', 'messages', 'mailbox'] as const)
    expect(JSON.stringify(await db.selectFrom(table).selectAll().execute())).not.toContain(secret)
  // The owner is told even where he made it himself: it may have been somebody else at his desk.
  expect(await titlesFor(db, given.vendor)).toEqual(['New API key: Report agent'])
})

test('the same call again makes no second key, and does not show the secret again', async () => {
  const { db, given, make } = await town()

  const first = await make(given.vendor, 'Robot', { idempotencyKey: 'k' })
  const again = await make(given.vendor, 'Robot', { idempotencyKey: 'k' })

  expect(again).toEqual({ key: first.key, secret: null })
  expect(await listApiKeys(db, given.vendor)).toHaveLength(1)
  expect(JSON.stringify(await db.selectFrom('idempotency_keys').selectAll().execute())).not.toContain(
    first.secret,
  )
})

test('a key that is revoked, too old or whose owner has left opens nothing', async () => {
  const { db, given, make, revoke } = await town()
  const revoked = await make(given.vendor)
  const old = await make(given.vendor, 'Old', { expiresInDays: 1 })
  const orphan = await make(given.vendor2)
  await revoke(given.vendor, revoked.key.id)
  await db
    .updateTable('api_keys')
    .set({ expires_at: new Date(clock.now().getTime() - 1_000) })
    .where('id', '=', old.key.id)
    .execute()
  await db
    .updateTable('people')
    .set({ deactivated_at: new Date() })
    .where('id', '=', given.vendor2.id)
    .execute()

  expect(await find(db, revoked.secret)).toBeUndefined()
  expect(await find(db, old.secret)).toBeUndefined()
  expect((await find(db, orphan.secret))!.person).toBeUndefined()
  expect(await listApiKeys(db, given.vendor)).toEqual([])
})

test('one’s own keys are one’s own; an administrator makes and revokes them for others, who are told', async () => {
  const { db, given, make, revoke } = await town()
  const { key } = await make(given.vendor)

  await expect(revoke(given.vendor2, key.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(revoke(given.vendor, newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(listApiKeys(db, given.vendor2, given.vendor.id)).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await expect(make(given.vendor2, 'Mine', { personId: given.vendor.id })).rejects.toMatchObject({
    code: 'not_permitted',
  })
  await make(given.admin, 'Given', { personId: given.vendor.id })
  expect((await listApiKeys(db, given.admin, given.vendor.id)).map(({ name }) => name)).toEqual([
    'Given',
    'Report agent',
  ])
  await revoke(given.admin, key.id)
  await expect(revoke(given.admin, key.id)).rejects.toMatchObject({ code: 'not_found' })
  await runJobs(db)

  expect(await titlesFor(db, given.vendor)).toEqual([
    'API key revoked: Report agent',
    'New API key: Given',
    'New API key: Report agent',
  ])
  expect(await inboxOf(db, given.admin)).toEqual([])
})

test('a program makes no keys, and twenty are enough for anybody', async () => {
  const { given, make } = await town()
  const robot: Actor = { ...given.vendor, kind: 'program', keyId: newId() }

  await expect(make(robot)).rejects.toMatchObject({ code: 'not_for_programs' })
  for (let i = 0; i < 20; i++) await make(given.vendor, `Robot ${i}`)
  await expect(make(given.vendor)).rejects.toThrow('One person can have at most 20 API keys.')
})

test('what a program does bears its own name, and its owner hears of it', async () => {
  const { db, given } = await town()
  const robot: Actor = { ...given.officerNorth, kind: 'program', name: 'Shift planner', keyId: newId() }
  const filer: Actor = { ...robot, grants: [{ role: 'vendor', scope: null }] }

  await inTx(db, (tx) => submit(tx, filer, { workflow: 'shift', data: shiftData({ driver: given.driver }) }))
  await runJobs(db)

  expect(await inboxOf(db, given.officerNorth)).toMatchObject([
    { type: 'shift.created', body: expect.stringMatching(/^Shift planner asks for a shift/) },
  ])
  const entry = await db
    .selectFrom('audit_entries')
    .select(['actor_kind', 'actor_id', 'actor_name'])
    .where('action', '=', 'shift.submit')
    .executeTakeFirstOrThrow()
  expect(entry).toEqual({
    actor_kind: 'program',
    actor_id: given.officerNorth.id,
    actor_name: 'Shift planner',
  })
})
