import type { Notification } from '@belfry/shared/wire'
import { onCleanup } from 'solid-js'
import type { LiveInbox } from './inbox.ts'

/** By then the server has said what is so, in every window. */
const FORGOTTEN_MS = 60_000

interface Assumption {
  key: string
  /** Missing where it is taken back. */
  items?: Notification[]
}

/** The inbox, whose changes show in all windows of this person before the server confirms them. */
export function shareAssumptions(inbox: LiveInbox, personId: string): LiveInbox {
  if (!('BroadcastChannel' in window)) return inbox
  const channel = new BroadcastChannel(`belfry.inbox.1.${personId}`)
  const takeBacks = new Map<string, () => void>()
  channel.addEventListener('message', ({ data }: MessageEvent<Assumption>) => {
    if (!data.items) return takeBacks.get(data.key)?.()
    // What this window does not know it learns from the server, in its place.
    const known = new Set(inbox.items().map(({ id }) => id))
    takeBacks.set(data.key, inbox.assume(data.items.filter(({ id }) => known.has(id))))
    setTimeout(() => takeBacks.delete(data.key), FORGOTTEN_MS)
  })
  onCleanup(() => channel.close())

  return {
    ...inbox,
    assume(items) {
      const takeBack = inbox.assume(items)
      const key = crypto.randomUUID()
      const post = (assumption: Assumption) => channel.postMessage(assumption)
      // Parts of a store cannot be sent as they are.
      post({ key, items: JSON.parse(JSON.stringify(items)) as Notification[] })
      return () => {
        takeBack()
        post({ key })
      }
    },
  }
}
