import { type Virtualizer, createWindowVirtualizer, defaultRangeExtractor } from '@tanstack/solid-virtual'
import { createEffect, createMemo, createSignal, onCleanup, onMount } from 'solid-js'

export interface RowsHandle {
  element: HTMLElement
  /** The first and the last row that can be seen. */
  inSight: () => { first: number; last: number }
  reveal: (at: number) => void
}

export interface WindowRowsOptions<Row extends { id: string }> {
  rows: () => readonly Row[]
  /** By what a row's height is remembered. Another function says that the rows have changed places. */
  keyOf: () => (at: number) => string | number
  /** A row's height before it is on the page, in pixels. */
  guess: () => number
  /** Rows kept ready outside of the window, at each end. */
  overscan: number
  /** The row that has the focus, which stays on the page wherever one scrolls. */
  current: () => number
  onSee?: (first: number, last: number) => void
  onNearEnd: () => void
  ref: (rows: RowsHandle) => void
}

const AHEAD = 40 // rows before the end at which more are asked for

/** The rows of a long list: only those in sight are on the page, which scrolls as a whole, however many there are. */
export function createWindowRows<Row extends { id: string }>(options: WindowRowsOptions<Row>) {
  const [top, setTop] = createSignal(0)
  let list: HTMLUListElement | undefined
  const rows: Virtualizer<Window, HTMLLIElement> = createWindowVirtualizer<HTMLLIElement>({
    get count() {
      return options.rows().length
    },
    get scrollMargin() {
      return top()
    },
    get getItemKey() {
      return options.keyOf()
    },
    estimateSize: () => options.guess(),
    overscan: options.overscan,
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range)
      const at = options.current()
      return at < 0 || at >= options.rows().length || seen.includes(at)
        ? seen
        : [...seen, at].toSorted((a, b) => a - b)
    },
  })
  const inSight = () => {
    const from = Math.max(0, window.scrollY - top())
    const first = rows.getVirtualItemForOffset(top() + from)?.index ?? 0
    const last = rows.getVirtualItemForOffset(window.scrollY + window.innerHeight)?.index ?? 0
    return { first: window.scrollY > top() ? first : 0, last }
  }

  onMount(() => {
    // What stands above the list may grow and shrink: chips, banners, the width of the window.
    const element = list
    if (!element) return
    const place = () => setTop(element.getBoundingClientRect().top + window.scrollY)
    const watch = new ResizeObserver(place)
    watch.observe(document.body)
    place()
    onCleanup(() => watch.disconnect())
    options.ref({ element, inSight, reveal: (at) => rows.scrollToIndex(at, { align: 'auto' }) })
  })
  // By id, not by place: the focus stays with its row when others come in above it.
  const placed = createMemo(
    () =>
      new Map(
        rows.getVirtualItems().flatMap(({ index, start }) => {
          const row = options.rows()[index]
          return row ? [[row.id, { index, start, row }] as const] : []
        }),
      ),
  )
  createEffect(() => {
    const items = rows.getVirtualItems()
    const [first, last] = [items[0], items.at(-1)]
    if (!first || !last) return
    options.onSee?.(first.index, last.index)
    if (last.index >= options.rows().length - AHEAD) options.onNearEnd()
  })

  return {
    list: (element: HTMLUListElement) => void (list = element),
    listStyle: () => ({ height: `${rows.getTotalSize()}px`, 'overflow-anchor': 'none' }) as const,
    /** Those on the page, by id. */
    placed,
    measure: (element: HTMLLIElement) => queueMicrotask(() => rows.measureElement(element)),
    rowStyle: (start: number) => ({ transform: `translateY(${start - top()}px)` }),
  }
}
