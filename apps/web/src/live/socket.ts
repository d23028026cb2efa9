import { type OpenLine, createLines, waitBefore } from '@belfry/transport'
import { createWSClient } from '@trpc/client'
import { createSignal } from 'solid-js'
import { PromptSocket, demandAnswer } from './prompt-socket.ts'
import { SharedLine } from './shared-line.ts'

const QUIET_MS = 2_000 // shorter breaks, a restarted server among them, are nobody's business
const SLEPT_MS = 45_000 // a line in use is never silent for so long
const JUST_NOW_MS = 5_000
const POLL_WHILE_LOOKED_AT_MS = 10_000

/** Attempts in a row that led to no connection; zero while connected. */
const [attempts, setAttempts] = createSignal(0)
/** Disconnected for long enough to say so. */
const [offline, setOffline] = createSignal(false)
/** How this window is connected, and since when; null while it is not. */
const [line, setLine] = createSignal<OpenLine | null>(null)

let heard = 0
let outageEnded = Number.NEGATIVE_INFINITY

export { attempts, offline, line }

/** When something last came from the server; zero before. */
export const heardAt = () => heard

/** An outage has just ended, or this machine slept: what comes now was sent meanwhile. */
export const wasAway = () => Date.now() - outageEnded < JUST_NOW_MS

/** Codes by which the server says why it closed. */
export const closeCodes = { sessionEnded: 4401, rightsChanged: 4403 } as const

const closeListeners = new Set<(code: number) => void>()
export function onSocketClose(listen: (code: number) => void): () => void {
  closeListeners.add(listen)
  return () => closeListeners.delete(listen)
}

const lines = createLines({
  WebSocket: PromptSocket,
  onChange: (open) => {
    shared?.lineChanged(open)
    if (!shared) setLine(open)
  },
})

/** All windows of this person use one connection, where the browser has what that takes. */
let shared: SharedLine | undefined
let owner: string | undefined

/** Whose windows these are; said before anything is followed. Until then a window has a connection of its own. */
export function shareLineOf(personId: string): void {
  owner = personId
  if (shared || !('locks' in navigator) || !('BroadcastChannel' in window)) return
  const name = `belfry.line.1.${personId}`
  shared = new SharedLine({ name, lines, locks: navigator.locks, onLine: setLine })
}

// A page that is kept for the way back must hold nobody up, and begins anew when it is shown again.
addEventListener('pagehide', () => {
  shared?.leave()
  shared = undefined
})
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && owner) shareLineOf(owner)
})

const Line = function (url: string): EventTarget {
  const opened: EventTarget = shared?.connect(url) ?? new lines.WebSocket(url)
  opened.addEventListener('message', () => (heard = Date.now()))
  return opened
}

export const socket = createWSClient({
  // tRPC's own wait cannot be cut short; this one ends when the network is back or the page is looked at again.
  retryDelayMs: () => 0,
  url: async () => {
    await pauseBefore(attempts())
    setAttempts((count) => count + 1)
    return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`
  },
  WebSocket: Object.assign(Line, {
    CONNECTING: 0,
    OPEN: 1,
    CLOSING: 2,
    CLOSED: 3,
  }) as unknown as typeof WebSocket,
  lazy: { enabled: true, closeMs: 5_000 },
  keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 8_000 },
  onClose: (cause) => {
    for (const listen of closeListeners) listen(cause?.code ?? 0)
  },
})

let wasConnected = false
let patience: ReturnType<typeof setTimeout> | undefined
socket.connectionState.subscribe({
  next: ({ state }) => {
    // Every failed attempt says "connecting" again; the time counts from the first.
    if (state === 'connecting') patience ??= setTimeout(() => setOffline(true), QUIET_MS)
    else {
      clearTimeout(patience)
      patience = undefined
    }
    if (state === 'pending') {
      if (offline() || (heard > 0 && Date.now() - heard > SLEPT_MS)) outageEnded = Date.now()
      wasConnected = true
      setAttempts(0)
    }
    if (state !== 'connecting') setOffline(false)
  },
})

/** Ends the pause before the next attempt, where there is one. */
let wake: (() => void) | undefined

/** The network went or came back, or somebody looks at the page again: is the line still good? */
function check() {
  const open = socket.connection?.ws
  if (open) demandAnswer(open)
}
function hurry() {
  wake?.()
  check()
  shared?.hurry()
}
addEventListener('offline', check)
addEventListener('online', () => {
  hurry()
  lines.retry()
})
document.addEventListener('visibilitychange', () => document.hidden || hurry())
setInterval(() => {
  if (!document.hidden && line()?.transport === 'polling') shared?.hurry()
}, POLL_WHILE_LOOKED_AT_MS)

/** Connects at once where it waits, and looks for a better way where it goes by a detour. */
export function tryAgain(): void {
  hurry()
  if (shared) shared.retry()
  else lines.retry()
}

/** After a line that broke even the first attempt waits. */
function pauseBefore(attempt: number): Promise<void> {
  const waitMs = waitBefore(wasConnected ? attempt + 1 : attempt)
  if (waitMs === 0) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(done, waitMs)
    function done() {
      clearTimeout(timer)
      wake = undefined
      resolve()
    }
    wake = done
  })
}
