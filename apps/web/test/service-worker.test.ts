import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'

const source = readFileSync(path.join(import.meta.dirname, '../public/sw.js'), 'utf8')
const message = {
  id: '0198a3c0-0000-7000-8000-000000000001',
  title: 'Shift approved',
  body: 'Station North',
  link: '/cases/1',
  locale: 'ar',
  tone: 'success',
  priority: 'normal',
  tag: 'case.shift.approved',
  unread: 3,
  at: '2026-01-01T08:00:00.000Z',
}

test('a push is shown in its language, and counted on the icon', async () => {
  const { fire, registration, badge } = worker()

  await fire('push', { data: { json: () => message } })

  expect(registration.showNotification).toHaveBeenCalledExactlyOnceWith(
    'Shift approved',
    expect.objectContaining({ tag: message.tag, dir: 'rtl', data: { id: message.id, link: '/cases/1' } }),
  )
  expect(badge).toHaveBeenCalledWith(3)
})

test('a push is not shown while Belfry is in sight, and is where it is only open', async () => {
  const inSight = worker([page('visible')])
  await inSight.fire('push', { data: { json: () => message } })
  expect(inSight.registration.showNotification).not.toHaveBeenCalled()

  const hidden = worker([page('hidden')])
  await hidden.fire('push', { data: { json: () => message } })
  expect(hidden.registration.showNotification).toHaveBeenCalledOnce()
})

test('a click marks it read and opens it: in the window that is there, or in a new one', async () => {
  const notification = { data: { id: message.id, link: '/cases/1' }, close: vi.fn<() => void>() }
  const window = page('hidden')
  const there = worker([window])
  await there.fire('notificationclick', { notification })
  expect(window.postMessage).toHaveBeenCalledWith({ kind: 'open', link: '/cases/1' })
  expect(there.fetch).toHaveBeenCalledWith(
    '/trpc/notifications.mark',
    expect.objectContaining({ body: JSON.stringify({ json: { ids: [message.id], as: 'read' } }) }),
  )

  const closed = worker()
  await closed.fire('notificationclick', { notification })
  expect(closed.openWindow).toHaveBeenCalledWith('/cases/1')
})

test('a click leads nowhere but into Belfry', async () => {
  const { fire, openWindow } = worker()

  await fire('notificationclick', { notification: { data: { link: 'https://elsewhere.test/' }, close() {} } })

  expect(openWindow).toHaveBeenCalledWith('/')
})

const page = (visibilityState: string) => ({
  visibilityState,
  focus: vi.fn<() => Promise<void>>().mockResolvedValue(),
  postMessage: vi.fn<(message: unknown) => void>(),
})

/** The file as a browser runs it, with these windows open. */
function worker(pages: ReturnType<typeof page>[] = []) {
  const listeners: Record<string, (event: unknown) => void> = {}
  const badge = vi.fn<(count: number) => Promise<void>>().mockResolvedValue()
  const openWindow = vi.fn<(path: string) => Promise<void>>().mockResolvedValue()
  const registration = {
    showNotification: vi.fn<(title: string, options: unknown) => Promise<void>>().mockResolvedValue(),
  }
  const fetch = vi.fn<(path: string, options: unknown) => Promise<void>>().mockResolvedValue()
  const self = {
    addEventListener: (kind: string, listen: (event: unknown) => void) => (listeners[kind] = listen),
    clients: { matchAll: () => Promise.resolve(pages), openWindow },
    location: { origin: 'https://belfry.test' },
    navigator: { setAppBadge: badge },
    registration,
  }
  // oxlint-disable-next-line typescript/no-implied-eval -- a service worker is a script that finds all it knows in `self`
  new Function('self', 'fetch', source)(self, fetch)
  async function fire(kind: string, event: object) {
    let done: unknown
    listeners[kind]!({ ...event, waitUntil: (promise: unknown) => (done = promise) })
    await done
  }
  return { fire, registration, badge, openWindow, fetch }
}
