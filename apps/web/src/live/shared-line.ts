import { LineSocket, type Lines, type OpenLine } from '@belfry/transport'
import { type Branch, Trunk } from './trunk.ts'

/** Windows on one connection: the API lets 32 subscriptions run on each, and no page has more than six. */
const WINDOWS_PER_LINE = 5
/** A leader who does not answer for so long is frozen by its browser, and another one takes over. */
const LEADER_ANSWERS_MS = 2_000
/** Longer than any attempt of his takes. */
const OPENS_WITHIN_MS = 15_000
const GONE = 1006

/** Between windows. `socket` is the window's key and the number of its socket. */
type Word =
  | { kind: 'join' | 'leave' | 'hurry' | 'retry'; socket: string; url?: string }
  | { kind: 'send'; socket: string; text: string }
  | { kind: 'joined'; socket: string }
  | { kind: 'opened'; socket: string; line: OpenLine | null }
  | { kind: 'said'; socket: string; text: string }
  | { kind: 'closed'; socket: string; code: number }
  /** Somebody leads from now on; whoever hung on another one has to come over. */
  | { kind: 'leads'; tab: string }

export interface SharedLineOptions {
  /** Same for all windows that may share: of one person, and of one version of what they say to each other. */
  name: string
  lines: Lines
  locks: LockManager
  onLine: (line: OpenLine | null) => void
}

/**
 * One live connection for all windows of a browser. The window that holds the lock leads: it has the connection, and the
 * others' calls and frames go through it. Each window follows what it shows and keeps its own positions, so that nothing is
 * lost when the leader closes: the others connect to the next one and go on where they were.
 */
export class SharedLine {
  readonly #options: SharedLineOptions
  readonly #channel: BroadcastChannel
  readonly #tab = Math.random().toString(36).slice(2, 12)
  readonly #sockets = new Map<string, TabSocket>()
  readonly #isGone = new AbortController()
  /** Only while this window leads. */
  #trunks: Trunk[] | undefined
  #endLeading: (() => void) | undefined
  #open: OpenLine | null = null
  #count = 0

  constructor(options: SharedLineOptions) {
    this.#options = options
    this.#channel = new BroadcastChannel(options.name)
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data as Word))
    // Held as long as this window lives; whoever gets it knows that it is gone.
    void this.#hold(this.#tab)
    this.#queue()
  }

  connect(url: string): TabSocket {
    const key = `${this.#tab}/${++this.#count}`
    const socket = new TabSocket(
      (text) => this.#fromOwn(key, text),
      () => this.#dropOwn(key),
    )
    this.#sockets.set(key, socket)
    socket.url = url
    queueMicrotask(() => this.#join(key))
    return socket
  }

  /** Told by the ways of this window, which has one only while it leads. */
  lineChanged(line: OpenLine | null): void {
    this.#open = line
  }

  /** The window goes: another one leads. */
  leave(): void {
    for (const key of this.#sockets.keys()) {
      if (!this.#trunks) this.#post({ kind: 'leave', socket: key })
      this.#closeOwn(key, GONE)
    }
    this.#stepDown()
    this.#isGone.abort()
    this.#channel.close()
  }

  /** Where the leader polls, he does so now: a browser lets a window in the background wait a minute. */
  hurry(): void {
    if (this.#trunks) this.#options.lines.hurry()
    else this.#post({ kind: 'hurry', socket: '' })
  }

  /** Looks for a better way than the one in use. */
  retry(): void {
    if (this.#trunks) this.#options.lines.retry()
    else this.#post({ kind: 'retry', socket: '' })
  }

  #join(key: string): void {
    const socket = this.#sockets.get(key)
    if (!socket) return
    if (this.#trunks) return this.#admit(key, socket.url)
    this.#post({ kind: 'join', socket: key, url: socket.url })
    socket.patience = setTimeout(() => void this.#lead({ steal: true }), LEADER_ANSWERS_MS)
  }

  #fromOwn(key: string, text: string): void {
    if (this.#trunks) this.#trunkOf(key)?.send(key, text)
    else this.#post({ kind: 'send', socket: key, text })
  }

  #dropOwn(key: string): void {
    this.#sockets.delete(key)
    if (this.#trunks) this.#remove(key)
    else this.#post({ kind: 'leave', socket: key })
  }

  #hear(word: Word): void {
    if (word.kind === 'leads') return this.#trunks ? this.#stepDown() : this.#comeOver()
    if (this.#trunks) return this.#serve(word)
    const socket = this.#sockets.get(word.socket)
    if (!socket) return
    clearTimeout(socket.patience)
    if (word.kind === 'joined')
      socket.patience = setTimeout(() => this.#closeOwn(word.socket, GONE), OPENS_WITHIN_MS)
    else if (word.kind === 'opened') {
      this.#options.onLine(word.line)
      socket.open()
    } else if (word.kind === 'said') socket.receive(word.text)
    else if (word.kind === 'closed') this.#closeOwn(word.socket, word.code)
  }

  #serve(word: Word): void {
    if (word.kind === 'join') {
      this.#post({ kind: 'joined', socket: word.socket })
      this.#admit(word.socket, word.url ?? '')
      void this.#watch(word.socket.split('/')[0]!)
    } else if (word.kind === 'hurry') this.#options.lines.hurry()
    else if (word.kind === 'retry') this.#options.lines.retry()
    else if (word.kind === 'send') this.#trunkOf(word.socket)?.send(word.socket, word.text)
    else if (word.kind === 'leave') this.#remove(word.socket)
  }

  #closeOwn(key: string, code: number): void {
    const socket = this.#sockets.get(key)
    this.#sockets.delete(key)
    this.#options.onLine(null)
    socket?.end(code)
  }

  /** All sockets of this window begin anew, at whoever leads now. */
  #comeOver(): void {
    for (const [key, socket] of this.#sockets) {
      clearTimeout(socket.patience)
      if (socket.readyState === LineSocket.CONNECTING) this.#join(key)
      else this.#closeOwn(key, GONE)
    }
  }

  // Leading

  #queue(): void {
    void this.#lead({})
  }

  async #lead(how: { steal?: true }): Promise<void> {
    if (this.#trunks) return
    const { locks, name } = this.#options
    try {
      await locks.request(name, how.steal ? { steal: true } : { signal: this.#isGone.signal }, () => {
        if (this.#isGone.signal.aborted) return undefined
        return this.#takeOver()
      })
    } catch {
      // Stolen by another window, since this one slept; or this one is gone.
      this.#stepDown()
      if (!this.#isGone.signal.aborted) this.#queue()
    }
  }

  /** Lasts as long as this window leads. */
  #takeOver(): Promise<void> | undefined {
    if (this.#trunks) return undefined
    this.#trunks = []
    this.#post({ kind: 'leads', tab: this.#tab })
    this.#comeOver()
    return new Promise((resolve) => (this.#endLeading = resolve))
  }

  #stepDown(): void {
    const trunks = this.#trunks ?? []
    this.#trunks = undefined
    for (const trunk of trunks) trunk.close()
    this.#endLeading?.()
    this.#comeOver()
  }

  #admit(key: string, url: string): void {
    const trunks = this.#trunks!
    // Who asks a second time, because somebody else leads now, may be here already.
    let trunk = this.#trunkOf(key) ?? trunks.find(({ branches }) => branches.size < WINDOWS_PER_LINE)
    if (!trunk) {
      const opened = new Trunk(
        this.#options.lines,
        url,
        () => this.#open,
        () => {
          trunks.splice(trunks.indexOf(opened), 1)
        },
      )
      trunks.push((trunk = opened))
    }
    trunk.add(key, this.#branchFor(key))
  }

  #branchFor(key: string): Branch {
    const own = this.#sockets.get(key)
    if (!own)
      return {
        open: (line) => this.#post({ kind: 'opened', socket: key, line }),
        say: (text) => this.#post({ kind: 'said', socket: key, text }),
        close: (code) => this.#post({ kind: 'closed', socket: key, code }),
      }
    return {
      open: (line) => {
        this.#options.onLine(line)
        own.open()
      },
      say: (text) => own.receive(text),
      close: (code) => this.#closeOwn(key, code),
    }
  }

  #trunkOf(key: string): Trunk | undefined {
    return this.#trunks?.find(({ branches }) => branches.has(key))
  }

  #remove(key: string): void {
    this.#trunkOf(key)?.remove(key)
  }

  readonly #watched = new Set<string>()
  /** Waits for the lock of another window, which it holds while it lives, and takes out what it left. */
  async #watch(tab: string): Promise<void> {
    if (this.#watched.has(tab)) return
    this.#watched.add(tab)
    await this.#options.locks
      .request(this.#lockOf(tab), { signal: this.#isGone.signal }, () => undefined)
      .catch(() => undefined)
    this.#watched.delete(tab)
    for (const trunk of this.#trunks ?? [])
      for (const key of trunk.branches.keys()) if (key.startsWith(`${tab}/`)) trunk.remove(key)
  }

  async #hold(tab: string): Promise<void> {
    await this.#options.locks
      .request(
        this.#lockOf(tab),
        () =>
          new Promise<void>((resolve) => {
            this.#isGone.signal.addEventListener('abort', () => resolve())
          }),
      )
      .catch(() => undefined)
  }

  #lockOf(tab: string): string {
    return `${this.#options.name}.${tab}`
  }

  #post(word: Word): void {
    if (!this.#isGone.signal.aborted) this.#channel.postMessage(word)
  }
}

/** A window's end of the shared line, for tRPC's client. */
export class TabSocket extends LineSocket {
  url = ''
  patience: ReturnType<typeof setTimeout> | undefined
  readonly #out: (text: string) => void
  readonly #drop: () => void

  constructor(out: (text: string) => void, drop: () => void) {
    super()
    this.#out = out
    this.#drop = drop
  }

  override send(text: string): void {
    if (this.readyState === LineSocket.OPEN) this.#out(text)
  }

  override close(code = 1005): void {
    if (this.readyState === LineSocket.CLOSED) return
    this.#drop()
    this.end(code)
  }

  open(): void {
    this.opened()
  }

  receive(text: string): void {
    this.say(text)
  }

  end(code: number): void {
    clearTimeout(this.patience)
    this.closed(code, '')
  }
}
