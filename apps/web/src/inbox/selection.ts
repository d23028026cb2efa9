import { createSignal } from 'solid-js'
import type { Entry } from './entries.ts'

/** The rows that are selected, or everything that matches, on this page and behind it. */
export function createInboxSelection(entries: () => readonly Entry[]) {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  const [all, setAll] = createSignal(false)
  let last: string | undefined

  /** From the row that was selected last, as far as this one. */
  function upTo(id: string): string[] {
    const places = [last, id].map((one) => entries().findIndex((entry) => entry.id === one))
    if (places.some((at) => at < 0)) return [id]
    const [from, to] = places.toSorted((a, b) => a - b) as [number, number]
    return entries()
      .slice(from, to + 1)
      .map((entry) => entry.id)
  }

  return {
    ids,
    all,
    has: (id: string) => all() || ids().has(id),
    isEmpty: () => !all() && ids().size === 0,
    toggle(id: string, asFarAsHere = false) {
      const range = asFarAsHere ? upTo(id) : []
      last = id
      if (all()) {
        // Everything but this one is nothing that can be asked for: what can be seen stays selected.
        setAll(false)
        return setIds(new Set(entries().flatMap((entry) => (entry.id === id ? [] : entry.id))))
      }
      setIds((before) => {
        if (range.length > 1) return new Set([...before, ...range])
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      })
    },
    selectAll: () => setAll(true),
    clear() {
      setAll(false)
      setIds(new Set<string>())
    },
  }
}
export type InboxSelection = ReturnType<typeof createInboxSelection>
