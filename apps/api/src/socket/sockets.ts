import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '@belfry/log'
import { DomainError, localeFrom } from '@belfry/shared'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Config } from '../config.ts'
import type { Context, Services } from '../context.ts'
import { explain } from '../errors.ts'
import type { Identify } from '../identify.ts'
import { frameEncoder } from '../live/encoder.ts'
import { appRouter } from '../root.ts'
import { type Visitor, admit, isOurPath } from './gate.ts'
import type { HttpSocket } from './http-socket.ts'
import { LimitedSocket } from './limited-socket.ts'
import { refuse } from './refuse.ts'
import { Seats } from './seats.ts'

const FRAME_LIMIT = 64 * 1024
const FRAGMENT_LIMIT = 128
// More than the subscriptions one connection may have, since tRPC's client renews all of them in one frame.
const CALLS_PER_FRAME = 64
const KEEP_ALIVE = { enabled: true, pingMs: 25_000, pongWaitMs: 10_000 }
const SERVICE_RESTART = 1012
const SETTLE_MS = 200

export type HttpVisitor = Omit<Visitor, 'sendsParams'>

export interface Sockets {
  /** Takes the upgrades of this server. */
  attach(server: Server): void
  /** Where no upgrade gets through: the same calls and frames over plain HTTP. Throws when there are too many. */
  enter(socket: HttpSocket, visitor: HttpVisitor): void
  /** The same for a single call that tRPC answers by itself, which gets its context here. */
  seat(socket: HttpSocket, visitor: HttpVisitor): Promise<Context>
  /** Sends everybody elsewhere and hangs up. */
  stop(): Promise<void>
}

// All that tRPC's adapter reads of the upgrade. The real request is let go: it would stay in memory as long as the socket.
const plain = { url: '/trpc', headers: {} } as IncomingMessage
const withParams = { url: '/trpc?connectionParams=1', headers: {} } as IncomingMessage

// Made once: a listener made for each upgrade would keep its request alive with the socket.
const hangUp = function (this: Duplex): void {
  this.destroy()
}

/** Live connections: WebSockets at /trpc and what stands in for them, from the knock at the door to the goodbye. */
export function createSockets(
  services: Services,
  identify: Identify,
  { config, log }: { config: Config; log: Log },
): Sockets {
  const seats = new Seats(services, identify)
  const wss = new WebSocketServer({
    noServer: true,
    WebSocket: LimitedSocket,
    maxPayload: FRAME_LIMIT,
    maxFragments: FRAGMENT_LIMIT,
    autoPong: false, // LimitedSocket answers pings
    perMessageDeflate: false,
  })
  const handler = applyWSSHandler({
    wss,
    router: appRouter,
    keepAlive: KEEP_ALIVE,
    maxBatchSize: CALLS_PER_FRAME,
    experimental_encoder: frameEncoder,
    createContext: ({ res, info }): Promise<Context> =>
      seats.context(res as LimitedSocket, info.connectionParams ?? {}),
    // Without a path it is about the socket itself: bad frames and clients that vanish are no news.
    onError: ({ error, path }) => path !== undefined && services.watch.stray(error),
  })
  let isStopping = false
  const overHttp = new Set<HttpSocket>()

  const knock = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    if (!isOurPath(request)) throw new DomainError('not_found')
    if (isStopping) throw new DomainError('unavailable')
    const visitor = await admit(request, identify, config)
    demandLive(visitor)
    seats.demandRoom(visitor)
    socket.off('error', hangUp)
    wss.handleUpgrade(request, socket, head, (ws) => enter(ws as LimitedSocket, visitor))
    const { origin, session } = visitor
    log.info(
      { path: '/trpc', status: 101, requestId: origin.requestId, personId: session?.personId },
      'upgrade',
    )
  }

  /** Where live delivery is switched off, people ask now and then. */
  const demandLive = ({ transport }: Pick<Visitor, 'transport'>): void => {
    if (!services.flags.current.realtime && transport !== 'polling') throw new DomainError('realtime_off')
  }

  const enter = (ws: LimitedSocket, visitor: Visitor): void => {
    ws.locale = visitor.locale
    seats.take(ws, visitor)
    wss.emit('connection', ws, visitor.sendsParams ? withParams : plain)
  }

  const arrive = (socket: HttpSocket, visitor: HttpVisitor): LimitedSocket => {
    if (isStopping) throw new DomainError('unavailable')
    demandLive(visitor)
    seats.demandRoom(visitor)
    overHttp.add(socket)
    socket.once('close', () => overHttp.delete(socket))
    // All that anybody here asks of a WebSocket, it does.
    return socket as unknown as LimitedSocket
  }

  return {
    attach(server) {
      server.on('upgrade', (request, socket, head) => {
        socket.on('error', hangUp)
        knock(request, socket, head).catch((error: unknown) => {
          if (!isStopping) services.watch.stray(error) // who knocks at a house that closes is no news
          const explained = explain(error, { locale: localeFrom(request.headers['accept-language']) })
          const { httpStatus: status, key, requestId } = explained
          log.info({ path: '/trpc', status, key, requestId }, 'upgrade refused')
          refuse(socket, explained)
        })
      })
    },
    enter(socket, visitor) {
      enter(arrive(socket, visitor), { ...visitor, sendsParams: false })
    },
    seat(socket, visitor) {
      const ws = arrive(socket, visitor)
      seats.take(ws, { ...visitor, sendsParams: false })
      return seats.context(ws, {})
    },
    async stop() {
      isStopping = true
      handler.broadcastReconnectNotification()
      await pause(SETTLE_MS)
      for (const socket of overHttp) socket.close(SERVICE_RESTART, 'restarting')
      const closed = [...wss.clients].map((ws: WebSocket) => new Promise((done) => ws.once('close', done)))
      for (const ws of wss.clients) ws.close(SERVICE_RESTART, 'restarting')
      await Promise.race([Promise.all(closed), pause(2_000)])
      for (const ws of wss.clients) ws.terminate()
    },
  }
}
