/**
 * What one subscriber still has to hear: producers push, the subscription reads. It ends when `signal` aborts, whatever
 * the reader waits for, and then calls `onEnd` once.
 */
export class Stream<Event> implements AsyncIterableIterator<Event> {
  readonly #events: Event[] = []
  #wake: ((result: IteratorResult<Event>) => void) | undefined
  #fail: ((error: Error) => void) | undefined
  #error: Error | undefined
  #ended = false
  readonly #onEnd: () => void

  constructor(signal: AbortSignal | undefined, onEnd: () => void) {
    const abort = () => this.end()
    // The signal may live on, as that of a connection does.
    this.#onEnd = () => {
      signal?.removeEventListener('abort', abort)
      onEnd()
    }
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) this.end()
  }

  /** The reader has passed on all there was and waits for more. */
  get idle(): boolean {
    return this.#wake !== undefined
  }

  get ended(): boolean {
    return this.#ended
  }

  push(event: Event): void {
    if (this.#ended) return
    const wake = this.#wake
    if (!wake) {
      this.#events.push(event)
      return
    }
    this.#forget()
    wake({ done: false, value: event })
  }

  end(error?: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    this.#events.length = 0
    const wake = this.#wake
    const fail = this.#fail
    this.#forget()
    if (error && fail) fail(error)
    else wake?.({ done: true, value: undefined })
    this.#onEnd()
  }

  #forget(): void {
    this.#wake = undefined
    this.#fail = undefined
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.#events.shift()
    if (event !== undefined) return Promise.resolve({ done: false, value: event })
    if (this.#error) return Promise.reject(this.#error)
    if (this.#ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve, reject) => {
      this.#wake = resolve
      this.#fail = reject
    })
  }

  return(): Promise<IteratorResult<Event>> {
    this.end()
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.end()
  }
}
