import type { ListedNotification, Notification, NotificationFilter } from '@belfry/shared/wire'
import { createSignal } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { fits } from './inbox-fits.ts'

/** How many notifications a line stands for, and how many of these are unread. */
export interface LineCount {
  size: number
  unread: number
}

export interface LineChange {
  item: Notification
  before: Notification | undefined
  filter: NotificationFilter
}

export interface LinesOptions {
  /** Older ones are on the server, behind the last line. */
  hasMore: () => boolean
  /** What is known of a group, newest first. */
  known: (group: string) => Notification[]
  /** Only the server knows how this group stands now. */
  onUnsure: (group: string) => void
}

/**
 * The lines of a list, newest first: a notification each, or the newest of its group, which stands for the others. Keeps the
 * counts right as far as that can be told from what changes, and says where it cannot.
 */
export function createLines(options: LinesOptions) {
  const [ids, setIds] = createSignal<readonly string[]>([])
  const [counts, setCounts] = createStore<Record<string, LineCount>>({})
  const heads = new Map<string, string>()

  const placeOf = (id: string): number => {
    const all = ids()
    let [low, high] = [0, all.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (all[middle]! > id) low = middle + 1
      else high = middle
    }
    return low
  }
  const has = (id: string) => ids()[placeOf(id)] === id
  const setCount = (id: string, count: LineCount | undefined) =>
    setCounts(
      produce((all) => {
        if (count) all[id] = count
        else delete all[id]
      }),
    )

  /** Behind the last line it belongs to a page that nobody has asked for yet. */
  const isBehind = (id: string) => options.hasMore() && placeOf(id) === ids().length

  function insert(id: string): boolean {
    if (has(id) || isBehind(id)) return false
    setIds((all) => all.toSpliced(placeOf(id), 0, id))
    return true
  }

  function remove(id: string) {
    if (has(id)) setIds((all) => all.toSpliced(placeOf(id), 1))
    setCount(id, undefined)
  }

  function setHead(group: string, id: string, count: LineCount) {
    const head = heads.get(group)
    if (head !== undefined && head !== id) remove(head)
    if (!has(id) && !insert(id)) return void heads.delete(group)
    heads.set(group, id)
    setCount(id, count)
  }

  function removeGroup(group: string) {
    const head = heads.get(group)
    if (head !== undefined) remove(head)
    heads.delete(group)
  }

  function change(group: string, { item, before, filter }: LineChange) {
    const fitsNow = fits(item, filter)
    const head = heads.get(group)
    if (head === undefined) {
      if (!fitsNow || isBehind(item.id)) return
      setHead(group, item.id, { size: 1, unread: unreadOf(item) })
      if (options.hasMore()) options.onUnsure(group)
      return
    }
    const { size, unread } = unwrap(counts)[head] ?? { size: 1, unread: 0 }
    // The head is the newest that fits, so whatever is newer did not fit before.
    if (item.id > head) {
      if (fitsNow) setHead(group, item.id, { size: size + 1, unread: unread + unreadOf(item) })
      return
    }
    if (!before) return options.onUnsure(group)
    const fitted = fits(before, filter)
    const after = {
      size: size + Number(fitsNow) - Number(fitted),
      unread: Math.max(0, unread + (fitsNow ? unreadOf(item) : 0) - (fitted ? unreadOf(before) : 0)),
    }
    if (after.size < 1) return removeGroup(group)
    if (item.id !== head || fitsNow) return setCount(head, after)
    const next = options.known(group).find((one) => one.id < head && fits(one, filter))
    if (next) setHead(group, next.id, after)
    options.onUnsure(group)
  }

  return {
    ids,
    count: (id: string): LineCount | undefined => counts[id],
    headOf: (group: string) => heads.get(group),
    placeOf,
    has,
    insert,
    remove,
    removeGroup,
    setHead,
    change,
    /** A page from the server: in place of everything, or behind what is there. */
    place(page: readonly ListedNotification[], fresh: boolean) {
      if (fresh) {
        heads.clear()
        setCounts(reconcile({}))
      }
      const added: string[] = []
      for (const { id, group, groupSize, groupUnread = 0 } of page) {
        if (groupSize !== undefined && group !== null) {
          if (heads.has(group)) continue
          heads.set(group, id)
          setCount(id, { size: groupSize, unread: groupUnread })
        }
        added.push(id)
      }
      setIds((all) => (fresh ? added : [...all, ...added.filter((id) => id < (all.at(-1) ?? '~'))]))
    },
    /** Only the first ones stay. */
    cut(most: number) {
      const gone = new Set(ids().slice(most))
      for (const [group, id] of heads) if (gone.has(id)) heads.delete(group)
      for (const id of gone) setCount(id, undefined)
      setIds((all) => all.slice(0, most))
    },
    setUnread(group: string, unread: boolean) {
      const head = heads.get(group)
      const size = head !== undefined && unwrap(counts)[head]?.size
      if (head !== undefined && size) setCount(head, { size, unread: unread ? size : 0 })
    },
  }
}

const unreadOf = ({ state }: Notification): number => (state === 'unread' ? 1 : 0)
