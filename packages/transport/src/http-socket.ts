import { eventsOf } from './event-stream.ts'
import { Calls, type Frame } from './frames.ts'
import { LineSocket } from './line-socket.ts'

export interface HttpLineOptions {
  /** Where `/stream` and `/poll` are: `https://belfry.example.test/trpc`. */
  url: string
  fetch: typeof fetch
  headers: () => Record<string, string>
  mode: 'sse' | 'polling'
  /** How long to wait between two polls. */
  pollEveryMs: () => number
  opensWithinMs: number
}

/** Why a line over HTTP did not come about: nobody there, somebody in between who does not let it through, or Belfry itself. */
export type Failure = 'unreachable' | 'blocked' | 'refused'

/** The server speaks every ten seconds. */
const SILENCE_MS = 25_000
/** A page that is left and one that is entered change several subscriptions in the same moment. */
const TOGETHER_MS = 10
const SESSION_ENDED = 4401
const GONE = 1006

/**
 * Subscriptions over plain requests, for those who know only WebSockets. A request carries all that is followed at the time,
 * each from its last event on; when that changes, another one takes its place.
 */
export class HttpSocket extends LineSocket {
  /** Set when it closes before it was open. */
  failure: Failure | undefined
  readonly #options: HttpLineOptions
  readonly #calls = new Calls()
  #request: AbortController | undefined
  #next: ReturnType<typeof setTimeout> | undefined
  #heardAt = 0

  constructor(options: HttpLineOptions) {
    super()
    this.#options = options
    void this.#ask()
  }

  override send(text: string): void {
    if (text === 'PING') return this.#answerPing()
    if (text === 'PONG' || this.readyState !== LineSocket.OPEN) return
    const before = JSON.stringify(this.#calls)
    const stopped = this.#calls.take(text)
    for (const id of stopped)
      queueMicrotask(() => this.say(JSON.stringify({ id, result: { type: 'stopped' } })))
    if (JSON.stringify(this.#calls) !== before) this.#askAgain(TOGETHER_MS)
  }

  /** Asks at once where it would wait: somebody looks, or has just done something. */
  hurry(): void {
    if (this.#options.mode === 'polling' && this.readyState === LineSocket.OPEN) this.#askAgain(0)
  }

  override close(code = 1005, reason = ''): void {
    this.#drop()
    this.closed(code, reason)
  }

  #answerPing(): void {
    const patience = this.#options.mode === 'sse' ? SILENCE_MS : SILENCE_MS + this.#options.pollEveryMs()
    if (Date.now() - this.#heardAt < patience) queueMicrotask(() => this.say('PONG'))
  }

  #askAgain(afterMs: number): void {
    clearTimeout(this.#next)
    this.#next = setTimeout(() => void this.#ask(), afterMs)
  }

  #drop(): void {
    clearTimeout(this.#next)
    this.#request?.abort()
    this.#request = undefined
  }

  async #ask(): Promise<void> {
    this.#drop()
    const request = (this.#request = new AbortController())
    const isOurs = () => this.#request === request
    // Something in between may take the request and give nothing back.
    const impatience = setTimeout(() => request.abort(), this.#options.opensWithinMs)
    let wasHeard = false
    try {
      const answer = await this.#options.fetch(
        `${this.#options.url}/${this.#options.mode === 'sse' ? 'stream' : 'poll'}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...this.#options.headers() },
          body: JSON.stringify(this.#calls),
          signal: request.signal,
        },
      )
      if (!isOurs()) return
      const problem = problemWith(answer, this.#options.mode)
      if (problem) return this.#fail(problem, answer.status)
      const hear = () => {
        clearTimeout(impatience)
        wasHeard = true
        this.#heardAt = Date.now()
        this.opened()
      }
      if (this.#options.mode === 'sse') await this.#read(answer, isOurs, hear)
      else await this.#take(answer, isOurs, hear)
    } catch {
      // Bytes that were promised and did not come mean that somebody keeps them back.
      if (isOurs()) this.#fail(request.signal.aborted && !wasHeard ? 'blocked' : 'unreachable')
    } finally {
      clearTimeout(impatience)
    }
  }

  async #read(answer: Response, isOurs: () => boolean, hear: () => void): Promise<void> {
    for await (const { name, data } of eventsOf(answer.body!)) {
      if (!isOurs()) return
      hear()
      if (name === 'close') {
        const { code, reason } = JSON.parse(data) as { code: number; reason: string }
        return this.close(code, reason)
      }
      if (data) this.#hear(data)
    }
    if (isOurs()) this.close(GONE)
  }

  async #take(answer: Response, isOurs: () => boolean, hear: () => void): Promise<void> {
    const frames = (await answer.json()) as Frame[]
    if (!isOurs()) return
    hear()
    for (const frame of frames) this.#hear(JSON.stringify(frame))
    this.#askAgain(this.#options.pollEveryMs())
  }

  #hear(text: string): void {
    if (this.#calls.heard(JSON.parse(text) as Frame)) this.say(text)
  }

  #fail(failure: Failure, status?: number): void {
    if (this.readyState === LineSocket.CONNECTING) this.failure = failure
    this.close(status === 401 ? SESSION_ENDED : GONE)
  }
}

function problemWith(answer: Response, mode: HttpLineOptions['mode']): Failure | undefined {
  const type = answer.headers.get('content-type') ?? ''
  if (answer.ok && type.startsWith(mode === 'sse' ? 'text/event-stream' : 'application/json'))
    return undefined
  // Belfry has live delivery switched off, whatever way it comes; asking is another matter.
  if (answer.status === 405) return 'blocked'
  // Belfry gives every answer a number; what stands before it does not.
  if (answer.headers.has('x-request-id')) return 'refused'
  // A proxy that cannot reach Belfry says so.
  return answer.status >= 500 ? 'unreachable' : 'blocked'
}
