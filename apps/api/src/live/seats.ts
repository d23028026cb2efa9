import type { Db } from '@belfry/db'
import { type Seat, syncPresence } from '@belfry/db/queries/presence'
import { clock } from '@belfry/shared'

interface Taken extends Seat {
  /** Windows and devices in which this person has this case open here. */
  times: number
}

/**
 * Who has which case open at this process. Kept in memory and written once a second, so that somebody who leafs through
 * fifty cases a minute costs no more than the pages he stays on.
 */
export class CaseSeats {
  readonly #db: Db
  readonly #processId: string
  readonly #taken = new Map<string, Taken>()
  readonly #written = new Map<string, Seat>()
  #touched = new Set<string>()

  constructor(db: Db, processId: string) {
    this.#db = db
    this.#processId = processId
  }

  get isEmpty(): boolean {
    return this.#taken.size === 0
  }

  /** Returns how to leave. */
  take(personId: string, caseId: string): () => void {
    const key = `${caseId} ${personId}`
    const seat = this.#taken.get(key) ?? { caseId, personId, since: clock.now(), times: 0 }
    seat.times += 1
    this.#taken.set(key, seat)
    this.#touched.add(key)
    return () => {
      seat.times -= 1
      if (seat.times > 0) return
      this.#taken.delete(key)
      this.#touched.add(key)
    }
  }

  /** Passes an event stream on; whoever reads it has the case open from the first event on, which proves that he may. */
  async *during<Event>(
    personId: string,
    caseId: string,
    events: AsyncIterable<Event>,
  ): AsyncGenerator<Event, void, undefined> {
    let leave: (() => void) | undefined
    try {
      for await (const event of events) {
        leave ??= this.take(personId, caseId)
        yield event
      }
    } finally {
      leave?.()
    }
  }

  /** What is written here may be gone: a process that was not heard of for a while is taken for dead. */
  rewrite(): void {
    for (const key of [...this.#taken.keys(), ...this.#written.keys()]) this.#touched.add(key)
    for (const key of this.#taken.keys()) this.#written.delete(key)
  }

  async write(): Promise<void> {
    if (this.#touched.size === 0) return
    const touched = this.#touched
    this.#touched = new Set()
    const came = new Map<string, Seat>()
    const left = new Map<string, Seat>()
    for (const key of touched) {
      const taken = this.#taken.get(key)
      const written = this.#written.get(key)
      if (taken && !written)
        came.set(key, { caseId: taken.caseId, personId: taken.personId, since: taken.since })
      if (!taken && written) left.set(key, written)
    }
    if (came.size === 0 && left.size === 0) return
    try {
      await syncPresence(this.#db, this.#processId, [...came.values()], [...left.values()])
    } catch (error) {
      for (const key of touched) this.#touched.add(key)
      throw error
    }
    for (const [key, seat] of came) this.#written.set(key, seat)
    for (const key of left.keys()) this.#written.delete(key)
  }
}
