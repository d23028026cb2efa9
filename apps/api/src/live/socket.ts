import { WebSocket } from 'ws'

/** Unsent bytes a connection may have. */
export const UNSENT_LIMIT = 1_048_576

/**
 * A socket that a slow reader cannot fill up: above the limit it is cut, and its client comes back and goes on from its
 * position. Keeping what it does not read would cost the memory of everybody else.
 */
export class BoundedSocket extends WebSocket {
  override send(data: Parameters<WebSocket['send']>[0], ...rest: never[]): void {
    if (this.bufferedAmount > UNSENT_LIMIT) this.terminate()
    else super.send(data, ...rest)
  }
}

/** What a connection needs of its socket. */
export interface ClosableSocket {
  /** When something last came over it, in milliseconds since 1970; zero before. */
  readonly heardAt: number
  send(frame: string): void
  close(code: number, reason: string): void
}
