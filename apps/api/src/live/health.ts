import type { Db } from '@belfry/db'
import { health } from '@belfry/engine/system'
import type { Actor } from '@belfry/shared'
import type { SystemHealth } from '@belfry/shared/wire'
import { Stream } from './stream.ts'

const EVERY_MS = 2_000

/** How everything is, every two seconds, for as long as somebody watches. */
export function followHealth(
  db: Db,
  actor: Actor,
  live: () => SystemHealth['live'],
  signal: AbortSignal | undefined,
): Stream<SystemHealth> {
  let timer: NodeJS.Timeout | undefined
  const stream = new Stream<SystemHealth>(signal, () => clearTimeout(timer))
  const look = (): void => {
    health(db, actor, live()).then(
      (now) => {
        stream.push(now)
        if (!stream.ended) timer = setTimeout(look, EVERY_MS)
      },
      (error: Error) => stream.end(error),
    )
  }
  if (!stream.ended) look()
  return stream
}
