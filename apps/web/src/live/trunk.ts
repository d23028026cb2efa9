import type { Lines, OpenLine } from '@belfry/transport'

/** What a window's own socket hears of the line it shares. */
export interface Branch {
  open(line: OpenLine | null): void
  say(text: string): void
  close(code: number): void
}

const ANSWER_MS = 6_000
const FRESH_MS = 2_000

interface Message {
  id?: number | string | null
}

/**
 * One connection for the sockets of several windows. Calls get the key of their socket into their number on the way out, and
 * frames find back by it. Everything else is as if each had the connection to itself.
 */
export class Trunk {
  readonly branches = new Map<string, Branch>()
  readonly #line: WebSocket
  readonly #lines: Lines
  /** The numbers of the calls that run, by branch: what a window leaves behind has to be stopped for it. */
  readonly #running = new Map<string, Set<string>>()
  #asking: string[] = []
  #patience: ReturnType<typeof setTimeout> | undefined
  #open: OpenLine | null = null

  /** `opened` is asked once when it opens: which way that was. */
  constructor(lines: Lines, url: string, opened: () => OpenLine | null, onClose: () => void) {
    this.#lines = lines
    this.#line = new lines.WebSocket(url)
    this.#line.addEventListener('open', () => {
      this.#open = opened()
      for (const branch of this.branches.values()) branch.open(this.#open)
    })
    this.#line.addEventListener('message', ({ data }) => this.#hear(String(data)))
    this.#line.addEventListener('close', ({ code }) => {
      clearTimeout(this.#patience)
      onClose()
      for (const branch of this.branches.values()) branch.close(code)
      this.branches.clear()
    })
  }

  add(key: string, branch: Branch): void {
    this.branches.set(key, branch)
    if (this.#line.readyState === WebSocket.OPEN) branch.open(this.#open)
  }

  /** Whoever is gone hears no more; nothing of his goes on at the server. */
  remove(key: string): void {
    if (!this.branches.delete(key)) return
    const left = this.#running.get(key) ?? []
    this.#running.delete(key)
    if (this.branches.size === 0) return this.close()
    for (const id of left) this.#send([{ id, method: 'subscription.stop' }])
  }

  close(): void {
    this.#line.close()
  }

  send(key: string, text: string): void {
    if (text === 'PING') return this.#ping(key)
    if (text === 'PONG') return
    const running = this.#running.get(key) ?? new Set()
    this.#running.set(key, running)
    const calls = [JSON.parse(text) as { id: number; method: string }].flat()
    this.#send(
      calls.map((call) => {
        const id = `${key}.${call.id}`
        if (call.method === 'subscription.stop') running.delete(id)
        else running.add(id)
        return { ...call, id }
      }),
    )
  }

  #send(calls: object[]): void {
    if (this.#line.readyState === WebSocket.OPEN) this.#line.send(JSON.stringify(calls))
  }

  /** The answer comes from the server, unless it has just been heard. */
  #ping(key: string): void {
    if (Date.now() - this.#lines.heardAt() < FRESH_MS) return this.branches.get(key)?.say('PONG')
    this.#asking.push(key)
    if (this.#asking.length > 1) return
    this.#line.send('PING')
    this.#patience = setTimeout(() => this.close(), ANSWER_MS)
  }

  #hear(text: string): void {
    clearTimeout(this.#patience)
    for (const key of this.#asking.splice(0)) this.branches.get(key)?.say('PONG')
    if (text === 'PING') return this.#line.send('PONG')
    if (text === 'PONG') return
    const message = JSON.parse(text) as Message
    if (typeof message.id === 'string') {
      const cut = message.id.lastIndexOf('.')
      const branch = this.branches.get(message.id.slice(0, cut))
      branch?.say(JSON.stringify({ ...message, id: Number(message.id.slice(cut + 1)) }))
    } else if (message.id === null) for (const branch of this.branches.values()) branch.say(text)
  }
}
