import type { Db } from '@belfry/db'
import type { CaseRow } from '@belfry/db/queries/cases'
import { type QueueFilter, countQueues } from '@belfry/db/queries/queues'
import { concerns, queuesOf, shownCounts } from '@belfry/engine/cases'
import type { Log } from '@belfry/log'
import { type Actor, clock } from '@belfry/shared'
import type { QueueCount } from '@belfry/shared/wire'
import { Stream } from './stream.ts'

/** Counts may be this much behind. */
const BEHIND_MS = 250

/** One who sees how much waits for him. */
interface Badge {
  actor: Actor
  shared: QueueFilter[]
  personal: QueueFilter[]
  /** The same for all who decide in the same queues and scopes. */
  key: string
  /** Of his own queues: how much there is, and which cases. */
  own: (QueueCount & { ids: string[] })[]
  stale: boolean
  stream: Stream<QueueCount[]>
}

/**
 * How much waits in the queues of each who looks. What people see by their roles is counted once for all who hold the
 * same; what they are tied to themselves only when one of those cases changes.
 */
export class QueueCounts {
  readonly #db: Db
  readonly #log: Log
  readonly #badges = new Set<Badge>()
  #timer: NodeJS.Timeout | undefined

  constructor(db: Db, log: Log) {
    this.#db = db
    this.#log = log
  }

  get size(): number {
    return this.#badges.size
  }

  follow(actor: Actor, signal: AbortSignal | undefined): Stream<QueueCount[]> {
    const queues = queuesOf(actor)
    const badge: Badge = {
      actor,
      ...queues,
      key: JSON.stringify(queues.shared),
      own: [],
      stale: true,
      stream: new Stream(signal, () => this.#badges.delete(badge)),
    }
    if (badge.stream.ended) return badge.stream
    this.#badges.add(badge)
    this.#tell(badge, new Map()).catch((error: Error) => badge.stream.end(error))
    return badge.stream
  }

  changed(rows: CaseRow[]): void {
    for (const badge of this.#badges)
      badge.stale ||= rows.some(
        (row) =>
          badge.own.some(({ ids }) => ids.includes(row.id)) ||
          badge.personal.some((filter) => concerns(filter, row, badge.actor)),
      )
    this.#recount()
  }

  resync(): void {
    for (const badge of this.#badges) badge.stale = true
    this.#recount()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #recount(): void {
    if (this.#badges.size === 0 || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      const counted = new Map<string, Promise<QueueCount[]>>()
      for (const badge of this.#badges) {
        if (badge.shared.length === 0 && !badge.stale) continue
        this.#tell(badge, counted).catch((error: Error) => {
          badge.stale = true
          this.#log.warn({ err: error.message }, 'live: cannot count')
        })
      }
    }, BEHIND_MS)
  }

  async #tell(badge: Badge, counted: Map<string, Promise<QueueCount[]>>): Promise<void> {
    let shared = counted.get(badge.key)
    if (!shared) counted.set(badge.key, (shared = countQueues(this.#db, badge.shared, clock.now())))
    const own = badge.stale ? countQueues(this.#db, badge.personal, clock.now(), { ids: true }) : badge.own
    badge.stale = false
    const counts = await Promise.all([shared, own])
    badge.own = counts[1]
    badge.stream.push(shownCounts(counts.flat(), badge.personal))
  }
}
