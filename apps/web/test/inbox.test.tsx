import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { idOf, inboxWithServer, notification } from './notifications.ts'

const day = 24 * 3_600_000

describe('the live inbox', () => {
  let server: ReturnType<typeof inboxWithServer>

  beforeEach(() => {
    vi.useFakeTimers()
    server = inboxWithServer()
  })
  afterEach(() => {
    server.dispose()
    vi.useRealTimers()
  })

  test('shows what comes, newest first, with the count the server gives', () => {
    server.hello('1.0', 0)

    server.changes('1.1', 1, [notification(1)])
    server.changes('1.3', 3, [notification(3), notification(2)])

    expect(server.ids()).toEqual([idOf(3), idOf(2), idOf(1)])
    expect(server.inbox.unread()).toBe(3)
  })

  test('asks for what came after the last event when it has to start again', () => {
    server.hello('1.4', 0)
    server.changes('1.5', 1, [notification(1)])

    server.breaks()
    vi.advanceTimersByTime(10_000)

    expect(server.asked).toEqual([{}, { lastEventId: '1.5' }])
  })

  test('shows nothing twice when the same change comes again', () => {
    server.hello('1.0', 0)
    server.changes('1.1', 1, [notification(1)])

    server.changes('1.1', 1, [notification(1)])

    expect(server.ids()).toEqual([idOf(1)])
    expect(server.arrivals).toHaveLength(1)
  })

  test('forgets everything when positions mean nothing any more, and lets lists load again', () => {
    server.hello('1.0', 0)
    server.changes('1.1', 1, [notification(1)])
    const epoch = server.inbox.epoch()

    server.hello('2.0', 5, true)

    expect(server.ids()).toEqual([])
    expect(server.inbox.unread()).toBe(5)
    expect(server.inbox.epoch()).toBeGreaterThan(epoch)
  })

  test('a page that was asked for before a live change does not undo it', () => {
    server.hello('1.0', 1)
    const asked = server.inbox.now()
    server.changes('1.1', 0, [notification(1, { state: 'read' })])

    server.inbox.merge([notification(1, { state: 'unread' }), notification(2)], asked)

    expect(server.inbox.items().map((item) => item.state)).toEqual(['unread', 'read'])
  })

  test('a page that was asked for after a live change counts', () => {
    server.hello('1.0', 1)
    server.changes('1.1', 1, [notification(1)])

    server.inbox.merge([notification(1, { state: 'read' })], server.inbox.now())

    expect(server.inbox.items().map((item) => item.state)).toEqual(['read'])
  })

  test('a change keeps the identity of the notification, so that its row is not made anew', () => {
    server.hello('1.0', 0)
    server.changes('1.1', 1, [notification(1)])
    const before = server.inbox.items()[0]

    server.changes('1.2', 0, [notification(1, { state: 'read' })])

    expect(server.inbox.items()[0]).toBe(before)
    expect(before?.state).toBe('read')
  })

  test('what was deleted in another window is gone here', () => {
    server.hello('1.0', 0)
    server.changes('1.1', 1, [notification(1)])

    server.changes('1.2', 0, [notification(1, { state: 'deleted' })])

    expect(server.ids()).toEqual([])
    expect(server.inbox.unread()).toBe(0)
  })

  describe('tells of arrivals', () => {
    test('once for each, and not of changes to known ones', () => {
      server.hello('1.0', 0)

      server.changes('1.1', 1, [notification(1)])
      server.changes('1.2', 0, [notification(1, { state: 'read' })])
      server.changes('1.3', 1, [notification(1)])

      expect(server.arrivals.map(({ items }) => items.map((item) => item.id))).toEqual([[idOf(1)]])
    })

    test('not of an old one that was marked unread again elsewhere', () => {
      server.hello('1.0', 0)

      server.changes('1.1', 1, [notification(1, { createdAt: new Date(Date.now() - 3 * day).toISOString() })])

      expect(server.arrivals).toEqual([])
    })

    test('as missed when they come right after a reconnect, and as new later', () => {
      server.hello('1.0', 0)
      vi.advanceTimersByTime(60_000)

      server.hello('1.0', 2)
      server.changes('1.2', 2, [notification(1), notification(2)])
      vi.advanceTimersByTime(5_000)
      server.changes('1.3', 3, [notification(3)])

      expect(server.arrivals.map(({ missed }) => missed)).toEqual([true, false])
    })

    test('as new when the stream began again for another reason than an outage', () => {
      server.dispose()
      server = inboxWithServer({ wasAway: () => false })
      server.hello('1.0', 0)

      server.hello('1.0', 1)
      server.changes('1.1', 1, [notification(1)])

      expect(server.arrivals.map(({ missed }) => missed)).toEqual([false])
    })

    test('as new right after the first connection', () => {
      server.hello('1.0', 0)

      server.changes('1.1', 1, [notification(1)])

      expect(server.arrivals.map(({ missed }) => missed)).toEqual([false])
    })
  })

  describe('shows a change before the server confirms it', () => {
    test('and takes it back, count and all, when the server refuses', () => {
      server.hello('1.0', 0)
      server.changes('1.1', 1, [notification(1)])

      const takeBack = server.inbox.assume([notification(1, { state: 'read' })])
      expect(server.inbox.unread()).toBe(0)
      takeBack()

      expect(server.inbox.items().map((item) => item.state)).toEqual(['unread'])
      expect(server.inbox.unread()).toBe(1)
    })

    test('but keeps what the server said meanwhile', () => {
      server.hello('1.0', 0)
      server.changes('1.1', 1, [notification(1)])

      const takeBack = server.inbox.assume([notification(1, { state: 'read' })])
      server.changes('1.2', 7, [notification(1, { state: 'archived' })])
      takeBack()

      expect(server.inbox.items().map((item) => item.state)).toEqual(['archived'])
      expect(server.inbox.unread()).toBe(7)
    })
  })

  test('keeps the newest when very many came, and all of them while a page shows them', () => {
    server.hello('1.0', 0)
    const release = server.inbox.hold(() => true)
    const many = Array.from({ length: 1_200 }, (_, n) => notification(n + 1, { state: 'read' }))

    server.changes('1.1200', 0, many)
    expect(server.ids()).toHaveLength(1_200)
    release()

    expect(server.ids()).toHaveLength(500)
    expect(server.ids()[0]).toBe(idOf(1_200))
  })
})
