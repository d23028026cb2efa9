import type { Db } from '@belfry/db'
import { getRun } from '@belfry/engine/bulk'
import type { Actor } from '@belfry/shared'
import type { BulkRun } from '@belfry/shared/wire'
import { Stream } from './stream.ts'

/** A run says that it has come further with each batch; reading it counts its cases. */
const TELL_EVERY_MS = 300

interface Follower {
  actor: Actor
  stream: Stream<BulkRun>
}

/** How far bulk runs have come: at once, and then whenever that has changed, a few times a second at most. */
export class BulkRuns {
  readonly #db: Db
  readonly #followers = new Map<string, Set<Follower>>()
  readonly #timers = new Map<string, NodeJS.Timeout>()

  constructor(db: Db) {
    this.#db = db
  }

  follow(actor: Actor, runId: string, signal: AbortSignal | undefined): Stream<BulkRun> {
    const stream: Stream<BulkRun> = new Stream(signal, () => {
      const followers = this.#followers.get(runId)
      followers?.delete(follower)
      if (followers?.size === 0) this.#followers.delete(runId)
    })
    const follower = { actor, stream }
    if (stream.ended) return stream
    const followers = this.#followers.get(runId)
    if (followers) followers.add(follower)
    else this.#followers.set(runId, new Set([follower]))
    // Listening has begun, so nothing falls between this first read and what is said from now on.
    this.#tell(runId, [follower])
    return stream
  }

  changed(runId: string): void {
    if (!this.#followers.has(runId) || this.#timers.has(runId)) return
    const timer = setTimeout(() => {
      this.#timers.delete(runId)
      this.#tell(runId, [...(this.#followers.get(runId) ?? [])])
    }, TELL_EVERY_MS)
    this.#timers.set(runId, timer)
  }

  resync(): void {
    for (const runId of this.#followers.keys()) this.changed(runId)
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer)
    for (const followers of this.#followers.values()) for (const { stream } of followers) stream.end()
  }

  #tell(runId: string, followers: Follower[]): void {
    for (const { actor, stream } of followers)
      getRun(this.#db, actor, runId).then(
        (run) => stream.push(run),
        (error: Error) => stream.end(error),
      )
  }
}
