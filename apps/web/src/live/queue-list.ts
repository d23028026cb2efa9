import type { CaseItem, CaseSort, QueueEvent } from '@belfry/shared/wire'
import { batch, onCleanup } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { comesBefore } from './queue-order.ts'

/** A row that just came or changed is lit up for a moment; one that left stays as long as it takes to fade. */
export type RowMark = 'new' | 'changed' | 'leaving'
const LIT_MS = 4_000
const CHANGED_MS = 1_600
const FADE_MS = 450

export interface QueuePage {
  items: CaseItem[]
  nextCursor: string | null
  total: number
}

export interface QueueListOptions {
  sort: () => CaseSort
  /** The page after this cursor, from the server. */
  load: (cursor: string) => Promise<QueuePage>
  /** Whether a row that would come in at this place has to wait: it would push others away from under the hand. */
  holds?: (at: number) => boolean
  /** A case came in while somebody was looking. */
  onArrive?: (item: CaseItem) => void
  /** The row of this case goes away now. */
  onLeave?: (caseId: string) => void
}

interface QueueState {
  items: CaseItem[]
  marks: Record<string, RowMark>
  /** Cases that came in and wait to be shown. */
  waiting: CaseItem[]
  nextCursor: string | null
  /** Null until the first snapshot. */
  total: number | null
  /** False while the rows are still those of another question. */
  fresh: boolean
  loadingMore: boolean
}

/**
 * The rows of a queue: the first page as the server tells it, with what was paged in behind it.
 *
 * A page is a moment in the past when it arrives, so what happened while it was on its way is told again on top of it:
 * a case decided meanwhile does not come back, and none is there twice.
 */
export function createQueueList(options: QueueListOptions) {
  const [state, setState] = createStore<QueueState>({
    items: [],
    marks: {},
    waiting: [],
    nextCursor: null,
    total: null,
    fresh: false,
    loadingMore: false,
  })
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  onCleanup(() => timers.forEach(clearTimeout))

  // Pages that were asked for before this number changed are not wanted any more.
  let generation = 0
  let meanwhile: QueueEvent[] | null = null

  const isBefore = (a: CaseItem, b: CaseItem) => comesBefore(options.sort(), a, b)
  // Without the store's proxies: there may be a hundred thousand.
  const placeOf = (id: string) => unwrap(state.items).findIndex((row) => row.id === id)

  function mark(id: string, as: RowMark, ms: number) {
    clearTimeout(timers.get(id))
    setState('marks', id, as)
    timers.set(
      id,
      setTimeout(() => fade(id), ms),
    )
  }

  function fade(id: string) {
    batch(() => {
      const left = state.marks[id] === 'leaving'
      unmark(id)
      if (left) remove(id)
    })
  }

  function unmark(id: string) {
    clearTimeout(timers.get(id))
    timers.delete(id)
    setState(
      'marks',
      produce((marks) => void delete marks[id]),
    )
  }

  function put(item: CaseItem, quiet: boolean) {
    const at = placeOf(item.id)
    if (at >= 0) {
      if (state.marks[item.id] === 'leaving') unmark(item.id)
      const before = state.items[at]!.version
      if (item.version < before) return
      // It stays where it is, though its order may be another now: nothing moves under the hand.
      setState('items', at, reconcile(item))
      if (!quiet && item.version > before && state.marks[item.id] !== 'new')
        mark(item.id, 'changed', CHANGED_MS)
      return
    }
    if (!quiet && !isWaiting(item.id)) options.onArrive?.(item)
    const next = unwrap(state.items).findIndex((row) => isBefore(item, row))
    // Behind the last row and not the end of the queue: it belongs to a page that nobody has asked for yet.
    if (next < 0 && state.nextCursor !== null) return
    const place = next < 0 ? state.items.length : next
    if (isWaiting(item.id) || (!quiet && options.holds?.(place))) return wait(item)
    setState(
      'items',
      produce((rows) => void rows.splice(place, 0, item)),
    )
    if (!quiet) mark(item.id, 'new', LIT_MS)
  }

  const isWaiting = (id: string) => unwrap(state.waiting).some((one) => one.id === id)
  const wait = (item: CaseItem) =>
    setState('waiting', (all) => [...all.filter((one) => one.id !== item.id), item])
  const waitNoMore = (id: string) => setState('waiting', (all) => all.filter((one) => one.id !== id))

  function showWaiting() {
    const items = [...unwrap(state.waiting)]
    batch(() => {
      setState('waiting', [])
      setState('items', (rows) =>
        unique([...items, ...unwrap(rows)]).toSorted((a, b) => (isBefore(a, b) ? -1 : 1)),
      )
      for (const { id } of items) mark(id, 'new', LIT_MS)
    })
  }

  function remove(id: string) {
    options.onLeave?.(id)
    setState('items', (rows) => rows.filter((row) => row.id !== id))
    // Someone who works through a queue should not meet its end while there is more.
    if (state.items.length < 10 && state.nextCursor !== null) void loadMore().catch(() => undefined)
  }

  function drop(id: string, quiet: boolean) {
    if (isWaiting(id)) waitNoMore(id)
    if (placeOf(id) < 0) return
    if (quiet) remove(id)
    else mark(id, 'leaving', FADE_MS)
  }

  function change(event: Exclude<QueueEvent, { kind: 'snapshot' }>, quiet: boolean) {
    if (event.kind === 'put') put(event.item, quiet)
    else drop(event.caseId, quiet)
    setState('total', event.total)
  }

  /** Takes a page from `cursor` on, at least `wanted` rows if there are as many. */
  async function extend(cursor: string, wanted: number, place: (more: CaseItem[]) => void) {
    const mine = ++generation
    const happened: QueueEvent[] = (meanwhile = [])
    setState('loadingMore', true)
    try {
      const more: CaseItem[] = []
      let next: string | null = cursor
      while (next !== null && more.length < wanted) {
        const page: QueuePage = await options.load(next)
        if (mine !== generation) return
        more.push(...page.items)
        next = page.nextCursor
      }
      batch(() => {
        setState('nextCursor', next)
        place(more)
        meanwhile = null
        for (const event of happened) if (event.kind !== 'snapshot') change(event, true)
      })
    } finally {
      if (mine === generation) {
        meanwhile = null
        setState('loadingMore', false)
      }
    }
  }

  function loadMore(): Promise<void> {
    if (state.nextCursor === null || state.loadingMore) return Promise.resolve()
    return extend(state.nextCursor, 1, append)
  }

  function append(more: CaseItem[]) {
    const known = new Set(unwrap(state.items).map((row) => row.id))
    setState(
      'items',
      produce((rows) => void rows.push(...more.filter((row) => !known.has(row.id)))),
    )
  }

  function show(page: QueuePage) {
    const before = state.fresh ? new Set(state.items.map((row) => row.id)) : null
    const last = page.items.at(-1)
    // After an outage the pages behind the first are stale, but not gone under the reader's eyes: they stay until read again.
    const behind =
      before && last && page.nextCursor !== null ? state.items.filter((row) => isBefore(last, row)) : []
    generation++
    meanwhile = null
    batch(() => {
      setState({
        nextCursor: page.nextCursor,
        total: page.total,
        fresh: true,
        loadingMore: false,
        waiting: [],
      })
      setState('items', reconcile(unique([...page.items, ...unwrap(behind)]), { key: 'id' }))
      for (const row of page.items) {
        if (state.marks[row.id] === 'leaving') unmark(row.id)
        if (before && !before.has(row.id)) mark(row.id, 'new', LIT_MS)
      }
    })
    if (behind.length > 0 && page.nextCursor !== null)
      void extend(page.nextCursor, behind.length, (more) =>
        setState('items', reconcile(unique([...page.items, ...more]), { key: 'id' })),
      ).catch(() => undefined)
  }

  return {
    state,
    apply(event: QueueEvent) {
      if (event.kind === 'snapshot') return show(event)
      meanwhile?.push(event)
      batch(() => change(event, false))
    },
    loadMore,
    showWaiting,
    /** Another filter: the rows stay until the new ones are there, but are not compared with them. */
    reset() {
      generation++
      meanwhile = null
      for (const id of timers.keys()) clearTimeout(timers.get(id))
      timers.clear()
      setState({ nextCursor: null, fresh: false, loadingMore: false, waiting: [] })
      setState('marks', reconcile({}))
    },
  }
}

function unique(items: CaseItem[]): CaseItem[] {
  const seen = new Set<string>()
  return items.filter((item) => !seen.has(item.id) && seen.add(item.id))
}
