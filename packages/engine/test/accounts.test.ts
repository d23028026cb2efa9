import {
  deactivate,
  getPerson,
  grant,
  listPeople,
  loadActor,
  reactivate,
  setSupervisor,
} from '@belfry/engine/access'
import { createApiKey, listApiKeys } from '@belfry/engine/access'
import { type Actor, newId } from '@belfry/shared'
import { PeopleInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

async function town() {
  const { db, given } = await databaseWithPeople()
  const close = (who: Actor, by = given.admin) => inTx(db, (tx) => deactivate(tx, by, who.id))
  const open = (who: Actor, by = given.admin) => inTx(db, (tx) => reactivate(tx, by, who.id))
  const supervise = (who: Actor, supervisor: Actor | null, by = given.admin) =>
    inTx(db, (tx) => setSupervisor(tx, by, { personId: who.id, supervisorId: supervisor?.id ?? null }))
  return { db, given, close, open, supervise }
}

test('a closed account has no session, no key and no rights; opened again, it has its roles', async () => {
  const { db, given, close, open } = await town()
  const session = {
    id: newId(),
    token: newId(),
    user_id: given.vendor.id,
    expires_at: new Date(Date.now() + 60_000),
  }
  await db
    .insertInto('auth.session')
    .values(session as never)
    .execute()
  await inTx(db, (tx) => createApiKey(tx, given.vendor, { name: 'Robot' }))

  await close(given.vendor)

  expect(await loadActor(db, given.vendor.id)).toBeUndefined()
  expect(await db.selectFrom('auth.session').selectAll().execute()).toEqual([])
  await expect(close(given.vendor)).rejects.toThrow('The account of Vera Vendor is closed.')

  await open(given.vendor)
  await open(given.vendor) // does nothing more
  await runJobs(db)

  expect((await loadActor(db, given.vendor.id))!.grants).toEqual([{ role: 'vendor', scope: null }])
  expect(await listApiKeys(db, given.vendor)).toEqual([]) // a key that was lost to us once is not trusted again
  expect(await titlesFor(db, given.vendor)).toEqual(['Your account is open again', 'New API key: Robot'])
  const entries = await db
    .selectFrom('audit_entries')
    .select(['action', 'before', 'after'])
    .orderBy('id')
    .execute()
  expect(entries.slice(1)).toEqual([
    { action: 'access.deactivate', before: { open: true, sessions: 1, keys: 1 }, after: { open: false } },
    { action: 'access.reactivate', before: { open: false }, after: { open: true } },
  ])
})

test('nobody closes his own account, and the last administrator’s is not closed', async () => {
  const { db, given, close } = await town()
  const second = await given.person({ name: 'Axel Admin', grants: [{ role: 'admin', scope: null }] })

  await expect(close(given.admin)).rejects.toMatchObject({ code: 'not_yourself' })
  await expect(close(given.admin, given.vendor)).rejects.toMatchObject({ code: 'not_permitted' })
  await close(given.admin, second)

  await expect(close(second, given.admin)).rejects.toMatchObject({ code: 'last_admin' }) // one who has just lost it
  await expect(
    inTx(db, (tx) => grant(tx, second, { personId: given.admin.id, role: 'hr' })),
  ).rejects.toMatchObject({
    code: 'person_closed',
  })
})

test('a supervisor is named, changed and removed, and the person told each time', async () => {
  const { db, given, supervise } = await town()

  await supervise(given.driver2, given.vendor)
  await supervise(given.driver2, given.vendor) // no change, no news
  await supervise(given.driver2, null)
  await runJobs(db)

  expect(await titlesFor(db, given.driver2)).toEqual([
    'You have no supervisor now',
    'Your supervisor is Vera Vendor',
  ])
  expect(await inboxOf(db, given.vendor)).toEqual([])
})

test('nobody ends up as his own supervisor, not even when two change it at once', async () => {
  const { given, supervise, close } = await town()
  const { vendor, vendor2, driver2 } = given
  await supervise(vendor2, vendor)
  await supervise(driver2, vendor2)

  const loop = { code: 'supervisor_loop' }
  await expect(supervise(vendor, vendor)).rejects.toMatchObject(loop)
  await expect(supervise(vendor, driver2)).rejects.toMatchObject(loop)
  await expect(supervise(vendor, { ...vendor, id: newId() })).rejects.toMatchObject({
    code: 'unknown_choice',
  })
  await close(given.officerSouth)
  await expect(supervise(vendor, given.officerSouth)).rejects.toMatchObject({ code: 'unknown_choice' })

  await supervise(vendor2, null)
  const outcomes = await Promise.allSettled([supervise(vendor, vendor2), supervise(vendor2, vendor)])
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('people are found by a part of name or address, by role, open or closed, page by page', async () => {
  const { db, given, close } = await town()
  await close(given.vendor2)
  const names = async (input: Partial<PeopleInput>) =>
    (await listPeople(db, given.admin, PeopleInput.parse(input))).items.map(({ name }) => name)

  expect(await names({ search: 'NO' })).toEqual(['Noël Nord', 'Nora North'])
  expect(await names({ search: 'noel' })).toEqual(['Noël Nord'])
  expect(await names({ search: 'officersouth@' })).toEqual(['Simone Sud'])
  expect(await names({ search: '100%_' })).toEqual([])
  expect(await names({ role: 'vendor' })).toEqual(['Vera Vendor'])
  expect(await names({ role: 'vendor', show: 'all' })).toEqual(['Vera Vendor', 'Victor Vendor'])
  expect(await names({ show: 'closed' })).toEqual(['Victor Vendor'])

  const all: string[] = []
  let cursor: string | null = null
  do {
    const page = await listPeople(db, given.admin, PeopleInput.parse({ cursor, limit: 3 }))
    all.push(...page.items.map(({ name }) => name))
    cursor = page.nextCursor
  } while (cursor)
  expect(all).toEqual(await names({}))
  expect(new Set(all).size).toBe(all.length)
})

test('a person’s page says who granted what, and what became of the account, in the reader’s language', async () => {
  const { db, given, close, open, supervise } = await town()
  await inTx(db, (tx) =>
    grant(tx, given.admin, { personId: given.driver2.id, role: 'officer', scope: 'station:north' }),
  )
  await supervise(given.driver2, given.vendor)
  await close(given.driver2)
  await open(given.driver2)

  const seen = await getPerson(db, given.admin, given.driver2.id)
  expect(seen).toMatchObject({
    name: 'Dora Driver',
    invited: false,
    sessions: 0,
    supervisor: { name: 'Vera Vendor' },
  })
  expect(seen.grants).toMatchObject([
    { role: 'officer', scopeName: 'Station North', by: { name: 'Ada Admin' } },
    { role: 'driver', scope: null, by: null },
  ])
  expect(seen.history.map(({ text }) => text)).toEqual([
    'Ada Admin opened the account again',
    'Ada Admin closed the account',
    'Ada Admin made Vera Vendor the supervisor',
    'Ada Admin granted the role “officer” for Station North',
  ])
  const french = await getPerson(db, { ...given.admin, locale: 'fr' }, given.driver2.id)
  expect(french.history[1]!.text).toBe('Ada Admin a fermé le compte')

  await expect(getPerson(db, given.admin, newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(getPerson(db, given.vendor, given.vendor.id)).rejects.toMatchObject({ code: 'not_permitted' })
  expect((await queuedJobs(db)).filter(({ task }) => task === 'fan_out')).toHaveLength(3)
})
