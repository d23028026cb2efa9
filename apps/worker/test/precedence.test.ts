import { expect, test } from 'vitest'
import { createPrecedence } from '../src/precedence.ts'

/** Something that runs until it is told to end. */
function work(inOrder: ReturnType<typeof createPrecedence>, urgent: boolean, name: string, begun: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const ended = inOrder(urgent, async () => {
    begun.push(name)
    await promise
  })
  return { end: () => (resolve(), ended) }
}

const aMoment = () => new Promise((resolve) => setImmediate(resolve))

test('what is not urgent begins when the last urgent work has ended; urgent work waits for nobody', async () => {
  const inOrder = createPrecedence()
  const begun: string[] = []

  const early = work(inOrder, false, 'Early', begun)
  await aMoment()
  const ann = work(inOrder, true, 'Ann', begun)
  const calm = work(inOrder, false, 'Calm', begun)
  const ben = work(inOrder, true, 'Ben', begun)
  await aMoment()
  expect(begun).toEqual(['Early', 'Ann', 'Ben'])

  await ann.end()
  await aMoment()
  expect(begun).toHaveLength(3)

  await ben.end()
  await aMoment()
  expect(begun).toEqual(['Early', 'Ann', 'Ben', 'Calm'])
  await Promise.all([early.end(), calm.end()])
})

test('of work that is taken together the urgent goes first, wherever it stands', async () => {
  const inOrder = createPrecedence()
  const begun: string[] = []

  const calm = work(inOrder, false, 'Calm', begun)
  const ann = work(inOrder, true, 'Ann', begun)
  await ann.end()
  await calm.end()

  expect(begun).toEqual(['Ann', 'Calm'])
})

test('urgent work that fails lets the others go all the same', async () => {
  const inOrder = createPrecedence()
  const begun: string[] = []
  const failing = inOrder(true, () => Promise.reject(new Error('It failed.')))
  const calm = work(inOrder, false, 'Calm', begun)

  await expect(failing).rejects.toThrow('It failed.')
  await calm.end()

  expect(begun).toEqual(['Calm'])
})

test('nobody steps aside for ever', async () => {
  const inOrder = createPrecedence()
  const begun: string[] = []
  const endless = work(inOrder, true, 'Endless', begun)

  const calm = work(inOrder, false, 'Calm', begun)
  await calm.end()

  expect(begun).toEqual(['Endless', 'Calm'])
  await endless.end()
})
