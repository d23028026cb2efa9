import { insertFile, markReady, removeOldFiles } from '@belfry/db/queries/files'
import { findDraft, listDrafts, removeDraft, saveDraft, submit } from '@belfry/engine/cases'
import { once } from '@belfry/engine/once'
import { type Actor, newId } from '@belfry/shared'
import type { DraftContent } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'

const shift = { workflow: 'shift' }

const town = async () => {
  const { db, given } = await databaseWithPeople()
  const content = (more: Partial<DraftContent> = {}): DraftContent => ({
    key: newId(),
    values: { vehicle: 'Bus 12' },
    labels: {},
    children: [],
    ...more,
  })
  const save = (by: Actor, rev: number, draft: DraftContent, form: object = {}) =>
    inTx(db, (tx) => saveDraft(tx, by, { ...shift, ...form, rev, content: draft }))
  const send = (by: Actor, idempotencyKey: string) => {
    const input = { workflow: 'shift', data: shiftData({ driver: given.driver }), idempotencyKey }
    return inTx(db, (tx) => once(tx, by, 'cases.submit', input, () => submit(tx, by, input)))
  }
  return { db, given, content, save, send }
}

test('what was filled in is there again at the next sitting, and nobody else sees it', async () => {
  const { db, given, content, save } = await town()
  const draft = content({ labels: { driver: 'داود السائق' } })

  const saved = await save(given.vendor, 0, draft)
  await save(given.vendor, saved.rev, { ...draft, values: { vehicle: 'Van 7' } })

  expect(await findDraft(db, given.vendor, shift)).toMatchObject({
    rev: 2,
    content: { ...draft, values: { vehicle: 'Van 7' } },
  })
  expect(await findDraft(db, given.vendor2, shift)).toBeNull()
  expect(await listDrafts(db, given.vendor)).toMatchObject([
    { workflow: 'shift', parent: null, title: 'Van 7' },
  ])
  expect(await listDrafts(db, given.vendor2)).toEqual([])
})

test('of two windows, the one that knows an older draft overwrites nothing', async () => {
  const { db, given, content, save } = await town()
  const draft = content()
  await save(given.vendor, 0, draft)
  await save(given.vendor, 1, { ...draft, values: { vehicle: 'From the phone' } })

  for (const rev of [0, 1, 7])
    await expect(save(given.vendor, rev, content())).rejects.toMatchObject({ code: 'draft_changed' })

  expect(await findDraft(db, given.vendor, shift)).toMatchObject({
    rev: 2,
    content: { values: { vehicle: 'From the phone' } },
  })
})

test('sending the form ends its draft, and a late save does not bring it back', async () => {
  const { db, given, content, save, send } = await town()
  const draft = content()
  await save(given.vendor, 0, draft)

  await send(given.vendor, draft.key)

  expect(await findDraft(db, given.vendor, shift)).toBeNull()
  for (const rev of [0, 1])
    await expect(save(given.vendor, rev, draft)).rejects.toMatchObject({ code: 'draft_changed' })
})

test('a case that a program files leaves the draft of the same person alone', async () => {
  const { db, given, content, save, send } = await town()
  await save(given.vendor, 0, content())

  await send(given.vendor, newId())

  expect(await findDraft(db, given.vendor, shift)).not.toBeNull()
})

test('a draft is discarded by its person only', async () => {
  const { db, given, content, save } = await town()
  await save(given.vendor, 0, content())

  await inTx(db, (tx) => removeDraft(tx, given.vendor2, shift))
  expect(await findDraft(db, given.vendor, shift)).not.toBeNull()
  await inTx(db, (tx) => removeDraft(tx, given.vendor, shift))

  expect(await findDraft(db, given.vendor, shift)).toBeNull()
})

test('nobody begins what is not his to file, or on a case that he may not see', async () => {
  const { given, content, save } = await town()
  const filed = await given.case('shift', { by: given.vendor })

  await expect(save(given.driver2, 0, content())).rejects.toMatchObject({ code: 'not_permitted' })
  await expect(save(given.vendor, 0, content(), { workflow: 'nonsense' })).rejects.toMatchObject({
    code: 'unknown_workflow',
  })
  await expect(
    save(given.vendor2, 0, content(), { parentId: filed.id, slot: 'papers' }),
  ).rejects.toMatchObject({ code: 'not_found' })
})

test('drafts for one case each stand beside each other, the oldest of more than fifty goes', async () => {
  const { db, given, content, save } = await town()
  const filed = await given.case('shift', { by: given.vendor })

  await save(given.vendor, 0, content())
  for (let i = 0; i < 50; i++)
    await save(given.vendor, 0, content(), { parentId: filed.id, slot: `slot${i}` })

  const drafts = await listDrafts(db, given.vendor)
  expect(drafts).toHaveLength(50)
  expect(drafts.every(({ parent }) => parent?.title === filed.title)).toBe(true)
  expect(await findDraft(db, given.vendor, shift)).toBeNull()
})

test('a file that waits in a draft is kept, however old; without the draft it goes', async () => {
  const { db, given, content, save } = await town()
  const [file, papers, forgotten] = [newId(), newId(), newId()]
  const old = new Date(Date.now() - 30 * 86_400_000)
  for (const id of [file, papers, forgotten]) {
    await inTx(db, (tx) =>
      insertFile(tx, {
        id,
        uploadedBy: given.vendor.id,
        name: 'a.pdf',
        declaredType: null,
        size: 9,
        accept: [],
        at: old,
      }),
    )
    await inTx(db, (tx) =>
      markReady(tx, id, {
        type: 'application/pdf',
        size: 9,
        sha256: '0'.repeat(64),
        storageKey: id,
        at: old,
      }),
    )
  }
  const removed = async () => {
    const rows = await removeOldFiles(db, { unfinishedBefore: new Date(), unusedBefore: new Date() }, 10)
    return rows.map(({ id }) => id)
  }

  await save(
    given.vendor,
    0,
    content({ values: { file }, children: [{ slot: 'papers', values: { file: papers }, labels: {} }] }),
  )
  expect(await removed()).toEqual([forgotten])
  await inTx(db, (tx) => removeDraft(tx, given.vendor, shift))

  expect((await removed()).toSorted()).toEqual(expect.arrayContaining([file, papers].toSorted()))
})
