import { EventEmitter } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type Locale, clock, defaultLocale } from '@belfry/shared'
import { UNSENT_LIMIT } from '../live/socket.ts'

const BEAT_MS = 10_000 // proxies hang up after half a minute without a byte, some even sooner
/** A reader who takes nothing for so long is not there any more. */
const STALLED_BEATS = 3
/** What some proxies and virus scanners keep back until there is more. */
const PADDING = `:${' '.repeat(2_048)}\n\n`

const PING = 'PING'
const OPEN = 1
const CLOSED = 3

/**
 * Looks like a WebSocket to those who send, and is the answer to one request: what is sent goes into the answer, what the
 * client has to say came with the request.
 */
export abstract class HttpSocket extends EventEmitter {
  readonly OPEN = OPEN
  readyState = OPEN
  locale: Locale = defaultLocale
  heardAt = 0
  #said = false

  /** Passes on what came with the request: calls as in a frame of a WebSocket. */
  hear(calls: string): void {
    if (this.#said || this.readyState !== OPEN) return
    this.#said = true
    this.heardAt = clock.now().getTime()
    this.emit('message', Buffer.from(calls), false)
  }

  send(frame: string): void {
    // It asks whether somebody is there; the way out shows that by itself. Who asks waits for the answer only afterwards.
    if (frame === PING) setImmediate(() => this.emit('message', Buffer.from('PONG'), false))
    else if (this.readyState === OPEN) this.write(frame)
  }

  close(code = 1005, reason = ''): void {
    if (this.readyState !== OPEN) return
    this.readyState = CLOSED
    this.finish(code, reason)
    this.emit('close', code, Buffer.from(reason))
  }

  /** Hangs up without a goodbye. */
  terminate(): void {
    this.close(1006)
  }

  protected abstract write(frame: string): void
  protected abstract finish(code: number, reason: string): void
}

/** Frames as server-sent events, for as long as the client reads. */
export class EventStreamSocket extends HttpSocket {
  readonly body: ReadableStream<Uint8Array>
  #out: ReadableStreamDefaultController<Uint8Array> | undefined
  #pushed = 0
  /** Bytes the reader had taken at the last beat, and beats since he took any. */
  #taken = 0
  #stalled = 0
  readonly #beat: NodeJS.Timeout

  constructor() {
    super()
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (out) => {
          this.#out = out
        },
        cancel: () => this.terminate(),
      },
      { highWaterMark: UNSENT_LIMIT, size: ({ byteLength }) => byteLength },
    )
    this.#push(PADDING)
    this.#beat = setInterval(() => this.#beatOnce(), BEAT_MS)
    this.#beat.unref()
  }

  protected write(frame: string): void {
    this.#push(`data: ${frame}\n\n`)
  }

  protected finish(code: number, reason: string): void {
    clearInterval(this.#beat)
    try {
      if (code === 1006) this.#out?.error(new Error('Hung up.'))
      else {
        this.#out?.enqueue(bytes(`event: close\ndata: ${JSON.stringify({ code, reason })}\n\n`))
        this.#out?.close()
      }
    } catch {
      // The client was faster.
    }
    this.#out = undefined
  }

  /** A slow reader is cut: he comes back and goes on from his position. */
  #push(text: string): void {
    if ((this.#out?.desiredSize ?? 1) <= 0) return this.terminate()
    const chunk = bytes(text)
    this.#pushed += chunk.byteLength
    this.#out?.enqueue(chunk)
  }

  #beatOnce(): void {
    const unsent = UNSENT_LIMIT - (this.#out?.desiredSize ?? UNSENT_LIMIT)
    const taken = this.#pushed - unsent
    this.#stalled = unsent > 0 && taken === this.#taken ? this.#stalled + 1 : 0
    if (taken > this.#taken) this.heardAt = clock.now().getTime()
    this.#taken = taken
    if (this.#stalled >= STALLED_BEATS) this.terminate()
    else if (unsent === 0) this.#push(':\n\n')
  }
}

/** One subscription that tRPC itself answers with events; all there is to it here is its end. */
export class CallSocket extends HttpSocket {
  readonly #answer: ServerResponse
  readonly #end = new AbortController()
  #stalled = 0
  readonly #beat: NodeJS.Timeout

  constructor(answer: ServerResponse) {
    super()
    this.#answer = answer
    answer.once('close', () => this.close())
    this.#beat = setInterval(() => {
      this.#stalled = answer.writableNeedDrain ? this.#stalled + 1 : 0
      if (this.#stalled >= STALLED_BEATS) answer.destroy()
    }, BEAT_MS)
    this.#beat.unref()
  }

  /** Aborts when the client, the session or the right is gone. */
  get signal(): AbortSignal {
    return this.#end.signal
  }

  protected write(): void {}

  protected finish(): void {
    clearInterval(this.#beat)
    this.#end.abort()
    // The client comes back, and hears then why it was sent away.
    setImmediate(() => this.#answer.destroy())
  }
}

const SETTLE_MS = 60
const PATIENCE_MS = 4_000

/** The frames that there are now, as one answer: until every call has said something and no more follows at once. */
export class PollSocket extends HttpSocket {
  readonly #frames: string[] = []
  readonly #silent: Set<unknown>
  readonly #patience: NodeJS.Timeout
  #settling: NodeJS.Timeout | undefined
  #bytes = 0
  #done: (frames: string) => void = () => {}
  /** A JSON array of frames. */
  readonly answer = new Promise<string>((resolve) => {
    this.#done = resolve
  })

  constructor(calls: readonly { id?: unknown }[]) {
    super()
    this.#silent = new Set(calls.map(({ id }) => id))
    this.#patience = setTimeout(() => this.close(1000), PATIENCE_MS)
    if (calls.length === 0) this.close(1000)
  }

  protected write(frame: string): void {
    this.#frames.push(frame)
    this.#bytes += frame.length
    const { id, result } = JSON.parse(frame) as { id?: unknown; result?: { type?: string } }
    if (result?.type !== 'started') this.#silent.delete(id)
    if (id === null || this.#bytes > UNSENT_LIMIT) return this.close(1000)
    if (this.#silent.size > 0) return
    clearTimeout(this.#settling)
    this.#settling = setTimeout(() => this.close(1000), SETTLE_MS)
  }

  protected finish(): void {
    clearTimeout(this.#patience)
    clearTimeout(this.#settling)
    this.#done(`[${this.#frames.join(',')}]`)
  }
}

const encoder = new TextEncoder()
const bytes = (text: string): Uint8Array => encoder.encode(text)
