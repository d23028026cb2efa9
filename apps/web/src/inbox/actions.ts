import type { MarkResult, Notification, NotificationFilter, NotificationState } from '@belfry/shared/wire'
import { fits } from '../live/inbox-fits.ts'
import type { InboxList } from '../live/inbox-list.ts'
import type { LiveInbox } from '../live/inbox.ts'
import { queryClient } from '../query.ts'
import { messageOf } from '../session.ts'
import { trpc } from '../trpc.ts'
import { dismiss, toast } from '../ui/toast.ts'
import { type WordKey, t } from '../words/index.ts'
import { formatTime } from '../words/time.ts'

const AT_ONCE = 500 // ids that one call takes

/** A line of a list, alone or for the whole group that it stands for. */
export interface Line {
  item: Notification
  /** The list it stands in, where it stands for its group. */
  groupIn: InboxList | null
}

export interface Marking {
  as: NotificationState
  /** When what is snoozed comes back. */
  until?: string | undefined
}

// One pile for the window: what was done in the panel can be taken back on the page.
const undoable: string[][] = []
let lastToast = 0
/** Ends when the last mark has its answer. */
let underWay: Promise<unknown> = Promise.resolve()

/** What a person does to notifications: seen at once in this window, and by the stream in all others. */
export function createInboxActions(inbox: LiveInbox) {
  async function markLines(lines: readonly Line[], marking: Marking, quiet = false): Promise<boolean> {
    const singles = lines
      .filter(({ groupIn }) => groupIn === null)
      .map(({ item }) => item)
      .filter(({ state }) => state !== marking.as || marking.as === 'snoozed')
    const groups = lines.flatMap(({ item, groupIn }) =>
      groupIn && item.group !== null ? [{ list: groupIn, group: item.group }] : [],
    )
    const inputs = [
      ...partsOf(singles).map((part) => ({ ids: part.map(({ id }) => id), ...marking })),
      ...groups.map(({ list, group }) => ({ filter: { ...list.question().filter, group }, ...marking })),
    ]
    if (inputs.length === 0) return true

    const members = groups.flatMap(({ list, group }) =>
      inbox.items().filter((item) => fits(item, { ...list.question().filter, group })),
    )
    const release = groups.map(({ list, group }) => list.expect(group, whatBecomes(list, marking.as)))
    const takeBack = inbox.assume([...singles, ...members].map((item) => marked(item, marking)))
    return settle(
      inputs.map((input) => trpc.notifications.mark.mutate(input)),
      marking,
      takeBack,
      quiet,
    ).finally(() => release.forEach((done) => done()))
  }

  /** Everything the filter matches, in memory or not. */
  async function markMatching(
    filter: NotificationFilter,
    marking: Marking,
    lists: readonly InboxList[] = [],
  ): Promise<boolean> {
    const release = lists.map((list) => list.pause())
    const known = filter.search ? [] : inbox.items().filter((item) => fits(item, filter))
    const takeBack = inbox.assume(known.map((item) => marked(item, marking)))
    const call = trpc.notifications.mark.mutate({ filter, ...marking })
    return settle([call], marking, takeBack).finally(() => release.forEach((done) => done()))
  }

  function settle(...how: Parameters<typeof carryThrough>): Promise<boolean> {
    const settled = carryThrough(...how)
    underWay = settled
    return settled
  }

  async function carryThrough(
    calls: Promise<MarkResult>[],
    marking: Marking,
    takeBack: () => void,
    quiet = false,
  ): Promise<boolean> {
    const answers = await Promise.allSettled(calls)
    const results = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
    const failed = answers.find((answer) => answer.status === 'rejected')
    // What the server did change it tells all windows, whatever is taken back here.
    if (failed) takeBack()
    if (quiet) return !failed
    if (failed) toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(failed.reason) })
    say(results, marking)
    return !failed
  }

  function say(results: readonly MarkResult[], { as, until }: Marking) {
    const count = results.reduce((sum, { changed }) => sum + changed, 0)
    const tokens = results.flatMap(({ undoToken }) => undoToken ?? [])
    if (count === 0) return
    undoable.push(tokens)
    if (undoable.length > 50) undoable.shift()
    // Somebody who goes through a list would cover it with them.
    dismiss(lastToast)
    lastToast = toast({
      tone: 'success',
      title: t(wordOf[as], { count, time: until ? formatTime(until, 'brief') : '' }),
      action: { label: t('ui.undo'), run: () => void undo(tokens) },
    })
  }

  async function undo(tokens: readonly string[] | undefined) {
    if (!tokens) return void toast({ title: t('inbox.nothingToUndo') })
    const at = undoable.findIndex((some) => some === tokens)
    if (at >= 0) undoable.splice(at, 1)
    dismiss(lastToast)
    try {
      await Promise.all(tokens.map((undoToken) => trpc.notifications.undo.mutate({ undoToken })))
      lastToast = toast({ tone: 'success', title: t('inbox.undone') })
    } catch (error) {
      toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(error) })
    }
  }

  const mark = (item: Notification, as: NotificationState, until?: string) =>
    markLines([{ item, groupIn: null }], { as, until })

  return {
    mark,
    markLines,
    markMatching,
    async markAllRead(filter: NotificationFilter = {}, lists: readonly InboxList[] = []) {
      await markMatching({ ...filter, state: ['unread'] }, { as: 'read' }, lists)
    },
    /** What was done just now, even where its answer is still on its way. */
    async undoLast() {
      await underWay
      await undo(undoable.at(-1))
    },
    /** Following a notification's link is reading it. */
    read(item: Notification, groupIn: InboxList | null = null) {
      if (groupIn || item.state === 'unread') void markLines([{ item, groupIn }], { as: 'read' }, true)
    },
    async pin(items: readonly Notification[], pinned: boolean) {
      const takeBack = inbox.assume(items.map((item) => ({ ...item, pinned })))
      try {
        for (const part of partsOf(items))
          await trpc.notifications.pin.mutate({ ids: part.map(({ id }) => id), pinned })
        dismiss(lastToast)
        const run = () => void this.pin(items, !pinned)
        const title = t(pinned ? 'inbox.wasPinned' : 'inbox.wasUnpinned')
        lastToast = toast({ tone: 'success', title, action: { label: t('ui.undo'), run } })
      } catch (error) {
        takeBack()
        toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(error) })
      }
    },
    async mute(caseId: string, muted: boolean) {
      try {
        await (muted ? trpc.preferences.mute.mutate({ caseId }) : trpc.preferences.unmute.mutate({ caseId }))
        await queryClient.invalidateQueries({ queryKey: ['preferences'] })
        dismiss(lastToast)
        const run = () => void this.mute(caseId, !muted)
        const title = t(muted ? 'inbox.wasMuted' : 'inbox.wasUnmuted')
        lastToast = toast({ tone: 'success', title, action: { label: t('ui.undo'), run } })
      } catch (error) {
        toast({ tone: 'error', title: t('inbox.markFailed'), body: messageOf(error) })
      }
    },
  }
}
export type InboxActions = ReturnType<typeof createInboxActions>

const wordOf: Record<NotificationState, WordKey> = {
  unread: 'inbox.wasUnread',
  read: 'inbox.wasRead',
  archived: 'inbox.wasArchived',
  deleted: 'inbox.wasDeleted',
  snoozed: 'inbox.wasSnoozed',
}

/** What a group's line shows once all of it is marked: it stays only where the list shows that state. */
function whatBecomes(list: InboxList, as: NotificationState): 'gone' | 'read' | 'unread' {
  const { state = ['unread', 'read'] } = list.question().filter
  return state.includes(as) && (as === 'read' || as === 'unread') ? as : 'gone'
}

const marked = (item: Notification, { as, until }: Marking): Notification => ({
  ...item,
  state: as,
  readAt: as === 'unread' ? null : (item.readAt ?? new Date().toISOString()),
  snoozedUntil: until ?? null,
})

const partsOf = <Item>(all: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, n) => all.slice(n * AT_ONCE, (n + 1) * AT_ONCE))
