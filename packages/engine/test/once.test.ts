import { submit } from '@belfry/engine/cases'
import { once } from '@belfry/engine/once'
import type { Actor } from '@belfry/shared'
import type { SubmitInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx, shiftData } from '@belfry/testing/given'
import { expect, test } from 'vitest'

async function town() {
  const { db, given } = await databaseWithPeople()
  const filing = (vehicle: string, idempotencyKey: string | undefined): SubmitInput => ({
    workflow: 'shift',
    data: shiftData({ driver: given.driver, vehicle }),
    idempotencyKey,
  })
  const file = (by: Actor, input: SubmitInput) =>
    inTx(db, (tx) => once(tx, by, 'cases.submit', input, () => submit(tx, by, input)))
  const cases = () => db.selectFrom('cases').select('title').orderBy('id').execute()
  return { db, given, filing, file, cases }
}

test('the same key and input give the same answer, and one case', async () => {
  const { given, filing, file, cases } = await town()

  const first = await file(given.vendor, filing('Bus 1', 'key'))
  const again = await file(given.vendor, filing('Bus 1', 'key'))
  const sameInAnotherOrder = await file(given.vendor, {
    idempotencyKey: 'key',
    data: Object.fromEntries(Object.entries(filing('Bus 1', 'key').data).toReversed()),
    workflow: 'shift',
  })

  expect(again).toEqual(first)
  expect(sameInAnotherOrder).toEqual(first)
  expect(await cases()).toEqual([{ title: 'Bus 1' }])
})

test('another input with the same key is refused', async () => {
  const { db, given, filing, file, cases } = await town()
  await file(given.vendor, filing('Bus 1', 'key'))

  const mismatch = { code: 'idempotency_mismatch' }
  const otherVerb = () =>
    inTx(db, (tx) => once(tx, given.vendor, 'cases.act', filing('Bus 1', 'key'), () => Promise.resolve(null)))
  await expect(file(given.vendor, filing('Bus 2', 'key'))).rejects.toMatchObject(mismatch)
  await expect(otherVerb()).rejects.toMatchObject(mismatch)
  expect(await cases()).toEqual([{ title: 'Bus 1' }])
})

test('of several that come at once with the same key, one files and all get its answer', async () => {
  const { given, filing, file, cases } = await town()

  const answers = await Promise.all(
    Array.from({ length: 6 }, () => file(given.vendor, filing('Bus 1', 'key'))),
  )

  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  expect(await cases()).toEqual([{ title: 'Bus 1' }])
})

test('a key belongs to its person, and without one everything counts', async () => {
  const { given, filing, file, cases } = await town()

  await file(given.vendor, filing('Bus 1', 'key'))
  await file(given.vendor2, filing('Bus 2', 'key'))
  await file(given.vendor, filing('Bus 3', undefined))
  await file(given.vendor, filing('Bus 3', undefined))

  expect((await cases()).map(({ title }) => title)).toEqual(['Bus 1', 'Bus 2', 'Bus 3', 'Bus 3'])
})

test('what was refused may be tried again with the same key', async () => {
  const { given, filing, file } = await town()
  await expect(file(given.vendor, filing('', 'key'))).rejects.toMatchObject({ code: 'invalid_input' })

  expect(await file(given.vendor, filing('Bus 1', 'key'))).toMatchObject({ title: 'Bus 1' })
})

test('who waits for one that then fails does it himself', async () => {
  const { db, given, filing, file, cases } = await town()
  const claimed = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  const input = filing('Bus 1', 'key')
  const first = inTx(db, (tx) =>
    once(tx, given.vendor, 'cases.submit', input, async () => {
      claimed.resolve()
      await goOn.promise
      throw new Error('The process died.')
    }),
  )

  await claimed.promise
  const second = file(given.vendor, input)
  goOn.resolve()

  await expect(first).rejects.toThrow('The process died.')
  expect(await second).toMatchObject({ title: 'Bus 1' })
  expect(await cases()).toHaveLength(1)
})
