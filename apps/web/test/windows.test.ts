import { locks } from 'node:worker_threads'
import { createRoot } from 'solid-js'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { tellHere } from '../src/live/one-window.ts'
import { shareAssumptions } from '../src/live/shared-assumptions.ts'
import { inboxWithServer, notification } from './notifications.ts'

let person = 0

/** A window of somebody whose inbox has two notifications, unread. */
function openWindow(personId: string) {
  const server = inboxWithServer()
  server.hello('1.0', 0)
  server.changes('1.2', 2, [notification(1), notification(2)])
  const { inbox, dispose } = createRoot((end) => ({
    dispose: end,
    inbox: shareAssumptions(server.inbox, personId),
  }))
  onTestFinished(() => {
    dispose()
    server.dispose()
  })
  return { inbox, states: () => inbox.items().map(({ state }) => state) }
}

describe('what is marked in one window', () => {
  test('shows in the others at once, and goes back everywhere when the server refuses', async () => {
    const personId = `person ${++person}`
    const [here, there, another] = [openWindow(personId), openWindow(personId), openWindow('somebody else')]

    const takeBack = here.inbox.assume([notification(1, { state: 'read' })])

    await expect.poll(there.states).toEqual(['unread', 'read'])
    expect(there.inbox.unread()).toBe(1)
    expect(another.states()).toEqual(['unread', 'unread'])
    takeBack()
    await expect.poll(there.states).toEqual(['unread', 'unread'])
    expect([here.inbox.unread(), there.inbox.unread()]).toEqual([2, 2])
  })

  test('adds nothing to a window that does not know it yet', async () => {
    const personId = `person ${++person}`
    const [here, there] = [openWindow(personId), openWindow(personId)]

    here.inbox.assume([notification(9, { state: 'archived' }), notification(2, { state: 'archived' })])

    await expect.poll(there.states).toEqual(['archived', 'unread'])
  })
})

describe('news that several windows hear of', () => {
  afterEach(() => vi.restoreAllMocks())

  test('is told by one of them, and as a whole', async () => {
    vi.stubGlobal('navigator', Object.create(navigator, { locks: { value: locks } }))
    onTestFinished(() => void vi.unstubAllGlobals())
    const news = [1, 2, 3].map((n) => ({ id: `news ${n} of ${Math.random()}` }))

    const told = await Promise.all([tellHere(news), tellHere(news), tellHere(news)])

    expect(told.map((mine) => mine.length).toSorted((a, b) => a - b)).toEqual([0, 0, 3])
    expect(await tellHere(news)).toEqual([])
  })

  test('is told by each where the browser has no locks', async () => {
    expect(await tellHere([{ id: 'news' }])).toEqual([{ id: 'news' }])
  })
})
