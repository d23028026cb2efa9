import type { AppRouter } from '@belfry/api/client'
import { type TransportName, type WebSocketClass, createLines, waitBefore } from '@belfry/transport'
import { type TRPCClientError, type TRPCLink, createWSClient, retryLink, wsLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import superjson from 'superjson'
import { belfryError, clientError } from './errors.ts'

/** A connection that breaks sooner than this counts as a failed attempt. */
const LASTING_MS = 5_000
/** By this code the server says that nobody is signed in any more, so that coming back is of no use. */
const SESSION_ENDED = 4401

/** `connecting` lasts until the server is reached, however long that takes; `idle` while nothing is followed. */
export type ConnectionState = 'idle' | 'connecting' | 'connected'

/** `transport` says how it is connected, where it is. */
export type OnConnection = (state: ConnectionState, transport: TransportName | null) => void

export interface SocketOptions {
  url: string
  /** What the connection shows of who it is. */
  params: () => Record<string, string>
  headers: () => Record<string, string>
  transport: TransportName | 'auto' | undefined
  WebSocket: WebSocketClass | undefined
  fetch: typeof fetch | undefined
  onConnection: OnConnection | undefined
}

export interface Socket {
  link: TRPCLink<AppRouter>
  /** Ends what is followed. The next subscription connects anew. */
  close(): Promise<void>
}

/** The socket of all subscriptions: there while something is followed, and back after every break. */
export function createSocket(options: SocketOptions): Socket {
  const { url, params, headers, transport, onConnection } = options
  const WebSocket = options.WebSocket ?? globalThis.WebSocket
  if (!WebSocket && transport === 'websocket')
    throw new Error(
      "This runtime has no WebSocket. Pass one: createClient({ url, WebSocket }), with import { WebSocket } from 'ws'.",
    )
  let way: TransportName | null = null
  const lines = createLines({
    transport,
    WebSocket,
    fetch: options.fetch,
    headers,
    onChange: (line) => {
      way = line?.transport ?? null
    },
  })
  let attempt = 0
  let openedAt: number | undefined
  let stopWaiting: (() => void) | undefined

  const client = createWSClient({
    WebSocket: lines.WebSocket,
    connectionParams: params,
    // tRPC's own wait could not be cut short, and a program that closes its client would hang for up to 30 seconds.
    retryDelayMs: () => 0,
    url: async () => {
      if (openedAt !== undefined && Date.now() - openedAt > LASTING_MS) attempt = 1
      openedAt = undefined
      await wait(waitBefore(attempt++))
      return url
    },
    lazy: { enabled: true, closeMs: 5_000 },
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 8_000 },
    onOpen: () => (openedAt = Date.now()),
    onClose: (cause) => {
      if (cause?.code === SESSION_ENDED) giveUp()
    },
  })

  const followers = new Set<(error: TRPCClientError<AppRouter>) => void>()
  function giveUp(): void {
    // Whoever hears of it may follow anew at once.
    const told = [...followers]
    followers.clear()
    for (const fail of told) fail(params().apiKey ? invalidKey() : sessionEnded())
    void client.close()
  }

  const retry = retryLink<AppRouter>({ retry: ({ error }) => isPassing(error), retryDelayMs: waitBefore })
  const send = wsLink<AppRouter>({ client, transformer: superjson })
  const link: TRPCLink<AppRouter> = (runtime) => {
    const [retrying, sending] = [retry(runtime), send(runtime)]
    return ({ op, next }) =>
      observable((observer) => {
        // Around the retries: the session can end between two of them, when nothing is sent.
        followers.add(observer.error)
        const sent = retrying({ op, next: (again) => sending({ op: again, next }) }).subscribe(observer)
        return () => {
          followers.delete(observer.error)
          sent.unsubscribe()
        }
      })
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      stopWaiting = () => {
        clearTimeout(timer)
        reject(new Error('Closed.'))
      }
    })
  }

  let known: ConnectionState = 'idle'
  client.connectionState.subscribe({
    next({ state: raw }) {
      const state = raw === 'pending' ? 'connected' : raw
      if (state === 'idle') attempt = 0
      if (state === known) return
      known = state
      onConnection?.(state, state === 'connected' ? way : null)
    },
  })

  return {
    link,
    close() {
      stopWaiting?.()
      return client.close()
    },
  }
}

const sessionEnded = () => unauthorized('session_ended', 'Your session has ended. Please sign in again.')
const invalidKey = () =>
  unauthorized('invalid_key', 'This API key is not valid: it was revoked, has expired, or never was one.')

const unauthorized = (key: 'session_ended' | 'invalid_key', message: string) =>
  clientError(message, { code: 'UNAUTHORIZED', httpStatus: 401, key, details: {}, requestId: '' })

/** Errors that time heals; everything else would be answered the same again. */
function isPassing(error: unknown): boolean {
  const key = belfryError(error)?.key
  return key === undefined || key === 'unavailable' || key === 'internal' || key === 'too_many_requests'
}
