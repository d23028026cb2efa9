import { HttpSocket } from './http-socket.ts'

export type TransportName = 'websocket' | 'sse' | 'polling'

/** A class of WebSockets: the browser's own, Node's (22 and later), or that of the package `ws`. */
export type WebSocketClass = new (url: string) => object

export interface LinesOptions {
  /** `auto` begins with a WebSocket, and goes on by server-sent events and then by polling where one does not get through. */
  transport?: TransportName | 'auto' | undefined
  WebSocket: WebSocketClass | undefined
  fetch?: typeof fetch | undefined
  /** What requests show of who asks; a WebSocket shows it in its first message. */
  headers?: (() => Record<string, string>) | undefined
  pollEveryMs?: number | undefined
  /** What takes longer to open does not get through. */
  opensWithinMs?: number | undefined
  /** When a WebSocket is tried again: first so long after something else opened, and then so often. */
  retry?: { firstMs: number; everyMs: number } | undefined
  /** Told when a line opens or closes. */
  onChange?: ((line: OpenLine | null) => void) | undefined
}

export interface OpenLine {
  transport: TransportName
  since: number
}

export interface Lines {
  /** To be given to tRPC's client in place of a WebSocket: each one it makes goes the way that works. */
  readonly WebSocket: typeof WebSocket
  /** When something last came over the open line; zero before. */
  heardAt(): number
  /** Tries a WebSocket now, where something else is in use. */
  retry(): void
  /** Where it polls, it does so now. */
  hurry(): void
}

const POLL_EVERY_MS = 10_000
const OPENS_WITHIN_MS = 8_000
const RETRY = { firstMs: 10_000, everyMs: 300_000 }
/**
 * WebSockets that fail in a row until something else is tried: fewer where none has ever opened. Where one has, it is mostly the
 * server that is away, and whoever came back another way would come back twice.
 */
const PATIENCE = { atFirst: 2, later: 6 }
/** Ours, for a line that closes because a better one is there. */
const MOVED = 3001
/** The server's, for live lines that are switched off. */
const SWITCHED_OFF = 4405

/** Ways to the same server. Which one it is shows in nothing but the speed, for what goes over them is the same. */
export function createLines(options: LinesOptions): Lines {
  const { transport = 'auto', WebSocket: Socket, pollEveryMs = POLL_EVERY_MS, retry = RETRY } = options
  const { opensWithinMs = OPENS_WITHIN_MS } = options
  const isAuto = transport === 'auto'
  let plan: TransportName = isAuto ? (Socket ? 'websocket' : 'sse') : transport
  let misses = 0
  let hasOpened = false
  let lastHeard = 0
  /** What stands in for a WebSocket at the moment, and where the WebSocket would be. */
  let substitute: { line: HttpSocket; url: string } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let probe: WebSocket | undefined

  function open(url: string): EventTarget {
    return plan === 'websocket' ? openSocket(url) : openHttp(url, plan)
  }

  function openSocket(url: string): EventTarget {
    const socket = newSocket(url)
    let wasOpen = false
    let isOver = false
    const over = ({ code }: Partial<CloseEvent>) => {
      if (isOver) return
      isOver = true
      if (isAuto && code === SWITCHED_OFF) plan = 'polling'
      if (wasOpen) return options.onChange?.(null)
      misses += 1
      if (isAuto && misses >= (hasOpened ? PATIENCE.later : PATIENCE.atFirst)) plan = 'sse'
    }
    socket.addEventListener('open', () => {
      wasOpen = hasOpened = true
      misses = 0
      opened('websocket')
    })
    socket.addEventListener('message', heard)
    socket.addEventListener('error', over)
    socket.addEventListener('close', over)
    return socket
  }

  function openHttp(url: string, mode: 'sse' | 'polling'): EventTarget {
    const line = new HttpSocket({
      url: url.replace(/^ws/i, 'http').replace(/\?.*/, ''),
      // Not taken at once: it may be replaced, and needs its own `this`.
      fetch: (to, how) => (options.fetch ?? globalThis.fetch)(to, how),
      headers: options.headers ?? (() => ({})),
      mode,
      opensWithinMs,
      pollEveryMs: () => pollEveryMs * (0.9 + Math.random() / 5),
    })
    let wasOpen = false
    line.addEventListener('open', () => {
      wasOpen = true
      substitute = { line, url }
      opened(mode)
      if (isAuto && Socket) timer = setTimeout(tryBetter, retry.firstMs)
    })
    line.addEventListener('message', heard)
    line.addEventListener('close', (event) => {
      clearTimeout(timer)
      if (isAuto && (event as CloseEvent).code === SWITCHED_OFF) plan = 'polling'
      if (substitute?.line === line) substitute = undefined
      if (line.failure === 'unreachable') misses = 0 // so the sockets failed for the same reason
      if (wasOpen) options.onChange?.(null)
      // Nobody there, or no room: that says nothing about the ways, so it begins with the best one again.
      else if (isAuto && Socket) plan = mode === 'sse' && line.failure === 'blocked' ? 'polling' : 'websocket'
      else if (isAuto) plan = mode === 'sse' && line.failure === 'blocked' ? 'polling' : 'sse'
    })
    return line
  }

  function tryBetter(): void {
    if (!substitute || !isAuto || !Socket || probe) return
    clearTimeout(timer)
    timer = setTimeout(tryBetter, retry.everyMs)
    const tried = (probe = newSocket(substitute.url))
    const over = () => {
      if (probe === tried) probe = undefined
    }
    tried.addEventListener('open', () => {
      over()
      tried.close()
      plan = 'websocket'
      misses = 0
      substitute?.line.close(MOVED, 'moved')
    })
    tried.addEventListener('error', over)
    tried.addEventListener('close', over)
  }

  function newSocket(url: string): WebSocket {
    if (!Socket) throw new Error('This runtime has no WebSocket.')
    const socket = new Socket(url) as WebSocket
    // Something in between may take the upgrade and never answer.
    const impatience = setTimeout(() => socket.close(), opensWithinMs)
    for (const news of ['open', 'error', 'close'])
      socket.addEventListener(news, () => clearTimeout(impatience), { once: true })
    return socket
  }

  function opened(name: TransportName): void {
    lastHeard = Date.now()
    options.onChange?.({ transport: name, since: lastHeard })
  }

  function heard(): void {
    lastHeard = Date.now()
  }

  // Returned by a constructor, the object takes the place of the one that was being made.
  const Line = function (url: string | URL) {
    return open(String(url))
  }
  return {
    WebSocket: Object.assign(Line, {
      CONNECTING: 0,
      OPEN: 1,
      CLOSING: 2,
      CLOSED: 3,
    }) as unknown as typeof WebSocket,
    heardAt: () => lastHeard,
    retry: tryBetter,
    hurry: () => substitute?.line.hurry(),
  }
}
