import type { CaseItem, CaseSort } from '@belfry/shared/wire'
import { createRoot } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type QueuePage, createQueueList } from '../src/live/queue-list.ts'
import { shiftCase } from './cases.ts'

describe('a live queue', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  test('shows what the server says first, then every change in its place', () => {
    const { queue, shown } = watch()
    queue.apply(snapshot([1, 2, 4], { total: 3 }))

    queue.apply({ kind: 'put', item: shiftCase(3), total: 4 })
    queue.apply({ kind: 'put', item: shiftCase(2, { version: 2, title: 'Lorry 2' }), total: 4 })

    expect(shown()).toEqual(['Van 1', 'Lorry 2', 'Van 3', 'Van 4'])
    expect(queue.state.total).toBe(4)
  })

  test('lights up what came in while somebody looked, and only that, for a moment', () => {
    const { queue, arrived } = watch()
    queue.apply(snapshot([1]))

    queue.apply({ kind: 'put', item: shiftCase(2), total: 2 })

    expect(queue.state.marks).toEqual({ [shiftCase(2).id]: 'new' })
    expect(arrived).toEqual(['Van 2'])
    vi.advanceTimersByTime(5_000)
    expect(queue.state.marks).toEqual({})
  })

  test('lets a decided case fade before it goes, and keeps it when it comes back meanwhile', () => {
    const { queue, shown } = watch()
    queue.apply(snapshot([1, 2]))

    queue.apply({ kind: 'drop', caseId: shiftCase(1).id, total: 1 })
    queue.apply({ kind: 'drop', caseId: shiftCase(2).id, total: 0 })
    expect(shown()).toEqual(['Van 1', 'Van 2'])
    queue.apply({ kind: 'put', item: shiftCase(2, { version: 3 }), total: 1 })
    vi.advanceTimersByTime(1_000)

    expect(shown()).toEqual(['Van 2'])
    expect(queue.state.total).toBe(1)
  })

  test('an older version that arrives late changes nothing', () => {
    const { queue, shown } = watch()
    queue.apply(snapshot([1]))

    queue.apply({ kind: 'put', item: shiftCase(1, { version: 3, title: 'Third' }), total: 1 })
    queue.apply({ kind: 'put', item: shiftCase(1, { version: 2, title: 'Second' }), total: 1 })

    expect(shown()).toEqual(['Third'])
  })

  test('puts the newest first where it is sorted so', () => {
    const { queue, shown } = watch({ sort: 'newest' })
    queue.apply(snapshot([3, 1]))

    queue.apply({ kind: 'put', item: shiftCase(4), total: 3 })

    expect(shown()).toEqual(['Van 4', 'Van 3', 'Van 1'])
  })

  test('keeps the order it was asked for', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day)).toISOString()
    const byUrgency = watch({ sort: 'urgent' })
    byUrgency.queue.apply({
      ...snapshot([]),
      items: [shiftCase(1, { urgentAt: at(3) }), shiftCase(2, { urgentAt: at(5) }), shiftCase(3)],
    })
    byUrgency.queue.apply({ kind: 'put', item: shiftCase(4, { urgentAt: at(4) }), total: 4 })
    byUrgency.queue.apply({ kind: 'put', item: shiftCase(5), total: 5 })
    expect(byUrgency.shown()).toEqual(['Van 1', 'Van 4', 'Van 2', 'Van 3', 'Van 5'])

    const byTitle = watch({ sort: 'title' })
    byTitle.queue.apply({
      ...snapshot([]),
      items: [shiftCase(1, { title: 'ant' }), shiftCase(2, { title: 'Cat' })],
    })
    byTitle.queue.apply({ kind: 'put', item: shiftCase(3, { title: 'Bee' }), total: 3 })
    expect(byTitle.shown()).toEqual(['ant', 'Bee', 'Cat'])

    const byChange = watch({ sort: 'changed' })
    byChange.queue.apply({
      ...snapshot([]),
      items: [shiftCase(1, { changedAt: at(9) }), shiftCase(2, { changedAt: at(7) })],
    })
    byChange.queue.apply({ kind: 'put', item: shiftCase(3, { changedAt: at(8) }), total: 3 })
    expect(byChange.shown()).toEqual(['Van 1', 'Van 3', 'Van 2'])
  })

  test('lights up a row that changed, and leaves it where it is', () => {
    const { queue, shown } = watch({ sort: 'title' })
    queue.apply(snapshot([1, 2]))

    queue.apply({ kind: 'put', item: shiftCase(1, { version: 2, title: 'Zeppelin' }), total: 2 })

    expect(shown()).toEqual(['Zeppelin', 'Van 2'])
    expect(queue.state.marks).toEqual({ [shiftCase(1).id]: 'changed' })
    vi.advanceTimersByTime(2_000)
    expect(queue.state.marks).toEqual({})
  })

  test('holds back what would push rows away from under the hand, until it is asked for', () => {
    const { queue, shown, arrived } = watch({ sort: 'newest', holds: (at) => at <= 1 })
    queue.apply(snapshot([5, 4, 3]))

    for (const n of [6, 7, 8]) queue.apply({ kind: 'put', item: shiftCase(n), total: n - 2 })
    queue.apply({ kind: 'put', item: shiftCase(7, { version: 2, title: 'Seven' }), total: 6 })
    queue.apply({ kind: 'put', item: shiftCase(1), total: 7 })
    queue.apply({ kind: 'drop', caseId: shiftCase(6).id, total: 6 })

    expect(shown()).toEqual(['Van 5', 'Van 4', 'Van 3', 'Van 1'])
    expect(queue.state.waiting.map(({ title }) => title)).toEqual(['Van 8', 'Seven'])
    expect(queue.state.total).toBe(6)
    expect(arrived).toEqual(['Van 6', 'Van 7', 'Van 8', 'Van 1'])
    queue.showWaiting()
    expect(shown()).toEqual(['Van 8', 'Seven', 'Van 5', 'Van 4', 'Van 3', 'Van 1'])
    expect(queue.state.waiting).toEqual([])
  })

  test('has room for a hundred thousand rows', async () => {
    vi.useRealTimers()
    const rowAt = (n: number) => ({
      ...shiftCase(0),
      id: `case ${n}`,
      openedAt: new Date(n * 1_000).toISOString(),
    })
    const some = (from: number, count: number) => Array.from({ length: count }, (_, n) => rowAt(from + n))
    const { queue } = watch({
      pages: { next: { items: some(100_000, 100), nextCursor: null, total: 10_001 } },
    })
    queue.apply({ ...snapshot([]), items: some(0, 100_000), nextCursor: 'next', total: 10_001 })

    const start = performance.now()
    await queue.loadMore()
    queue.apply({ kind: 'put', item: { ...rowAt(100_099), version: 2, title: 'Last' }, total: 10_001 })
    const took = performance.now() - start

    expect(queue.state.items.length).toBe(100_100)
    expect(queue.state.items.at(-1)?.title).toBe('Last')
    expect(took).toBeLessThan(2_000) // some 50 ms where nothing else runs
  }, 30_000)

  test('counts a case that belongs behind the last row shown, but leaves it to its page', () => {
    const { queue, shown, arrived } = watch()
    queue.apply(snapshot([1, 2], { nextCursor: 'c2', total: 30 }))

    queue.apply({ kind: 'put', item: shiftCase(31), total: 31 })

    expect(shown()).toEqual(['Van 1', 'Van 2'])
    expect(queue.state.total).toBe(31)
    expect(arrived).toEqual(['Van 31'])
  })

  test('pages on behind the live rows, with nothing twice', async () => {
    const { queue, shown } = watch({ pages: { c2: page([2, 3, 4]) } })
    queue.apply(snapshot([1, 2], { nextCursor: 'c2' }))

    await queue.loadMore()

    expect(shown()).toEqual(['Van 1', 'Van 2', 'Van 3', 'Van 4'])
    expect(queue.state.nextCursor).toBeNull()
  })

  test('a case decided while its page was on the way does not come back', async () => {
    const { queue, shown, answer } = watch({ slow: true })
    queue.apply(snapshot([1, 2], { nextCursor: 'c2' }))

    const loading = queue.loadMore()
    queue.apply({ kind: 'drop', caseId: shiftCase(3).id, total: 3 })
    queue.apply({ kind: 'put', item: shiftCase(4, { version: 2, title: 'Changed' }), total: 3 })
    answer(page([3, 4, 5]))
    await loading

    expect(shown()).toEqual(['Van 1', 'Van 2', 'Changed', 'Van 5'])
  })

  test('after an outage shows the present, keeps the place of who had read on, and reads those pages again', async () => {
    const { queue, shown, answer } = watch({ slow: true })
    queue.apply(snapshot([1, 2], { nextCursor: 'c2' }))
    const loading = queue.loadMore()
    answer(page([3, 4], 'c4'))
    await loading

    queue.apply(snapshot([2, 3], { nextCursor: 'c3' }))
    expect(shown()).toEqual(['Van 2', 'Van 3', 'Van 4'])
    answer(page([5, 6]))
    await vi.runAllTimersAsync()

    expect(shown()).toEqual(['Van 2', 'Van 3', 'Van 5', 'Van 6'])
    expect(queue.state.nextCursor).toBeNull()
  })

  test('a page that fails can be asked for again', async () => {
    const { queue, shown, answer, fail } = watch({ slow: true })
    queue.apply(snapshot([1], { nextCursor: 'c1' }))

    const first = queue.loadMore()
    fail(new Error('offline'))
    await expect(first).rejects.toThrow('offline')
    const second = queue.loadMore()
    answer(page([2]))
    await second

    expect(shown()).toEqual(['Van 1', 'Van 2'])
  })

  test('another filter starts over: a page of the old one is not shown any more', async () => {
    const { queue, shown, answer } = watch({ slow: true })
    queue.apply(snapshot([1], { nextCursor: 'c1' }))

    const loading = queue.loadMore()
    queue.reset()
    queue.apply(snapshot([9]))
    answer(page([2]))
    await loading

    expect(shown()).toEqual(['Van 9'])
    expect(queue.state.marks).toEqual({})
  })
})

function watch(
  given: {
    sort?: CaseSort
    pages?: Record<string, QueuePage>
    slow?: boolean
    holds?: (at: number) => boolean
  } = {},
) {
  const arrived: string[] = []
  const waiting: { answer: (page: QueuePage) => void; fail: (error: unknown) => void }[] = []
  const load = (cursor: string) =>
    given.slow
      ? new Promise<QueuePage>((answer, fail) => waiting.push({ answer, fail }))
      : Promise.resolve(given.pages![cursor]!)
  const queue = createRoot(() =>
    createQueueList({
      sort: () => given.sort ?? 'oldest',
      load,
      ...(given.holds && { holds: given.holds }),
      onArrive: (item) => void arrived.push(item.title),
    }),
  )
  return {
    queue,
    arrived,
    shown: () => queue.state.items.map((item: CaseItem) => item.title),
    answer: (next: QueuePage) => waiting.shift()!.answer(next),
    fail: (error: unknown) => waiting.shift()!.fail(error),
  }
}

const page = (cases: number[], nextCursor: string | null = null): QueuePage => ({
  items: cases.map((n) => shiftCase(n)),
  nextCursor,
  total: cases.length,
})

const snapshot = (cases: number[], more: Partial<QueuePage> = {}) => ({
  kind: 'snapshot' as const,
  ...page(cases),
  ...more,
})
