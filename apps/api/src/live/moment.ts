import type { Db } from '@belfry/db'
import { type QueueFilter, countQueue, findInQueue } from '@belfry/db/queries/queues'
import { clock } from '@belfry/shared'

/** What the database says of the queues after some cases changed, asked once for all who watch through the same filter. */
export class Moment {
  readonly #db: Db
  readonly #changed: string[]
  readonly #counts = new Map<string, Promise<number>>()
  readonly #members = new Map<string, Promise<Set<string>>>()

  constructor(db: Db, changed: string[]) {
    this.#db = db
    this.#changed = changed
  }

  count(filter: QueueFilter): Promise<number> {
    return once(this.#counts, filter, () => countQueue(this.#db, filter, clock.now()))
  }

  /** Whether one of the changed cases is in the queue. */
  async has(filter: QueueFilter, id: string): Promise<boolean> {
    return (
      await once(this.#members, filter, () => findInQueue(this.#db, filter, this.#changed, clock.now()))
    ).has(id)
  }
}

function once<Answer>(
  answers: Map<string, Promise<Answer>>,
  filter: QueueFilter,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const key = JSON.stringify(filter)
  let answer = answers.get(key)
  if (!answer) answers.set(key, (answer = ask()))
  return answer
}
