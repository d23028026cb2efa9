import type { Log } from '@belfry/log'

const RETRY_MS = 500

/**
 * Collects what has to be looked at and looks at it in batches: whatever arrives while one batch is being read goes into
 * the next. A batch that fails (the database is away) is kept and tried again.
 */
export class Pump<Item> {
  readonly #waiting = new Set<Item>()
  readonly #work: (items: Item[]) => Promise<void>
  readonly #limit: number
  readonly #log: Log
  #running = false
  #stopped = false

  constructor(log: Log, limit: number, work: (items: Item[]) => Promise<void>) {
    this.#log = log
    this.#limit = limit
    this.#work = work
  }

  add(item: Item): void {
    this.#waiting.add(item)
    if (this.#running || this.#stopped) return
    this.#running = true
    // After the current tick, so that signals that came together are one batch.
    setImmediate(() => void this.#run())
  }

  remove(item: Item): void {
    this.#waiting.delete(item)
  }

  stop(): void {
    this.#stopped = true
    this.#waiting.clear()
  }

  async #run(): Promise<void> {
    while (this.#waiting.size > 0 && !this.#stopped) {
      const batch = this.#take()
      try {
        await this.#work(batch)
      } catch (error) {
        this.#log.warn({ err: (error as Error).message }, 'live: cannot read, trying again')
        for (const item of batch) this.#waiting.add(item)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    this.#running = false
  }

  #take(): Item[] {
    const batch: Item[] = []
    for (const item of this.#waiting) {
      batch.push(item)
      this.#waiting.delete(item)
      if (batch.length === this.#limit) break
    }
    return batch
  }
}
