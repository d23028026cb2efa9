import type { ListedNotification, Notification, NotificationFilter, Page } from '@belfry/shared/wire'
import {
  type Accessor,
  batch,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  untrack,
} from 'solid-js'
import { fits } from './inbox-fits.ts'
import { type LineCount, createLines } from './inbox-lines.ts'
import type { Change, LiveInbox } from './inbox.ts'

const PATIENCE_MS = 1_500
const SETTLE_MS = 100 // changes of one marking come in several pieces
const MARGIN = 100 // lines kept in memory on either side of those in sight
const MATCHED_KEPT = 10_000

export interface InboxQuestion {
  filter: NotificationFilter
  /** Messages of one kind about one case as one line. */
  grouped?: boolean | undefined
}

export interface InboxList {
  /** Newest first. A line whose notification is not in memory is on its way, once it is in sight. */
  ids: Accessor<readonly string[]>
  items: Accessor<Notification[]>
  /** Of a line that stands for a group. */
  count: (id: string) => LineCount | undefined
  /** The line that stands for a group. */
  headOf: (group: string) => string | undefined
  question: Accessor<InboxQuestion>
  loading: Accessor<boolean>
  /** False while what is shown still answers another question. */
  fresh: Accessor<boolean>
  error: Accessor<unknown>
  /** Older ones are on the server. */
  hasMore: Accessor<boolean>
  more: () => void
  retry: () => void
  reload: () => void
  /** What came while somebody's hand was on the rows. */
  waiting: Accessor<number>
  showWaiting: () => void
  /** Says which lines are in sight: only these and those around them stay in memory. */
  see: (first: number, last: number) => void
  /** A whole group is about to be marked: its line goes, or has nothing unread. Call what it returns when that is done. */
  expect: (group: string, what: 'gone' | 'read' | 'unread') => () => void
  /** Much is about to change at once: nothing moves until what it returns is called, which reads the list anew. */
  pause: () => () => void
}

export type LoadNotifications = (
  input: NotificationFilter & { grouped?: boolean; cursor: string | null; limit?: number },
) => Promise<Page<ListedNotification>>

export interface ListOptions {
  /** Whether a new line must wait outside, rather than come in at this place. */
  holds?: (at: number) => boolean
  /** A new one has come, whether it is shown or waits. */
  onArrive?: (item: Notification) => void
  /** Lines that are kept when new ones come. */
  keep?: () => number
}

/**
 * A list of an inbox: pages from the server, and everything that came live since. It shows nothing older than its last page,
 * or a change to an old notification would appear next to ones it does not follow.
 */
export function createInboxList(
  inbox: LiveInbox,
  question: Accessor<InboxQuestion>,
  load: LoadNotifications,
  options: ListOptions = {},
): InboxList {
  const key = createMemo(() => JSON.stringify(question()))
  const [cursor, setCursor] = createSignal<string | null>(null)
  const [fresh, setFresh] = createSignal(false)
  const [loading, setLoading] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  const [waiting, setWaiting] = createSignal<readonly string[]>([])
  const hasMore = () => cursor() !== null
  const filter = () => untrack(question).filter
  const isGrouped = () => untrack(question).grouped === true

  let round = 0
  let sight: { first: number; last: number } | undefined
  let meanwhile: Set<string> | undefined
  let filling = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const unsure = new Set<string>()
  const settling = new Set<string>()
  const expected = new Set<string>()
  /** What is known to have the words that are searched. */
  let matched = new Set<string>()

  const lines = createLines({
    hasMore,
    known: (group) => untrack(inbox.items).filter((item) => item.group === group),
    onUnsure(group) {
      unsure.add(group)
      soon()
    },
  })

  const ask = (more: { cursor: string | null; limit?: number; group?: string; grouped?: boolean }) =>
    load({ ...filter(), ...(isGrouped() && { grouped: true }), ...more })
  const stillFits = (id: string) => {
    const item = untrack(() => inbox.get(id))
    return item !== undefined && fits(item, filter())
  }

  async function next(from: string | null) {
    const mine = from === null ? ++round : round
    const since = inbox.now()
    const happened = (meanwhile = new Set<string>())
    setLoading(true)
    setError(null)
    try {
      const page = await ask({ cursor: from })
      if (mine !== round) return
      batch(() => {
        inbox.merge(page.items, since)
        if (from === null) {
          setWaiting([])
          matched = new Set()
        }
        for (const { id } of page.items) if (matched.size < MATCHED_KEPT) matched.add(id)
        setCursor(page.nextCursor)
        lines.place(
          page.items.filter(({ id }) => stillFits(id)),
          from === null,
        )
        setFresh(true)
        meanwhile = undefined
        for (const id of happened) catchUp(id)
      })
      fill()
    } catch (problem) {
      if (mine === round) setError(problem)
    } finally {
      if (mine === round) {
        meanwhile = undefined
        setLoading(false)
      }
    }
  }

  /** What changed while a page was on its way may be missing there, or counted otherwise. */
  function catchUp(id: string) {
    const item = untrack(() => inbox.get(id))
    if (!item) return
    if (isGrouped() && item.group !== null) {
      unsure.add(item.group)
      return soon()
    }
    if (!fits(item, filter())) lines.remove(id)
    else if (isSearched() && !matched.has(id)) askForNewest()
    else lines.insert(id)
  }

  const isSearched = () => Boolean(filter().search)

  function follow(change: Change) {
    const { item, before } = change
    meanwhile?.add(item.id)
    if (!untrack(fresh)) return
    const group = isGrouped() ? item.group : null
    if (group !== null && expected.has(group)) return
    if (group !== null && settling.has(group)) unsure.add(group)
    const fitsNow = fits(item, filter())
    if (waiting().includes(item.id)) {
      if (!fitsNow) setWaiting((all) => all.filter((id) => id !== item.id))
      return
    }
    const isNew = !before || (before.state === 'snoozed' && item.snoozedUntil !== null)
    const known = group === null ? lines.has(item.id) : lines.headOf(group) === item.id
    const arrives = fitsNow && isNew && !known && !isSearched()
    if (arrives && !before) options.onArrive?.(item)
    if (arrives && isHeld(item)) {
      setWaiting((all) => [...all, item.id])
    } else if (group !== null) lines.change(group, { ...change, filter: filter() })
    else if (!fitsNow) lines.remove(item.id)
    else if (isSearched() && !matched.has(item.id)) askForNewest()
    else lines.insert(item.id)
  }

  /** A new line, or one that its newest member would move to another place. */
  function isHeld({ id, group }: Notification): boolean {
    const head = isGrouped() && group !== null ? lines.headOf(group) : undefined
    if (head !== undefined && id < head) return false
    const at = lines.placeOf(id)
    return !(hasMore() && at === lines.ids().length) && (options.holds?.(at) ?? false)
  }

  const showWaiting = () =>
    batch(() => {
      const ids = waiting()
      setWaiting([])
      for (const id of ids.toSorted()) {
        const item = untrack(() => inbox.get(id))
        if (!item || !fits(item, filter())) continue
        if (isGrouped() && item.group !== null)
          lines.change(item.group, { item, before: undefined, filter: filter() })
        else lines.insert(id)
      }
    })

  /** Words are compared by the server: what came is among the newest that fit, or does not fit. */
  let asking = false
  function askForNewest() {
    if (asking) return
    asking = true
    const mine = round
    const since = inbox.now()
    setTimeout(async () => {
      try {
        const page = await ask({ cursor: null, limit: 20 })
        if (mine !== round) return
        batch(() => {
          inbox.merge(page.items, since)
          for (const { id } of page.items) {
            matched.add(id)
            if (stillFits(id)) lines.insert(id)
          }
        })
      } catch {
        // The next change asks again.
      } finally {
        asking = false
      }
    }, SETTLE_MS)
  }

  const inReach = (id: string): boolean => {
    if (!sight) return lines.has(id)
    const at = lines.placeOf(id)
    return at >= sight.first - MARGIN && at <= sight.last + MARGIN && lines.has(id)
  }

  function soon() {
    clearTimeout(timer)
    timer = setTimeout(() => {
      for (const group of unsure) {
        const head = lines.headOf(group)
        if (expected.has(group) || (head !== undefined && !inReach(head))) continue
        unsure.delete(group)
        void settle(group)
      }
    }, SETTLE_MS)
  }

  /** Asks how a group stands. */
  async function settle(group: string) {
    const mine = round
    const since = inbox.now()
    settling.add(group)
    const page = await ask({ cursor: null, limit: 1, group, grouped: true }).catch(() => null)
    settling.delete(group)
    if (!page || mine !== round || expected.has(group)) return
    // Something changed meanwhile, which this answer may count or not.
    if (unsure.has(group)) return soon()
    batch(() => {
      inbox.merge(page.items, since)
      const [newest] = page.items
      if (!newest || !stillFits(newest.id)) return lines.removeGroup(group)
      const { groupSize: size = 1, groupUnread: unread = 0 } = newest
      lines.setHead(group, newest.id, { size, unread })
    })
  }

  /** Fetches what is in sight, or soon will be, and not in memory. */
  function fill() {
    if (!sight || filling) return
    const all = untrack(lines.ids)
    const until = Math.min(all.length - 1, sight.last + MARGIN / 2)
    let at = Math.max(0, sight.first - MARGIN / 2)
    while (at <= until && untrack(() => inbox.get(all[at]!))) at += 1
    if (at > until) return
    filling = true
    void fetchFrom(at).finally(() => {
      filling = false
    })
  }

  async function fetchFrom(at: number) {
    const mine = round
    const since = inbox.now()
    const all = lines.ids()
    const page = await ask({ cursor: all[at - 1] ?? null, limit: MARGIN }).catch(() => null)
    if (!page || mine !== round) return
    const missing = all[at]!
    batch(() => {
      inbox.merge(page.items, since)
      if (!inbox.get(missing)) lines.remove(missing) // it is gone, or it would be asked for again and again
    })
    filling = false
    fill()
  }

  createEffect(
    on(key, () => {
      setFresh(false)
      unsure.clear()
      expected.clear()
      sight &&= { first: 0, last: 0 }
    }),
  )
  createEffect(
    on([key, inbox.epoch], ([, epoch]) => {
      if (epoch > 0) return void next(null)
      // The list must not wait for a stream that cannot begin.
      setLoading(true)
      const patience = setTimeout(() => void next(null), PATIENCE_MS)
      onCleanup(() => clearTimeout(patience))
    }),
  )
  const isKept = (id: string) => inReach(id) || untrack(waiting).includes(id)
  onCleanup(inbox.hold(isKept))
  onCleanup(
    inbox.onChange((changes) =>
      untrack(() => {
        for (const change of changes) follow(change)
        const most = options.keep?.() ?? Number.POSITIVE_INFINITY
        if (lines.ids().length <= most * 2) return
        lines.cut(most)
        setCursor(lines.ids().at(-1) ?? null)
      }),
    ),
  )
  onCleanup(() => {
    round += 1
    clearTimeout(timer)
  })

  const again = () => void next(cursor())
  return {
    ids: lines.ids,
    items: () => lines.ids().flatMap((id) => inbox.get(id) ?? []),
    count: lines.count,
    headOf: lines.headOf,
    question,
    loading,
    fresh,
    error,
    hasMore,
    more: () => untrack(() => loading() || !hasMore() || again()),
    retry: () => untrack(() => (fresh() ? again() : void next(null))),
    reload: () => void next(null),
    waiting: () => waiting().length,
    showWaiting,
    see(first, last) {
      sight = { first, last }
      fill()
      if (unsure.size > 0) soon()
    },
    expect(group, what) {
      expected.add(group)
      if (what === 'gone') lines.removeGroup(group)
      else lines.setUnread(group, what === 'unread')
      return () => {
        expected.delete(group)
        unsure.add(group)
        soon()
      }
    },
    pause() {
      const mine = ++round
      batch(() => {
        setFresh(false)
        setLoading(false)
      })
      return () => void (mine === round && next(null))
    },
  }
}
