import type { CaseItem } from '@belfry/shared/wire'
import { type Accessor, createSignal, untrack } from 'solid-js'
import { createKeys } from '../ui/list-keys.ts'
import type { RowsHandle } from '../ui/window-rows.ts'

/**
 * j and k through rows of which only some are on the page, and what else a key does with the row that has the focus. The
 * row is remembered by its case: it keeps its place in the eyes of the person when others come and go.
 */
export function createRowKeys(
  items: Accessor<readonly CaseItem[]>,
  rows: () => RowsHandle | undefined,
  more: Record<string, (item: CaseItem) => void>,
) {
  const [currentId, setCurrentId] = createSignal<string>()
  const current = () => {
    const id = currentId()
    return id === undefined ? -1 : items().findIndex((item) => item.id === id)
  }

  function focus(at: number) {
    const item = items()[at]
    const handle = rows()
    if (!item || !handle) return
    setCurrentId(item.id)
    handle.reveal(at)
    const target = () => handle.element.querySelector<HTMLElement>(`[data-row="${item.id}"] a`)
    target()?.focus({ preventScroll: true })
    // A row that was far away is on the page with the next frame.
    if (document.activeElement !== target())
      requestAnimationFrame(() => target()?.focus({ preventScroll: true }))
  }

  function move(by: number) {
    const at = current()
    const last = items().length - 1
    if (at < 0) focus(by > 0 ? (rows()?.inSight().first ?? 0) : last)
    else focus(Math.min(last, Math.max(0, at + by)))
  }
  const onRow = Object.entries(more).map(([key, run]) => [
    key,
    () =>
      untrack(() => {
        const item = items()[current()]
        if (item) run(item)
      }),
  ])
  createKeys({ j: () => move(1), k: () => move(-1), ...Object.fromEntries(onRow) }, () => rows()?.element)

  return {
    current,
    /** Wherever the focus came from. */
    onFocusIn: (event: FocusEvent) =>
      setCurrentId(
        (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row ?? currentId(),
      ),
    /** The row of this case goes: whoever works through the queue goes on with the next one, not from the top. */
    leave(id: string) {
      const row = rows()?.element.querySelector(`[data-row="${id}"]`)
      if (currentId() !== id) return
      const at = current()
      const next = items()[at + 1] ?? items()[at - 1]
      setCurrentId(next?.id)
      if (next && row?.contains(document.activeElement)) queueMicrotask(() => untrack(() => focus(current())))
    },
  }
}
