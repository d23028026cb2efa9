import { grant, loadActor, revoke } from '@belfry/engine/access'
import { type Actor, newId } from '@belfry/shared'
import type { GrantInput } from '@belfry/shared/wire'
import { type Given, databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs } from '@belfry/testing/jobs'
import { expect, test } from 'vitest'
import { inboxOf, titlesFor } from './support/inboxes.ts'

async function town() {
  const { db, given } = await databaseWithPeople()
  const give = (to: Actor, held: Omit<GrantInput, 'personId'>, by = given.admin) =>
    inTx(db, (tx) => grant(tx, by, { personId: to.id, ...held }))
  const take = (from: Actor, held: Omit<GrantInput, 'personId'>, by = given.admin) =>
    inTx(db, (tx) => revoke(tx, by, { personId: from.id, ...held }))
  const grantsOf = async (who: Actor) => (await loadActor(db, who.id))!.grants
  return { db, given, give, take, grantsOf }
}

const secondAdmin = (given: Given) =>
  given.person({ name: 'Axel Admin', grants: [{ role: 'admin', scope: null }] })

test('a role that is granted counts at once, and its person is told in her language, once', async () => {
  const { db, given, give, grantsOf } = await town()

  await give(given.driver2, { role: 'officer', scope: 'station:north' })
  await give(given.vendor2, { role: 'hr' })
  await runJobs(db)

  expect(await grantsOf(given.driver2)).toContainEqual({ role: 'officer', scope: 'station:north' })
  expect(await inboxOf(db, given.driver2)).toMatchObject([
    {
      type: 'access.grant',
      category: 'access',
      tone: 'success',
      title: 'New role: officer for Station North',
      body: 'Ada Admin gave you the role “officer” for Station North. It counts at once.',
      link: '/account',
      actor: { name: 'Ada Admin' },
      caseId: null,
    },
  ])
  expect(await titlesFor(db, given.vendor2)).toEqual(['Nouveau rôle : RH'])
  for (const who of ['admin', 'officerNorth', 'vendor'] as const)
    expect(await inboxOf(db, given[who])).toEqual([])
})

test('a role that is revoked is gone at once, and its person is told', async () => {
  const { db, given, take, grantsOf } = await town()

  await take(given.officerSouth, { role: 'officer', scope: 'station:south' })
  await take(given.driver, { role: 'driver' })
  await runJobs(db)

  expect(await grantsOf(given.officerSouth)).toEqual([])
  expect(await titlesFor(db, given.officerSouth)).toEqual([
    'Rôle retiré : agent de station pour Station South',
  ])
  expect(await titlesFor(db, given.driver)).toEqual(['سُحب دور: السائق'])
  const mails = await db.selectFrom('mailbox').select('recipient').execute()
  expect(mails.map(({ recipient }) => recipient).toSorted()).toEqual(
    ['Simone Sud <officersouth@belfry.test>', 'داود السائق <driver@belfry.test>'].toSorted(),
  )
})

test('every change is on the trail with what was and what is', async () => {
  const { db, given, give, take } = await town()

  await give(given.driver2, { role: 'officer', scope: 'station:north' })
  await take(given.driver2, { role: 'officer', scope: 'station:north' })
  await runJobs(db)

  const held = { role: 'officer', scope: 'station:north' }
  const target = { target_kind: 'person', target_id: given.driver2.id, target_title: 'Dora Driver' }
  const entries = await db.selectFrom('audit_entries').selectAll().orderBy('id').execute()
  expect(entries).toMatchObject([
    { action: 'access.grant', actor_name: 'Ada Admin', before: null, after: held, ...target },
    { action: 'access.revoke', actor_name: 'Ada Admin', before: held, after: null, ...target },
  ])
})

test('what is held already, not held, of nobody or of nowhere is refused, and nothing follows', async () => {
  const { db, given, give, take } = await town()
  const nobody = { ...given.driver, id: newId() }

  await expect(give(given.driver, { role: 'driver' })).rejects.toMatchObject({ code: 'already_granted' })
  await expect(take(given.driver, { role: 'hr' })).rejects.toMatchObject({ code: 'not_granted' })
  await expect(take(given.officerNorth, { role: 'officer' })).rejects.toMatchObject({ code: 'not_granted' })
  await expect(give(nobody, { role: 'hr' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(take(nobody, { role: 'hr' })).rejects.toMatchObject({ code: 'not_found' })
  await expect(give(given.driver, { role: 'officer', scope: 'station:west' })).rejects.toMatchObject({
    code: 'unknown_choice',
  })
  await expect(give(given.driver, { role: 'hr', scope: 'station:north' })).rejects.toThrow(
    'The role “HR” is held everywhere, not for one place.',
  )
  expect(await queuedJobs(db)).toEqual([])
})

test('only administrators change roles', async () => {
  const { db, given, give, take } = await town()

  for (const who of ['vendor', 'officerAnywhere', 'driver'] as const) {
    await expect(give(given[who], { role: 'admin' }, given[who])).rejects.toMatchObject({
      code: 'not_permitted',
    })
    await expect(take(given.admin, { role: 'admin' }, given[who])).rejects.toMatchObject({
      code: 'not_permitted',
    })
  }
  expect(await queuedJobs(db)).toEqual([])
})

test('the last administrator who can sign in keeps the role', async () => {
  const { db, given, take } = await town()
  await expect(take(given.admin, { role: 'admin' })).rejects.toThrow(
    'Ada Admin is the last administrator who can sign in. Make somebody else one first.',
  )

  const second = await secondAdmin(given)
  await db.updateTable('auth.account').set({ password: null }).where('user_id', '=', second.id).execute()
  await expect(take(given.admin, { role: 'admin' })).rejects.toMatchObject({ code: 'last_admin' })

  await db.updateTable('auth.account').set({ password: 'x' }).where('user_id', '=', second.id).execute()
  await take(given.admin, { role: 'admin' })
  await expect(take(second, { role: 'admin' }, second)).rejects.toMatchObject({ code: 'last_admin' })
})

test('of two administrators who take the role from each other at once, one stays', async () => {
  const { db, given, take } = await town()
  for (let round = 0; round < 5; round++) {
    const [first, second] = [await secondAdmin(given), await secondAdmin(given)]
    await db
      .updateTable('role_grants')
      .set({ revoked_at: new Date() })
      .where('role', '=', 'admin')
      .where('person_id', 'not in', [first.id, second.id])
      .execute()

    const outcomes = await Promise.allSettled([
      take(first, { role: 'admin' }, second),
      take(second, { role: 'admin' }, first),
    ])

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  }
})

test('the same role granted twice at once is granted once, and told once', async () => {
  const { db, given, give } = await town()

  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => give(given.driver2, { role: 'hr' })))
  await runJobs(db)

  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await titlesFor(db, given.driver2)).toEqual(['New role: HR'])
})
