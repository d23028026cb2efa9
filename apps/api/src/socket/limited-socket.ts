import { DomainError, type Locale, clock, defaultLocale } from '@belfry/shared'
import { serverTransformer } from '@belfry/shared/wire/transformer'
import { shapeOf } from '../errors.ts'
import { BoundedSocket } from '../live/socket.ts'

const WINDOW_MS = 10_000
export const MESSAGES_PER_WINDOW = 100
/** Each one above the limit gets its answer, but not for ever. */
const PATIENCE = 1_000
const POLICY_VIOLATION = 1008

/**
 * A socket that passes on so many messages in a while and no more. What is too much is answered here and reaches nothing
 * else; who goes on nevertheless is hung up on.
 */
export class LimitedSocket extends BoundedSocket {
  locale: Locale = defaultLocale
  heardAt = 0
  #windowEnds = 0
  #messages = 0

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'message' || event === 'pong' || event === 'ping') this.heardAt = clock.now().getTime()
    // Pings count, too, and are answered here: ws would answer any number of them.
    if (event === 'ping' && this.#admit()) this.pong(args[0])
    if (event === 'message' && !this.#admit()) {
      this.#answer(String(args[0]))
      return false
    }
    return super.emit(event, ...args)
  }

  #admit(): boolean {
    const now = performance.now()
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + WINDOW_MS
      this.#messages = 0
    }
    this.#messages += 1
    if (this.#messages > PATIENCE) this.close(POLICY_VIOLATION, 'too many messages')
    return this.#messages <= MESSAGES_PER_WINDOW
  }

  #answer(message: string): void {
    const seconds = Math.ceil((this.#windowEnds - performance.now()) / 1000)
    const shape = shapeOf(new DomainError('too_many_requests', { seconds }), { locale: this.locale })
    const error = serverTransformer.output.serialize(shape)
    for (const id of callsIn(message)) this.send(JSON.stringify({ id, error }))
  }
}

/** The ids of the calls in a frame; none where it is no frame of calls. */
function callsIn(message: string): unknown[] {
  try {
    const calls = [JSON.parse(message) as unknown].flat()
    return calls.slice(0, MESSAGES_PER_WINDOW).map((call) => (call as { id?: unknown }).id ?? null)
  } catch {
    return []
  }
}
