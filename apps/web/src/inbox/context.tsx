import type { NotificationState } from '@belfry/shared/wire'
import { useRouter } from '@tanstack/solid-router'
import { type ParentProps, createContext, createSignal, useContext } from 'solid-js'
import { type InboxList, type LoadNotifications, createInboxList } from '../live/inbox-list.ts'
import { type LiveInbox, createLiveInbox } from '../live/inbox.ts'
import { tellHere } from '../live/one-window.ts'
import { shareAssumptions } from '../live/shared-assumptions.ts'
import { wasAway } from '../live/socket.ts'
import { useMe } from '../session.ts'
import { trpc } from '../trpc.ts'
import { insidePath } from '../ui/path-link.tsx'
import { createInboxActions } from './actions.ts'
import { createAlerts } from './alerts.ts'
import { isQuiet } from './quiet.ts'

interface InboxContext {
  inbox: LiveInbox
  /** What the panel shows: the inbox without the archive. */
  pinned: InboxList
  recent: InboxList
  /** While somebody looks at them, no rows are cut off. */
  setReading: (reading: boolean) => void
}

const KEPT = 60 // rows of a panel that is closed

const Context = createContext<InboxContext>()

/** One live inbox for the whole window. */
export function InboxProvider(props: ParentProps) {
  const me = useMe()
  const router = useRouter()
  const alerts = createAlerts({
    sound: () => me().sound,
    isQuiet,
    open: (item) => {
      createInboxActions(inbox).read(item)
      router.history.push(insidePath(item.link))
    },
    showAll: () => router.history.push('/notifications'),
  })
  const own = createLiveInbox({
    live: (input, observer) => trpc.notifications.live.subscribe(input, observer),
    onArrive: ({ items, missed }) => {
      void tellHere(items).then((mine) => mine.length > 0 && alerts({ items: mine, missed }))
    },
    wasAway,
  })
  const inbox = shareAssumptions(own, me().id)
  const [reading, setReading] = createSignal(false)
  const state: NotificationState[] = ['unread', 'read']
  const pinned = createInboxList(inbox, () => ({ filter: { state, pinned: true } }), loadNotifications)
  const recent = createInboxList(
    inbox,
    () => ({ filter: { state, pinned: false }, grouped: true }),
    loadNotifications,
    { keep: () => (reading() ? Number.POSITIVE_INFINITY : KEPT) },
  )
  return <Context.Provider value={{ inbox, pinned, recent, setReading }}>{props.children}</Context.Provider>
}

export function useInbox(): InboxContext {
  const context = useContext(Context)
  if (!context) throw new Error('The inbox is known inside the shell only.')
  return context
}

export const loadNotifications: LoadNotifications = (input) =>
  trpc.notifications.list.query({ limit: 30, ...input })
