import { type Accessor, createMemo, createRoot, createSignal, onCleanup } from 'solid-js'
import { type InboxList, type LoadNotifications, createInboxList } from '../live/inbox-list.ts'
import type { LiveInbox } from '../live/inbox.ts'

/** A row of the page. */
export interface Entry {
  id: string
  list: InboxList
  /** Its place in its list. */
  at: number
  /** The group that it unfolds, or belongs to. */
  group: string | null
  member: boolean
  /** The last of a group of which more are on the server. */
  more?: boolean
}

interface Unfolded {
  list: InboxList
  dispose: () => void
}

/** Pinned notifications and below them the others, with the members of the groups that are unfolded. */
export function createEntries(
  inbox: LiveInbox,
  lists: { pinned: InboxList; rest: InboxList },
  load: LoadNotifications,
) {
  const [unfolded, setUnfolded] = createSignal<ReadonlyMap<string, Unfolded>>(new Map())

  function fold(group: string) {
    unfolded().get(group)?.dispose()
    setUnfolded((all) => new Map([...all].filter(([one]) => one !== group)))
  }
  function unfold(group: string) {
    // Its members are a list as any other: they follow what happens.
    const made = createRoot((dispose) => ({
      dispose,
      list: createInboxList(
        inbox,
        () => ({ filter: { ...lists.rest.question().filter, group } }),
        (input) => load({ ...input, limit: input.limit ?? 30 }),
      ),
    }))
    setUnfolded((all) => new Map([...all, [group, made]]))
  }
  const foldAll = () => {
    for (const { dispose } of unfolded().values()) dispose()
    setUnfolded(new Map<string, Unfolded>())
  }
  onCleanup(foldAll)

  const entries = createMemo(() => {
    const { pinned, rest } = lists
    const all: Entry[] = pinned.ids().map((id, at) => ({ id, list: pinned, at, group: null, member: false }))
    const open = new Map([...unfolded()].map(([group, { list }]) => [rest.headOf(group), { group, list }]))
    for (const [at, id] of rest.ids().entries()) {
      const group = open.get(id)
      all.push({ id, list: rest, at, group: group?.group ?? null, member: false })
      if (group) all.push(...membersOf(group, id))
    }
    return all
  })

  return {
    entries,
    isUnfolded: (group: string | null) => group !== null && unfolded().has(group),
    toggle: (group: string) => (unfolded().has(group) ? fold(group) : unfold(group)),
    more: (group: string) => unfolded().get(group)?.list.more(),
    foldAll,
  }
}
export type Entries = ReturnType<typeof createEntries>
export type EntriesAccessor = Accessor<Entry[]>

function membersOf({ group, list }: { group: string; list: InboxList }, head: string): Entry[] {
  const ids = list.ids()
  return ids.flatMap((id, at) =>
    id === head ? [] : { id, list, at, group, member: true, more: at === ids.length - 1 && list.hasMore() },
  )
}
