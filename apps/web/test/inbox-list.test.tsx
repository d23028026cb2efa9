import type { Notification, NotificationPage } from '@belfry/shared/wire'
import { createRoot, createSignal } from 'solid-js'
import { describe, expect, test } from 'vitest'
import { fits } from '../src/live/inbox-fits.ts'
import { type LoadNotifications, createInboxList } from '../src/live/inbox-list.ts'
import { idOf, inboxWithServer, notification } from './notifications.ts'

type State = Notification['state']

/** A list over pages of two, from a server that has the notifications 1 to `total`. */
function listOf(total: number, change: (item: Notification) => Notification = (item) => item) {
  const server = inboxWithServer()
  const stored = Array.from({ length: total }, (_, n) => change(notification(total - n)))
  const requests: (string | null)[] = []
  const load: LoadNotifications = async (input): Promise<NotificationPage> => {
    requests.push(input.cursor)
    const fitting = stored.filter((item) => fits(item, input))
    const from = input.cursor ? fitting.findIndex((item) => item.id === input.cursor) + 1 : 0
    const items = fitting.slice(from, from + 2)
    return { items, nextCursor: from + 2 < fitting.length ? items.at(-1)!.id : null }
  }
  const [states, setStates] = createSignal<State[]>(['unread', 'read'])
  const list = createRoot(() => createInboxList(server.inbox, () => ({ filter: { state: states() } }), load))
  return { server, list, requests, setStates, ids: () => list.items().map((item) => item.id) }
}

const settled = () => new Promise((resolve) => setTimeout(resolve))

describe('a list of the inbox', () => {
  test('loads when the stream has begun, so that nothing falls between the two', async () => {
    const { server, requests, ids } = listOf(2)
    await settled()
    expect(requests).toEqual([])

    server.hello('1.2', 2)
    await settled()

    expect(ids()).toEqual([idOf(2), idOf(1)])
  })

  test('puts what comes live on top, and pages on without a gap or a double', async () => {
    const { server, list, ids } = listOf(5)
    server.hello('1.5', 5)
    await settled()

    server.changes('1.6', 6, [notification(6)])
    list.more()
    await settled()
    list.more()
    await settled()

    expect(ids()).toEqual([6, 5, 4, 3, 2, 1].map(idOf))
    expect(list.hasMore()).toBe(false)
  })

  test('does not show a changed old one before its page is there', async () => {
    const { server, list, ids } = listOf(5)
    server.hello('1.5', 5)
    await settled()

    server.changes('1.6', 4, [notification(1, { state: 'read' })])
    expect(ids()).toEqual([idOf(5), idOf(4)])

    list.more()
    await settled()
    list.more()
    await settled()
    expect(ids()).toEqual([5, 4, 3, 2, 1].map(idOf))
  })

  test('lets one go that does not fit the filter any more', async () => {
    const { server, setStates, ids } = listOf(2)
    setStates(['unread'])
    server.hello('1.2', 2)
    await settled()

    server.changes('1.3', 1, [notification(2, { state: 'read' })])

    expect(ids()).toEqual([idOf(1)])
  })

  test('starts anew with another filter', async () => {
    const { server, setStates, ids } = listOf(4, (item) =>
      item.id <= idOf(2) ? { ...item, state: 'archived' } : item,
    )
    server.hello('1.4', 2)
    await settled()

    setStates(['archived'])
    await settled()

    expect(ids()).toEqual([idOf(2), idOf(1)])
  })

  test('loads again after a reset', async () => {
    const { server, requests, ids } = listOf(2)
    server.hello('1.2', 2)
    await settled()

    server.hello('2.0', 2, true)
    await settled()

    expect(requests).toEqual([null, null])
    expect(ids()).toEqual([idOf(2), idOf(1)])
  })
})
