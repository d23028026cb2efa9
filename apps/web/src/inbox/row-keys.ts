import { type Accessor, createEffect, createSignal, on, untrack } from 'solid-js'
import { createKeys } from '../ui/list-keys.ts'
import type { RowsHandle } from '../ui/window-rows.ts'
import type { Entry } from './entries.ts'

/**
 * j and k through rows of which only some are on the page, and what else a key does with the row that has the focus. When that
 * row goes, whoever works through the list goes on with the one that took its place.
 */
export function createPageKeys(
  entries: Accessor<readonly Entry[]>,
  rows: () => RowsHandle | undefined,
  onRow: Record<string, (id: string) => void>,
  always: Record<string, () => void>,
) {
  const [currentId, setCurrentId] = createSignal<string>()
  const placeOf = (id: string | undefined, among: readonly Entry[]) =>
    id === undefined ? -1 : among.findIndex((entry) => entry.id === id)
  const current = () => placeOf(currentId(), entries())

  function focus(at: number) {
    const entry = entries()[at]
    const handle = rows()
    if (!entry || !handle) return
    setCurrentId(entry.id)
    handle.reveal(at)
    const target = () => handle.element.querySelector<HTMLElement>(`[data-row="${entry.id}"] a`)
    target()?.focus({ preventScroll: true })
    // A row that was far away is on the page with the next frame.
    if (document.activeElement !== target())
      requestAnimationFrame(() => target()?.focus({ preventScroll: true }))
  }

  function move(by: number) {
    const at = current()
    const last = entries().length - 1
    if (at < 0) focus(by > 0 ? (rows()?.inSight().first ?? 0) : last)
    else focus(Math.min(last, Math.max(0, at + by)))
  }

  createEffect(
    on(entries, (now, before) => {
      const was = placeOf(currentId(), before ?? [])
      if (was < 0 || placeOf(currentId(), now) >= 0) return
      const next = now[Math.min(was, now.length - 1)]
      setCurrentId(next?.id)
      // Unless somebody has gone elsewhere meanwhile.
      queueMicrotask(() => untrack(() => document.activeElement === document.body && focus(current())))
    }),
  )

  const runs = Object.entries(onRow).map(([key, run]) => [
    key,
    () =>
      untrack(() => {
        const entry = entries()[current()]
        if (entry) run(entry.id)
      }),
  ])
  createKeys(
    { j: () => move(1), k: () => move(-1), ...always, ...Object.fromEntries(runs) },
    () => rows()?.element,
  )

  return {
    current,
    currentId,
    /** Wherever the focus came from. */
    onFocusIn: (event: FocusEvent) =>
      setCurrentId(
        (event.target as HTMLElement).closest<HTMLElement>('[data-row]')?.dataset.row ?? currentId(),
      ),
  }
}
