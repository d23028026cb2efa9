import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createInboxActions } from '../src/inbox/actions.ts'
import { type InboxList, createInboxList } from '../src/live/inbox-list.ts'
import { dismiss, toasts } from '../src/ui/toast.ts'
import { answerWith } from './api.ts'
import { idOf, inboxWithServer, notification } from './notifications.ts'

const caseId = '0199aaaa-0000-7000-8000-000000000001'
const group = `${caseId}.shift.commented`
const undoToken = '0199dddd-0000-7000-8000-000000000001'

describe('what one does to notifications', () => {
  let server: ReturnType<typeof inboxWithServer>
  let actions: ReturnType<typeof createInboxActions>

  beforeEach(() => {
    server = inboxWithServer()
    actions = createInboxActions(server.inbox)
    server.hello('1.0', 0)
    server.changes('1.3', 3, [notification(1), notification(2), notification(3)])
  })
  afterEach(() => {
    server.dispose()
    for (const id of toasts.map((one) => one.id)) dismiss(id)
    vi.unstubAllGlobals()
  })
  const states = () => server.inbox.items().map(({ state }) => state)
  const item = (n: number) => server.inbox.get(idOf(n))!
  const lastToast = () => toasts.at(-1)

  test('shows at once, and is taken back from the toast', async () => {
    const api = answerWith({
      'notifications.mark': () => ({ changed: 1, undoToken }),
      'notifications.undo': () => ({ changed: 1 }),
    })

    const marking = actions.mark(item(3), 'archived')
    expect(states()).toEqual(['archived', 'unread', 'unread'])
    expect(server.inbox.unread()).toBe(2)
    await marking

    expect(lastToast()?.title).toBe('Archived.')
    lastToast()?.action?.run()
    await vi.waitFor(() => expect(api.of('notifications.undo')).toEqual([{ undoToken }]))
  })

  test('is as before where the server refuses, count and all, and says so', async () => {
    answerWith({
      'notifications.mark': () => {
        throw new Error('Not today.')
      },
    })

    const marking = actions.mark(item(3), 'deleted')
    expect(server.ids()).toEqual([idOf(2), idOf(1)])
    await marking

    expect(states()).toEqual(['unread', 'unread', 'unread'])
    expect(server.inbox.unread()).toBe(3)
    expect(lastToast()).toMatchObject({ tone: 'error', body: 'Not today.' })
  })

  test('the last one is taken back first', async () => {
    const tokens = [undoToken, undoToken.replace(/1$/, '2')]
    const left = [...tokens]
    const api = answerWith({
      'notifications.mark': () => ({ changed: 1, undoToken: left.shift() }),
      'notifications.undo': () => ({ changed: 1 }),
    })
    await actions.mark(item(1), 'read')
    await actions.mark(item(2), 'read')

    await actions.undoLast()
    await actions.undoLast()

    expect(api.of('notifications.undo')).toEqual(tokens.toReversed().map((token) => ({ undoToken: token })))
  })

  test('a line marks its whole group, and only what the list shows of it', async () => {
    const api = answerWith({
      'notifications.mark': () => ({ changed: 12, undoToken }),
      'notifications.list': () => ({ items: [], nextCursor: null }),
    })
    server.changes(
      '1.5',
      5,
      [4, 5].map((n) => notification(n, { type: 'shift.commented', caseId, group })),
    )
    const filter = { state: ['unread', 'read'] as const, pinned: false }
    const made = createRoot((dispose) => ({
      dispose,
      list: createInboxList(
        server.inbox,
        () => ({ filter: { ...filter, state: [...filter.state] }, grouped: true }),
        async () => ({ items: [], nextCursor: null }),
      ) satisfies InboxList,
    }))

    const marking = actions.markLines([{ item: item(5), groupIn: made.list }], { as: 'read' })
    expect(states()).toEqual(['read', 'read', 'unread', 'unread', 'unread'])
    await marking

    expect(api.of('notifications.mark')).toEqual([{ filter: { ...filter, group }, as: 'read' }])
    expect(lastToast()?.title).toBe('12 notifications marked as read.')
    made.dispose()
  })

  test('more than one call takes are sent in parts', async () => {
    const api = answerWith({ 'notifications.mark': () => ({ changed: 500, undoToken }) })
    const many = Array.from({ length: 700 }, (_, n) => notification(n + 10))

    await actions.markLines(
      many.map((one) => ({ item: one, groupIn: null })),
      { as: 'read' },
    )

    const sent = api.of('notifications.mark') as { ids: string[] }[]
    expect(sent.map(({ ids }) => ids.length)).toEqual([500, 200])
  })

  test('everything that matches is marked by the filter, known or not', async () => {
    const api = answerWith({ 'notifications.mark': () => ({ changed: 4_312, undoToken }) })

    await actions.markMatching({ state: ['unread', 'read'], category: ['shift'] }, { as: 'archived' })

    expect(states()).toEqual(['archived', 'archived', 'archived'])
    expect(api.of('notifications.mark')).toEqual([
      { filter: { state: ['unread', 'read'], category: ['shift'] }, as: 'archived' },
    ])
    expect(lastToast()?.title).toBe('4,312 notifications archived.')
  })

  test('a pin that is refused comes off again', async () => {
    answerWith({
      'notifications.pin': () => {
        throw new Error('No.')
      },
    })

    const pinning = actions.pin([item(1)], true)
    expect(item(1).pinned).toBe(true)
    await pinning

    expect(item(1).pinned).toBe(false)
  })
})
