import { createSignal } from 'solid-js'

/** The rows that are selected, by id, or all that match. It outlives pages that are loaded, not another question. */
export function createSelection() {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  const [all, setAll] = createSignal(false)
  const change = (to: (before: ReadonlySet<string>) => ReadonlySet<string>) => {
    setAll(false)
    setIds(to)
  }
  return {
    ids,
    /** All that the filter matches, whether it is on the page or not. */
    all,
    selectAll: () => setAll(true),
    any: () => all() || ids().size > 0,
    has: (id: string) => all() || ids().has(id),
    toggle: (id: string) =>
      change((before) => {
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      }),
    remove: (id: string) =>
      setIds((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : before)),
    clear: () => change(() => new Set<string>()),
  }
}
export type Selection = ReturnType<typeof createSelection>
