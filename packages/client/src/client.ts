import type { AppRouter } from '@belfry/api/client'
import type { TransportName, WebSocketClass } from '@belfry/transport'
import { type TRPCClient, type TRPCLink, createTRPCClient, httpBatchLink, splitLink } from '@trpc/client'
import superjson from 'superjson'
import { createSession } from './session.ts'
import { type OnConnection, type Socket, createSocket } from './socket.ts'

export interface ClientOptions {
  /** Where Belfry is: `https://belfry.example.test`. */
  url: string
  /** A program's own key, made on the account page. It acts with its owner's rights, and there is no signing in. */
  apiKey?: string | undefined
  /** The `token` of a client that signed in before. */
  token?: string | undefined
  /** Used instead of the global one. */
  fetch?: typeof fetch | undefined
  /** Used instead of the global one, which Node has from 22 on; for subscriptions. */
  WebSocket?: WebSocketClass | undefined
  /**
   * How subscriptions travel. By itself (`auto`) it is a WebSocket; where none gets through, or the runtime has none, server-sent
   * events, and where a proxy keeps these back, a request every ten seconds. Nothing is lost or told twice on the way from the
   * one to the other, and a WebSocket is tried again now and then.
   */
  transport?: TransportName | 'auto' | undefined
  /** Told of every change of the connection that subscriptions use. */
  onConnection?: OnConnection | undefined
}

export interface BelfryClient {
  /**
   * Every procedure of the API: `trpc.cases.get.query({ caseId })`, `trpc.cases.act.mutate({ … })`,
   * `trpc.notifications.live.subscribe(undefined, { onData, onError })`.
   *
   * A call that fails throws what `belfryError` can read. A subscription outlives outages: it comes back by itself, and
   * `notifications.live` goes on right after the last event you got; the others begin with all there is. `onError` means
   * that it is over for good: the session has ended, or what it follows is not there.
   */
  readonly trpc: TRPCClient<AppRouter>
  /** Signed in since, or given; keep it, and the next client need not sign in. Undefined in a page, which has a cookie. */
  readonly token: string | undefined
  /**
   * Signs in. A session ends after seven days in which nothing was asked. Subscriptions of whoever was signed in before end.
   *
   * @throws what `belfryError` reads as `wrong_credentials`, or as `too_many_requests` after several failures
   */
  signIn(email: string, password: string): Promise<void>
  /** Ends the session and all subscriptions. */
  signOut(): Promise<void>
  /**
   * Asks for anything else at Belfry's address as whoever is signed in, such as the `url` of `documents.get`. `path` begins with a
   * slash; nobody else is sent the token.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** Ends all subscriptions, so that a program can finish. The client stays good for further calls. */
  close(): Promise<void>
}

/** Connects to one Belfry as one person or program. Nothing is sent before the first call. */
export function createClient(options: ClientOptions): BelfryClient {
  const base = options.url.replace(/\/+$/, '')
  const session = createSession(base, options)
  let socket: Socket | undefined

  // Made by the first subscription: without a WebSocket, queries and mutations work all the same.
  const live: TRPCLink<AppRouter> = (runtime) => (operation) => {
    socket ??= createSocket({
      url: `${base.replace(/^http/i, 'ws')}/trpc`,
      params: () => session.params(),
      headers: () => session.headers(),
      transport: options.transport,
      WebSocket: options.WebSocket,
      fetch: options.fetch,
      onConnection: options.onConnection,
    })
    return socket.link(runtime)(operation)
  }

  const trpc = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: live,
        false: httpBatchLink({
          url: `${base}/trpc`,
          transformer: superjson,
          maxItems: 20,
          headers: () => session.headers(),
          ...(options.fetch && { fetch: options.fetch }),
        }),
      }),
    ],
  })
  const close = async () => socket?.close()

  return {
    trpc,
    async fetch(path, init = {}) {
      if (!path.startsWith('/')) throw new Error('The path begins with a slash.')
      const headers = new Headers(init.headers)
      for (const [name, value] of Object.entries(session.headers())) headers.set(name, value)
      return (options.fetch ?? fetch)(base + path, { ...init, headers })
    },
    get token() {
      return session.token
    },
    async signIn(email, password) {
      await session.begin(email, password)
      await close()
    },
    async signOut() {
      await close()
      await session.end()
    },
    close,
  }
}
