import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Db } from '@belfry/db'
import { findSession } from '@belfry/db/queries/sessions'
import { clock } from '@belfry/shared'

/** Whatever is heard or not: for longer than this nothing counts that was not looked up. */
const TRUSTED_MS = 10_000
const KEPT = 2_000

export type KnownSession = NonNullable<Awaited<ReturnType<typeof findSession>>>

/**
 * Sessions of callers with what these may do, so that a call need not ask the database first. Whatever ends a session or
 * changes a right is heard as a signal and forgotten here; while this process cannot hear, every call is looked up.
 */
export class SessionMemory {
  readonly #db: Db
  /** In order of arrival, by token. */
  readonly #kept = new Map<string, { found: KnownSession; until: number }>()
  #isHearing = false
  /** Counts what was heard: what was read meanwhile may be older than that. */
  #changes = 0

  constructor(db: Db) {
    this.#db = db
  }

  /** The session of this token, unless it has ended. */
  async find(token: string): Promise<KnownSession | undefined> {
    if (this.#known(token)) {
      await nextTurn() // signals that have reached this process are heard first
      const known = this.#known(token)
      if (known) return known
    }
    const changes = this.#changes
    const found = await findSession(this.#db, token, clock.now())
    if (found && this.#isHearing && changes === this.#changes) this.#keep(token, found)
    return found
  }

  sessionChanged(id: string): void {
    this.#forget((session) => session.id === id)
  }

  rightsChanged(personId: string): void {
    this.#forget((session) => session.personId === personId)
  }

  /** Something changed by this process: its answer must not come before everybody here knows. */
  forgetAll(): void {
    this.#forget(() => true)
  }

  /** Whether signals are heard from now on. */
  hears(isHearing: boolean): void {
    this.#isHearing = isHearing
    this.forgetAll()
  }

  #known(token: string): KnownSession | undefined {
    const kept = this.#kept.get(token)
    const now = clock.now().getTime()
    if (kept && now < kept.until) return kept.found
    this.#kept.delete(token)
    return undefined
  }

  #keep(token: string, found: KnownSession): void {
    const until = Math.min(clock.now().getTime() + TRUSTED_MS, found.expiresAt.getTime())
    this.#kept.delete(token)
    this.#kept.set(token, { found, until })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > KEPT) this.#kept.delete(oldest!)
  }

  #forget(which: (session: KnownSession) => boolean): void {
    this.#changes += 1
    for (const [token, { found }] of this.#kept) if (which(found)) this.#kept.delete(token)
  }
}
