import type { ListedNotification, Notification } from '@belfry/shared/wire'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fits } from '../src/live/inbox-fits.ts'
import { type ListOptions, type LoadNotifications, createInboxList } from '../src/live/inbox-list.ts'
import { idOf, inboxWithServer, notification } from './notifications.ts'

const caseId = '0199aaaa-0000-7000-8000-000000000001'
const group = `${caseId}.shift.commented`
const comment = (n: number, more: Partial<Notification> = {}) =>
  notification(n, { type: 'shift.commented', caseId, group, ...more })

/** A grouped list over what the server has, which the test may change. */
function groupsOf(first: Notification[], options: ListOptions & { perPage?: number } = {}) {
  const server = inboxWithServer()
  const stored = new Map(first.map((item) => [item.id, item]))
  const requests: Parameters<LoadNotifications>[0][] = []
  const load: LoadNotifications = async (input) => {
    requests.push(input)
    const found = [...stored.values()]
      .filter((item) => fits(item, input))
      .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    const lines = input.grouped ? found.filter((item) => isHead(item, found)) : found
    const from = input.cursor ? lines.filter(({ id }) => id < input.cursor!) : lines
    const limit = input.limit ?? options.perPage ?? 10
    const items: ListedNotification[] = from.slice(0, limit).map((item) => {
      const same = item.group === null ? [] : found.filter((one) => one.group === item.group)
      const unread = same.filter(({ state }) => state === 'unread').length
      return input.grouped ? { ...item, groupSize: same.length || 1, groupUnread: unread } : { ...item }
    })
    return { items, nextCursor: from.length > limit ? items.at(-1)!.id : null }
  }
  const { list, dispose } = createRoot((end) => ({
    dispose: end,
    list: createInboxList(
      server.inbox,
      () => ({ filter: { state: ['unread', 'read'], pinned: false }, grouped: true }),
      load,
      options,
    ),
  }))
  const changed = (...items: Notification[]) => {
    for (const item of items) stored.set(item.id, item)
    const unread = [...stored.values()].filter(({ state }) => state === 'unread').length
    server.changes('1.9', unread, items)
  }
  const shown = () =>
    list.ids().map((id) => {
      const count = list.count(id)
      return `${Number(id.slice(-6))}${count && count.size > 1 ? ` (${count.unread}/${count.size})` : ''}`
    })
  return { server, list, requests, changed, shown, dispose, stored }
}

const isHead = (item: Notification, among: Notification[]) =>
  item.group === null || !among.some((one) => one.group === item.group && one.id > item.id)

const settled = () => vi.advanceTimersByTimeAsync(500)

describe('a list of groups', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  async function withThree() {
    const made = groupsOf([
      comment(1),
      notification(2),
      comment(3, { state: 'read' }),
      comment(4),
      notification(5),
    ])
    made.server.hello('1.5', 4)
    await settled()
    expect(made.shown()).toEqual(['5', '4 (2/3)', '2'])
    return made
  }

  test('shows the newest of each with how many there are, and takes a new one in by itself', async () => {
    const { changed, shown, requests } = await withThree()

    changed(comment(6))

    expect(shown()).toEqual(['6 (3/4)', '5', '2'])
    expect(requests).toHaveLength(1)
  })

  test('counts what is read elsewhere, and asks where it cannot know', async () => {
    const { changed, shown, requests } = await withThree()

    changed(comment(4, { state: 'read' }))
    expect(shown()).toEqual(['5', '4 (1/3)', '2'])
    expect(requests).toHaveLength(1)

    changed(comment(1, { state: 'read' }))
    await settled()
    expect(shown()).toEqual(['5', '4 (0/3)', '2'])
    expect(requests.slice(1)).toEqual([expect.objectContaining({ group, grouped: true, limit: 1 })])
  })

  test('another member stands for it when the newest goes', async () => {
    const { changed, shown } = await withThree()

    changed(comment(4, { state: 'archived' }))
    await settled()
    expect(shown()).toEqual(['5', '3 (1/2)', '2'])

    changed(comment(3, { state: 'archived' }), comment(1, { state: 'deleted' }))
    await settled()
    expect(shown()).toEqual(['5', '2'])
  })

  test('one that is marked whole goes at once, and comes back where the server refuses', async () => {
    const { list, shown } = await withThree()

    const done = list.expect(group, 'gone')
    expect(shown()).toEqual(['5', '2'])
    done()
    await settled()

    expect(shown()).toEqual(['5', '4 (2/3)', '2'])
  })

  test('a pinned one leaves it for the list above', async () => {
    const { changed, shown } = await withThree()

    changed(notification(5, { pinned: true }))

    expect(shown()).toEqual(['4 (2/3)', '2'])
  })

  test('what comes while somebody reads waits outside, its group with it', async () => {
    const holds = vi.fn(() => true)
    const made = groupsOf([comment(1), notification(2)], { holds })
    made.server.hello('1.5', 2)
    await settled()

    made.changed(notification(3), comment(4))
    expect(made.shown()).toEqual(['2', '1'])
    expect(made.list.waiting()).toBe(2)

    made.changed(notification(3, { state: 'archived' }))
    expect(made.list.waiting()).toBe(1)
    made.list.showWaiting()
    expect(made.shown()).toEqual(['4 (2/2)', '2'])
    expect(made.list.waiting()).toBe(0)
  })

  test('pages on without a group coming twice', async () => {
    const made = groupsOf([comment(1), notification(2), notification(3), notification(4)], { perPage: 2 })
    made.server.hello('1.5', 4)
    await settled()
    expect(made.shown()).toEqual(['4', '3'])

    made.changed(comment(5))
    await settled()
    expect(made.shown()).toEqual(['5 (2/2)', '4', '3'])
    made.list.more()
    await settled()

    expect(made.shown()).toEqual(['5 (2/2)', '4', '3', '2'])
    expect(made.list.hasMore()).toBe(false)
  })

  test('a long one keeps in memory what is near, and fetches the rest again when somebody comes back', async () => {
    const many = Array.from({ length: 2_600 }, (_, n) => notification(n + 1, { state: 'read' }))
    const made = groupsOf(many, { perPage: 200 })
    made.server.hello('1.5', 0)
    await settled()
    while (made.list.hasMore()) {
      made.list.see(made.list.ids().length - 20, made.list.ids().length)
      made.list.more()
      await vi.advanceTimersByTimeAsync(0)
    }
    made.list.see(2_580, 2_600)
    await settled()

    expect(made.list.ids()).toHaveLength(2_600)
    expect(made.server.inbox.items().length).toBeLessThan(1_500)
    const early = idOf(1_600)
    expect(made.server.inbox.get(early)).toBeUndefined()

    made.list.see(990, 1_010)
    await settled()
    expect(made.server.inbox.get(early)?.id).toBe(early)
    expect(made.list.ids()).toHaveLength(2_600)
  })
})
