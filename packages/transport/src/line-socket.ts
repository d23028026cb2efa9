/**
 * What tRPC's client uses of a WebSocket, for lines that are none.
 */
export abstract class LineSocket extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSING = 2
  static readonly CLOSED = 3
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSING = 2
  readonly CLOSED = 3
  binaryType = 'arraybuffer'
  readyState = 0

  abstract send(text: string): void
  abstract close(code?: number, reason?: string): void

  protected opened(): void {
    if (this.readyState !== LineSocket.CONNECTING) return
    this.readyState = LineSocket.OPEN
    this.dispatchEvent(new Event('open'))
  }

  protected say(text: string): void {
    if (this.readyState === LineSocket.OPEN) this.dispatchEvent(new MessageEvent('message', { data: text }))
  }

  protected closed(code: number, reason: string): void {
    if (this.readyState === LineSocket.CLOSED) return
    const neverOpened = this.readyState === LineSocket.CONNECTING
    this.readyState = LineSocket.CLOSED
    // As a WebSocket does: its user waits for the one or the other.
    if (neverOpened) this.dispatchEvent(new Event('error'))
    this.dispatchEvent(closeEvent(code, reason))
  }
}

/** Node has no class for it before 23. */
const closeEvent = (code: number, reason = ''): Event & { code: number; reason: string } =>
  Object.assign(new Event('close'), { code, reason })
