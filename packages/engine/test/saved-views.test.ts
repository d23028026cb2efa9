import { listViews, removeView, saveView } from '@belfry/engine/cases'
import type { Actor } from '@belfry/shared'
import { SaveViewInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { expect, test } from 'vitest'

async function shelf() {
  const { db, given } = await databaseWithPeople()
  return {
    db,
    given,
    save: (who: Actor, input: Partial<SaveViewInput> = {}) =>
      inTx(db, (tx) =>
        saveView(
          tx,
          who,
          SaveViewInput.parse({
            workflow: 'shift',
            name: 'Urgent',
            settings: { q: 'urgent:yes', sort: 'urgent', columns: ['state'] },
            ...input,
          }),
        ),
      ),
    remove: (who: Actor, id: string) => inTx(db, (tx) => removeView(tx, who, id)),
    names: async (who: Actor) => (await listViews(db, who, 'shift')).map(({ name }) => name),
  }
}

test('a view is one’s own until it is shared with a role, and then everybody’s who holds it', async () => {
  const { db, given, save, names } = await shelf()

  const mine = await save(given.officerNorth)
  expect(mine).toMatchObject({ mine: true, role: null, settings: { q: 'urgent:yes', sort: 'urgent' } })
  expect(await names(given.officerNorth)).toEqual(['Urgent'])
  expect(await names(given.officerSouth)).toEqual([])

  await save(given.officerNorth, { id: mine.id, name: 'On fire', role: 'officer' })
  expect(await names(given.officerNorth)).toEqual(['On fire'])
  expect(await listViews(db, given.officerSouth, 'shift')).toMatchObject([
    { name: 'On fire', owner: { name: 'Nora North' }, role: 'officer', mine: false },
  ])
  expect(await names(given.vendor)).toEqual([])
  expect(await listViews(db, given.officerSouth, 'goal')).toEqual([])
})

test('whoever shares, or ends it, is on the trail; what one keeps for oneself is not', async () => {
  const { db, given, save, remove } = await shelf()

  await save(given.officerNorth, { name: 'Private' })
  const shared = await save(given.officerNorth, { name: 'Shared', role: 'officer' })
  await remove(given.officerNorth, shared.id)

  const events = await db.selectFrom('events').select(['type', 'actor_name', 'data']).orderBy('id').execute()
  expect(events).toMatchObject([
    {
      type: 'view.share',
      actor_name: 'Nora North',
      data: { target: { kind: 'view', title: 'Shared' }, before: { role: null }, after: { role: 'officer' } },
    },
    { data: { before: { role: 'officer' }, after: { role: null } } },
  ])
})

test('only a role one holds can be shared with; administrators share with all', async () => {
  const { given, save, names } = await shelf()

  for (const role of ['reviewer', 'admin', 'nobody', 'toString'])
    await expect(save(given.officerNorth, { role })).rejects.toMatchObject({ code: 'not_permitted' })
  await save(given.admin, { role: 'officer', name: 'From above' })

  expect(await names(given.officerSouth)).toEqual(['From above'])
  expect(await names(given.officerNorth)).toEqual(['From above'])
})

test('somebody else’s view is not there to be changed, but for administrators where it is shared', async () => {
  const { given, save, remove, names } = await shelf()
  const secret = await save(given.officerNorth, { name: 'Secret' })
  const shared = await save(given.officerNorth, { name: 'Shared', role: 'officer' })

  for (const { id } of [secret, shared]) {
    await expect(save(given.officerSouth, { id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(remove(given.officerSouth, id)).rejects.toMatchObject({ code: 'not_found' })
  }
  await expect(remove(given.admin, secret.id)).rejects.toMatchObject({ code: 'not_found' })
  await remove(given.admin, shared.id)

  expect(await names(given.officerNorth)).toEqual(['Secret'])
})

test('nobody keeps more than fifty, nor views of what is none', async () => {
  const { given, save } = await shelf()
  for (let n = 0; n < 50; n++) await save(given.officerNorth, { name: `View ${n}` })

  await expect(save(given.officerNorth)).rejects.toMatchObject({ code: 'too_many_views' })
  await expect(save(given.officerSouth, { workflow: 'none' })).rejects.toMatchObject({
    code: 'unknown_workflow',
  })
})
