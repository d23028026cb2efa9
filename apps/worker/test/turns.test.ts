import { expect, test } from 'vitest'
import { createTurns } from '../src/turns.ts'

/** Something that runs until it is told to end. */
function work(inTurn: ReturnType<typeof createTurns>, name: string, running: string[], alone = false) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const ended = inTurn(alone, async () => {
    running.push(name)
    await promise
    running.splice(running.indexOf(name), 1)
  })
  return { end: () => (resolve(), ended) }
}

const aMoment = () => new Promise((resolve) => setImmediate(resolve))

test('most run together; who must be alone waits for those before, and those behind wait for it', async () => {
  const inTurn = createTurns()
  const running: string[] = []

  const ann = work(inTurn, 'Ann', running)
  const ben = work(inTurn, 'Ben', running)
  const lone = work(inTurn, 'Lone', running, true)
  const cem = work(inTurn, 'Cem', running)
  await aMoment()
  expect(running).toEqual(['Ann', 'Ben'])

  await Promise.all([ann.end(), ben.end()])
  await aMoment()
  expect(running).toEqual(['Lone'])

  await lone.end()
  await aMoment()
  expect(running).toEqual(['Cem'])
  await cem.end()
})

test('an error ends a turn like anything else', async () => {
  const inTurn = createTurns()

  const failing = inTurn(true, () => Promise.reject(new Error('No.')))

  await expect(failing).rejects.toThrow('No.')
  expect(await inTurn(true, () => Promise.resolve('next'))).toBe('next')
})
