import type { AnnouncementNews } from '@belfry/shared/wire'
import { type Accessor, createSignal } from 'solid-js'
import { trpc } from '../trpc.ts'
import { createSubscription } from './subscribe.ts'

/** How far an announcement has come, as it moves; null until the first word of it. */
export function createLiveAnnouncement(id: Accessor<string>): Accessor<AnnouncementNews | null> {
  const [news, setNews] = createSignal<{ id: string; news: AnnouncementNews } | null>(null)
  createSubscription<{ id: string; news: AnnouncementNews }>(
    (observer) => {
      const of = id()
      return trpc.announcements.live.subscribe(
        { id: of },
        { ...observer, onData: (event) => observer.onData({ id: of, news: event }) },
      )
    },
    (event) => setNews(event),
  )
  return () => (news()?.id === id() ? news()!.news : null)
}
