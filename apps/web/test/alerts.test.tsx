import type { Notification } from '@belfry/shared/wire'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAlerts } from '../src/inbox/alerts.ts'
import { dismiss, toasts } from '../src/ui/toast.ts'
import { notification } from './notifications.ts'

describe('alerts', () => {
  const open = vi.fn<(item: Notification) => void>()
  const showAll = vi.fn()
  let tell: ReturnType<typeof createAlerts>
  let end = () => {}

  beforeEach(() => {
    vi.useFakeTimers()
    createRoot((dispose) => {
      end = dispose
      tell = createAlerts({ sound: () => false, open, showAll })
    })
  })
  afterEach(() => {
    end()
    for (const id of toasts.map((toast) => toast.id)) dismiss(id)
    vi.clearAllMocks()
    vi.useRealTimers()
  })
  const titles = () => toasts.map((toast) => toast.title)

  test('show each new notification in a toast of its tone, which opens it', () => {
    tell({ items: [notification(1, { tone: 'error', link: '/cases/one' })], missed: false })

    expect(toasts.map(({ tone, title }) => [tone, title])).toEqual([['error', 'New shift 1']])
    toasts[0]?.action?.run()
    expect(open.mock.calls.map(([item]) => item.link)).toEqual(['/cases/one'])
  })

  test('tell of many at once as a number', () => {
    tell({ items: [1, 2, 3, 4].map((n) => notification(n)), missed: false })

    expect(titles()).toEqual(['4 new notifications'])
    toasts[0]?.action?.run()
    expect(showAll).toHaveBeenCalledOnce()
  })

  test('sum up what was missed, however many pieces it comes in', () => {
    const createdAt = new Date(Date.now() - 60_000).toISOString()
    tell({ items: [1, 2].map((n) => notification(n, { createdAt })), missed: true })
    tell({ items: [notification(3, { createdAt })], missed: true })
    expect(titles()).toEqual([])

    vi.advanceTimersByTime(1_000)

    expect(titles()).toEqual(['3 new notifications while you were offline'])
  })

  test('keep an alarm in sight until it is closed, whatever else comes', () => {
    const alarm = notification(1, { priority: 'critical', title: 'Emergency: fire' })
    tell({ items: [alarm, ...[2, 3, 4, 5].map((n) => notification(n))], missed: false })
    for (const n of [6, 7, 8, 9]) tell({ items: [notification(n)], missed: false })

    expect(toasts[0]).toMatchObject({ title: 'Emergency: fire', lasts: Infinity })
    expect(toasts).toHaveLength(4)
  })

  test('make no noise in quiet hours, unless it is critical', async () => {
    const sound = vi.fn(() => false)
    end()
    createRoot((dispose) => {
      end = dispose
      tell = createAlerts({ sound, isQuiet: async () => true, open, showAll })
    })

    tell({ items: [notification(1)], missed: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(titles()).toEqual(['New shift 1'])
    expect(sound).not.toHaveBeenCalled()

    tell({ items: [notification(2, { priority: 'critical' })], missed: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(sound).toHaveBeenCalledOnce()
  })

  test('show a single missed one as it is', () => {
    tell({ items: [notification(1)], missed: true })
    vi.advanceTimersByTime(1_000)

    expect(titles()).toEqual(['New shift 1'])
  })
})
