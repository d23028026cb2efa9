import type { InboxEvent, Notification } from '@belfry/shared/wire'
import { type Accessor, batch, createMemo, createSignal } from 'solid-js'
import { createStore, produce, reconcile, unwrap } from 'solid-js/store'
import { type Observer, createSubscription } from './subscribe.ts'

const MISSED_MS = 1_500 // what comes within this time after a reconnect was sent during the outage
const OLD_MS = 24 * 3_600_000 // an unread one this old that we never saw was marked unread again, not sent now
const MOST = 1_000 // kept in memory, and beyond that only what a list shows
const KEPT = 500
const MOST_TIMES = 5_000 // more than come while one page is on its way

export interface Arrivals {
  items: Notification[]
  /** Sent while this window was not connected. */
  missed: boolean
}

/** What the server said, or a window assumed, of one notification. */
export interface Change {
  item: Notification
  /** As it was; undefined where this window did not know it. */
  before: Notification | undefined
}

export interface InboxSource {
  live: (
    input: { lastEventId?: string },
    observer: Observer<{ id: string; data: InboxEvent }>,
  ) => { unsubscribe: () => void }
  onArrive: (arrivals: Arrivals) => void
  /** Whether a stream that begins again does so after an outage; otherwise nothing was missed. True where nobody says. */
  wasAway?: () => boolean
}

export interface LiveInbox {
  unread: Accessor<number>
  /** All that is known, newest first, without the deleted ones. */
  items: Accessor<Notification[]>
  /**
   * Zero until the stream has begun, and grows when positions mean nothing any more. A list loads after either: what
   * happens between an earlier page and the stream's beginning is told by neither.
   */
  epoch: Accessor<number>
  /** A mark in time: take one before a page is requested, and hand it back with the page. */
  now: () => number
  /** Takes a page in, except where a live change came after the page was requested. */
  merge: (items: readonly Notification[], since: number) => void
  /** Shows a change before the server confirms it. What it returns takes the change back. */
  assume: (items: readonly Notification[]) => () => void
  /** Undefined where it is not in memory. */
  get: (id: string) => Notification | undefined
  /** Hears of every change, but not of pages. Returns the end of it. */
  onChange: (listen: (changes: Change[]) => void) => () => void
  /** What `keeps` says yes to is not dropped from memory. Returns the release. */
  hold: (keeps: (id: string) => boolean) => () => void
}

/** One person's inbox, which follows the server until its owner is disposed. */
export function createLiveInbox(source: InboxSource): LiveInbox {
  const [byId, setById] = createStore<Record<string, Notification>>({})
  const [unread, setUnread] = createSignal(0)
  const [epoch, setEpoch] = createSignal(0)
  const changedAt = new Map<string, number>()
  let time = 0
  let countedAt = 0
  let position: string | undefined
  let helloAt: number | undefined
  let resumedAt = Number.NEGATIVE_INFINITY
  const holders = new Set<(id: string) => boolean>()
  const listeners = new Set<(changes: Change[]) => void>()

  function isArrival(item: Notification): boolean {
    if (item.state !== 'unread') return false
    // One that was snoozed comes back, whatever its age; touched again, it has no such time any more.
    if (item.snoozedUntil !== null) return byId[item.id]?.state !== 'unread'
    return !changedAt.has(item.id) && Date.parse(item.createdAt) > Date.now() - OLD_MS
  }

  function put(items: readonly Notification[]): Change[] {
    time += 1
    const changes = items.map((item) => {
      const known = unwrap(byId)[item.id]
      return { item, before: known && { ...known } }
    })
    setById(
      produce((all) => {
        for (const item of items) {
          // A known one changes in place: its row stays, with the focus that may be on it.
          all[item.id] = Object.assign(all[item.id] ?? {}, item)
          changedAt.delete(item.id)
          changedAt.set(item.id, time)
        }
      }),
    )
    return changes
  }

  const tell = (changes: Change[]) => {
    for (const listen of listeners) listen(changes)
  }

  function forget() {
    setById(reconcile({}))
    changedAt.clear()
  }

  function trim() {
    const surplus = changedAt.size - MOST_TIMES
    if (surplus > 0) for (const id of [...changedAt.keys()].slice(0, surplus)) changedAt.delete(id)
    const all = Object.keys(unwrap(byId))
    if (all.length <= MOST) return
    const old = all.toSorted().slice(0, -KEPT)
    const held = [...holders]
    setById(
      produce((known) => {
        for (const id of old) if (!held.some((keeps) => keeps(id))) delete known[id]
      }),
    )
  }

  function count(sum: number) {
    time += 1
    countedAt = time
    setUnread(sum)
  }

  function greet(event: Extract<InboxEvent, { kind: 'hello' }>) {
    const again = helloAt !== undefined
    helloAt = Date.now()
    if (again && (source.wasAway?.() ?? true)) resumedAt = helloAt
    count(event.unread)
    if (event.reset) forget()
    if (event.reset || !again) setEpoch((known) => known + 1)
  }

  function change(event: Extract<InboxEvent, { kind: 'changes' }>) {
    const items = event.items.filter(isArrival)
    tell(put(event.items))
    count(event.unread)
    if (items.length > 0) source.onArrive({ items, missed: Date.now() - resumedAt < MISSED_MS })
    trim()
  }

  createSubscription<{ id: string; data: InboxEvent }>(
    (observer) => source.live(position === undefined ? {} : { lastEventId: position }, observer),
    ({ id, data }) => {
      position = id
      batch(() => (data.kind === 'hello' ? greet(data) : change(data)))
    },
  )

  const items = createMemo(() => newestFirst(Object.values(byId).filter((item) => item.state !== 'deleted')))

  return {
    unread,
    epoch,
    items,
    now: () => time,
    merge: (page, since) => {
      trim() // before: whoever asked does not hold the page yet
      put(page.filter((item) => (changedAt.get(item.id) ?? 0) <= since))
    },
    get: (id) => byId[id],
    onChange: (listen) => {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    assume: (assumed) => {
      const before = assumed.flatMap((item) => byId[item.id] ?? []).map((item) => ({ ...item }))
      const difference = unreadIn(assumed) - unreadIn(before)
      batch(() => {
        tell(put(assumed))
        setUnread((known) => Math.max(0, known + difference))
      })
      const assumedAt = time
      return () =>
        batch(() => {
          // Whatever the server said since then is true and stays.
          tell(put(before.filter((item) => changedAt.get(item.id) === assumedAt)))
          if (countedAt < assumedAt) setUnread((known) => Math.max(0, known - difference))
        })
    },
    hold: (keeps) => {
      holders.add(keeps)
      return () => {
        holders.delete(keeps)
        trim()
      }
    },
  }
}

/** Ids are made in the order of time, and the server pages by them. */
const newestFirst = (items: Notification[]) => items.sort((a, b) => (a.id < b.id ? 1 : -1))

const unreadIn = (items: readonly Notification[]) => items.filter((item) => item.state === 'unread').length
