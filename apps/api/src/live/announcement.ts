import type { Db } from '@belfry/db'
import { newsOf } from '@belfry/engine/announcements'
import type { Actor } from '@belfry/shared'
import type { AnnouncementNews } from '@belfry/shared/wire'
import { Stream } from './stream.ts'

const EVERY_MS = 1_000

/** How far an announcement has come, whenever that changes, for as long as somebody watches. */
export function followAnnouncement(
  db: Db,
  actor: Actor,
  id: string,
  signal: AbortSignal | undefined,
): Stream<AnnouncementNews> {
  let timer: NodeJS.Timeout | undefined
  let said = ''
  const stream = new Stream<AnnouncementNews>(signal, () => clearTimeout(timer))
  const look = (): void => {
    newsOf(db, actor, id).then(
      (news) => {
        const now = JSON.stringify(news)
        if (now !== said) stream.push(news)
        said = now
        if (!stream.ended) timer = setTimeout(look, EVERY_MS)
      },
      (error: Error) => stream.end(error),
    )
  }
  if (!stream.ended) look()
  return stream
}
