const GIVE_UP_MS = 1_000
const ANSWER_MS = 4_000

/**
 * A WebSocket that is closed when one closes it. A browser waits a minute for the other side's goodbye, and where the line
 * is dead none comes: all that time nothing would reconnect.
 */
export class PromptSocket extends WebSocket {
  #gone = false

  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    // The first listener, so that a late goodbye tells nobody a second time.
    this.addEventListener('close', (event) => {
      if (this.#gone) event.stopImmediatePropagation()
      this.#gone = true
    })
  }

  override close(code?: number, reason?: string): void {
    super.close(code, reason)
    setTimeout(() => {
      if (!this.#gone) this.dispatchEvent(new CloseEvent('close', { code: 1006 }))
    }, GIVE_UP_MS)
  }
}

/** Closes a socket that does not answer at once: after a sleep the line may be dead without anybody having said so. */
export function demandAnswer(socket: WebSocket): void {
  if (socket.readyState !== socket.OPEN) return
  const timer = setTimeout(() => socket.close(), ANSWER_MS)
  socket.addEventListener('message', () => clearTimeout(timer), { once: true })
  socket.send('PING')
}
