import type { InboxEvent, Notification } from '@belfry/shared/wire'
import { createRoot } from 'solid-js'
import { type Arrivals, type InboxSource, createLiveInbox } from '../src/live/inbox.ts'
import type { Observer } from '../src/live/subscribe.ts'

/** The notification of the `n`th event; a higher number came later. */
export function notification(n: number, more: Partial<Notification> = {}): Notification {
  return {
    id: idOf(n),
    state: 'unread',
    type: 'shift.created',
    category: 'shift',
    tone: 'info',
    priority: 'normal',
    title: `New shift ${n}`,
    body: 'Vera Vendor asks for a shift.',
    link: '/cases/0199aaaa-0000-7000-8000-000000000001',
    caseId: null,
    actor: null,
    data: {},
    createdAt: new Date().toISOString(),
    readAt: null,
    snoozedUntil: null,
    pinned: false,
    group: null,
    ...more,
  }
}

export const idOf = (n: number) => `0199cccc-0000-7000-8000-${String(n).padStart(12, '0')}`

type LiveObserver = Observer<{ id: string; data: InboxEvent }>

/** An inbox whose server is this test: it says what the stream brings, and sees what the inbox asked for. */
export function inboxWithServer(source: Pick<InboxSource, 'wasAway'> = {}) {
  const asked: { lastEventId?: string }[] = []
  const arrivals: Arrivals[] = []
  let observer: LiveObserver | undefined
  const { inbox, dispose } = createRoot((end) => ({
    dispose: end,
    inbox: createLiveInbox({
      live: (input, listener) => {
        asked.push(input)
        observer = listener
        return { unsubscribe: () => {} }
      },
      onArrive: (arrived) => arrivals.push(arrived),
      ...source,
    }),
  }))
  return {
    inbox,
    dispose,
    asked,
    arrivals,
    ids: () => inbox.items().map((item) => item.id),
    hello: (position: string, unread: number, reset = false) =>
      observer?.onData({ id: position, data: { kind: 'hello', unread, reset } }),
    changes: (position: string, unread: number, items: Notification[]) =>
      observer?.onData({ id: position, data: { kind: 'changes', unread, items } }),
    breaks: () => observer?.onError(new Error('the server refused')),
  }
}
