import { createSignal } from 'solid-js'

/** The rows that are selected, by id. It outlives pages that are loaded, not another question. */
export function createSelection() {
  const [ids, setIds] = createSignal<ReadonlySet<string>>(new Set())
  return {
    ids,
    has: (id: string) => ids().has(id),
    toggle: (id: string) =>
      setIds((before) => {
        const after = new Set(before)
        if (!after.delete(id)) after.add(id)
        return after
      }),
    remove: (id: string) =>
      setIds((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : before)),
    clear: () => setIds(new Set<string>()),
  }
}
export type Selection = ReturnType<typeof createSelection>
