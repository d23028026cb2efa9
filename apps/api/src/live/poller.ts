import { clock } from '@belfry/shared'
import type { ClosableSocket } from './socket.ts'

/** Who has not asked for so long has gone; our own clients ask every ten seconds. */
export const POLLER_SILENT_MS = 60_000

/** tRPC's own word for it; its client connects anew at once. */
const RECONNECT = JSON.stringify({ id: null, method: 'reconnect' })

/** What stands for a socket where somebody asks now and then: all requests of one session to this process. */
export class Poller implements ClosableSocket {
  heardAt = 0
  readonly #asking = new Set<ClosableSocket>()
  #isSentAway = false

  hear(request: ClosableSocket): void {
    this.heardAt = clock.now().getTime()
    this.#asking.add(request)
  }

  leave(request: ClosableSocket): void {
    this.#asking.delete(request)
  }

  get isSilent(): boolean {
    return this.#asking.size === 0 && clock.now().getTime() - this.heardAt > POLLER_SILENT_MS
  }

  send(frame: string): void {
    for (const request of this.#asking) request.send(frame)
  }

  /** Ends the requests of this moment. The next one is looked at anew: who asks, and what he may see. */
  close(code: number, reason: string): void {
    for (const request of this.#asking) request.close(code, reason)
  }

  /** Tells whoever asks now, or else the next one, to connect anew. False where it is still to be told. */
  sendAway(): boolean {
    this.#isSentAway = this.#asking.size === 0
    this.send(RECONNECT)
    return !this.#isSentAway
  }

  /** Whether this request is the one that is told. */
  tellsToGo(request: ClosableSocket): boolean {
    // Later: whoever opens it has yet to listen for its end.
    if (this.#isSentAway) queueMicrotask(() => request.send(RECONNECT))
    return this.#isSentAway
  }
}
