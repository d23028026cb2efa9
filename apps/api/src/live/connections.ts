import type { Db } from '@belfry/db'
import { type ConnectionRow, noteConnections, syncConnections } from '@belfry/db/queries/connections'
import { peopleWithRightsChanged } from '@belfry/db/queries/people'
import { sessionExpiries } from '@belfry/db/queries/sessions'
import type { Log } from '@belfry/log'
import { DomainError, clock, newId } from '@belfry/shared'
import { Poller } from './poller.ts'
import type { ClosableSocket } from './socket.ts'

/** Why a socket was closed, for the client that decides what to do next (RFC 6455 leaves 4000–4999 to applications). */
export const closeCodes = {
  sessionEnded: 4401,
  rightsChanged: 4403,
  closedByAdmin: 4000,
  switchedOff: 4405,
} as const

export const SUBSCRIPTIONS_PER_CONNECTION = 32
const SYNC_MS = 1_000
/** Signs of life are written every so many times. */
const NOTED_EVERY = 5

export interface NewConnection {
  socket: ClosableSocket
  personId: string
  sessionId: string | null
  sessionExpiresAt: Date | null
  transport: Transport
  ip: string | null
  userAgent: string | null
}

/** How the frames travel. Polling is many short requests, of which the list shows one connection for each session. */
export type Transport = 'websocket' | 'sse' | 'polling'

/** One open connection of one person. */
export class Connection {
  readonly id = newId()
  readonly since = clock.now()
  readonly socket: ClosableSocket
  readonly personId: string
  readonly sessionId: string | null
  readonly transport: Transport
  readonly ip: string | null
  readonly userAgent: string | null
  expiresAt: number
  subscriptions = 0
  /** The last revision of the inbox that was told over it. */
  rev: number | null = null
  /** What of it is on the list: changes alone are written. */
  noted = ''

  constructor(from: NewConnection) {
    this.socket = from.socket
    this.personId = from.personId
    this.sessionId = from.sessionId
    this.transport = from.transport
    this.ip = from.ip
    this.userAgent = from.userAgent?.slice(0, 200) ?? null
    this.expiresAt = from.sessionExpiresAt?.getTime() ?? Infinity
  }

  /** Counts a subscription in; throws at the limit. Call `leave` when it ends. */
  enter(): void {
    if (this.subscriptions >= SUBSCRIPTIONS_PER_CONNECTION)
      throw new DomainError('too_many_subscriptions', { limit: SUBSCRIPTIONS_PER_CONNECTION })
    this.subscriptions += 1
  }

  leave(): void {
    this.subscriptions -= 1
  }
}

/**
 * Every connection of this process: who, since when, from what. Written to the database once a second in one statement,
 * and closed when the session ends, the person's rights change, or an administrator says so.
 */
export class Connections {
  readonly #open = new Map<string, Connection>()
  /** Who polls, by session. What they are told to do outlasts their place among the open ones until they ask again. */
  readonly #pollers = new Map<string, { poller: Poller; connection: Connection }>()
  #opened: Connection[] = []
  #closed: string[] = []
  #timer: NodeJS.Timeout | undefined
  #syncing = Promise.resolve()
  #turns = 0
  readonly #db: Db
  readonly #processId: string
  readonly #log: Log

  constructor(db: Db, processId: string, log: Log) {
    this.#db = db
    this.#processId = processId
    this.#log = log
  }

  open(from: NewConnection): Connection {
    const connection = new Connection(from)
    if (from.transport === 'polling') this.#hearPoll(from)
    else this.#add(connection)
    return connection
  }

  close(connection: Connection): void {
    if (connection.transport !== 'polling') return this.#remove(connection)
    const known = this.#pollers.get(sessionOf(connection))
    if (!known) return
    known.poller.leave(connection.socket)
    known.connection.rev = connection.rev ?? known.connection.rev
  }

  get count(): number {
    return this.#open.size
  }

  get subscriptions(): number {
    let total = 0
    for (const connection of this.#open.values()) total += connection.subscriptions
    return total
  }

  sessionEnded(sessionId: string): void {
    this.#hangUp((connection) => connection.sessionId === sessionId, closeCodes.sessionEnded, 'session ended')
  }

  rightsChanged(personId: string): void {
    this.#hangUp((connection) => connection.personId === personId, closeCodes.rightsChanged, 'rights changed')
  }

  closedByAdmin(id: string): void {
    const connection = this.#open.get(id)
    if (!connection) return
    const { socket } = connection
    if (!(socket instanceof Poller))
      return socket.close(closeCodes.closedByAdmin, 'closed by an administrator')
    this.#remove(connection)
    if (socket.sendAway()) this.#pollers.delete(sessionOf(connection))
  }

  /** Live delivery is off for everybody. Who asks now and then may go on doing so. */
  switchedOff(): void {
    this.#hangUp((connection) => connection.transport !== 'polling', closeCodes.switchedOff, 'switched off')
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#syncing = this.#syncing
        .then(() => this.#sync())
        .catch((error: Error) => this.#log.warn({ err: error.message }, 'connections: cannot write'))
    }, SYNC_MS)
    this.#timer.unref()
  }

  /**
   * Nothing was heard since `deafSince`, and the rows here may be gone: all of them are written again, every session is
   * looked at, and people whose rights changed meanwhile are hung up on.
   */
  async resync(deafSince: Date): Promise<void> {
    this.#opened = [...this.#open.values()]
    for (const connection of this.#open.values()) {
      connection.expiresAt = 0
      connection.noted = ''
    }
    if (this.#open.size === 0) return
    for (const person of await peopleWithRightsChanged(this.#db, deafSince)) this.rightsChanged(person)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#syncing
  }

  #hangUp(which: (connection: Connection) => boolean, code: number, reason: string): void {
    for (const connection of this.#open.values()) if (which(connection)) this.#end(connection, code, reason)
  }

  #end(connection: Connection, code: number, reason: string): void {
    connection.socket.close(code, reason)
    if (connection.socket instanceof Poller) this.#forget(connection)
  }

  #add(connection: Connection): void {
    this.#open.set(connection.id, connection)
    this.#opened.push(connection)
  }

  #remove(connection: Connection): void {
    if (this.#open.delete(connection.id)) this.#closed.push(connection.id)
  }

  #hearPoll(from: NewConnection): void {
    const key = sessionOf(from)
    let known = this.#pollers.get(key)
    // What this client asks next is a connection of its own.
    if (known?.poller.tellsToGo(from.socket)) return void this.#pollers.delete(key)
    if (!known) {
      const poller = new Poller()
      known = { poller, connection: new Connection({ ...from, socket: poller }) }
      this.#pollers.set(key, known)
      this.#add(known.connection)
    }
    known.poller.hear(from.socket)
  }

  #forget(connection: Connection): void {
    this.#pollers.delete(sessionOf(connection))
    this.#remove(connection)
  }

  #forgetSilent(): void {
    for (const { poller, connection } of this.#pollers.values()) if (poller.isSilent) this.#forget(connection)
  }

  async #sync(): Promise<void> {
    await this.#endExpired()
    this.#forgetSilent()
    await this.#list()
    if (++this.#turns % NOTED_EVERY === 0) await this.#note()
  }

  async #list(): Promise<void> {
    const opened = this.#opened.filter((connection) => this.#open.has(connection.id))
    const closed = this.#closed
    if (opened.length === 0 && closed.length === 0) return
    this.#opened = []
    this.#closed = []
    try {
      await syncConnections(this.#db, this.#processId, opened.map(rowOf), closed)
    } catch (error) {
      this.#opened.push(...opened)
      this.#closed.push(...closed)
      throw error
    }
  }

  /** When each was last heard of and how far it has been told, as far as that has changed. */
  async #note(): Promise<void> {
    const changed = [...this.#open.values()].filter(
      (connection) => connection.socket.heardAt > 0 && signOf(connection) !== connection.noted,
    )
    await noteConnections(
      this.#db,
      changed.map(({ id, socket, rev }) => ({ id, seenAt: new Date(socket.heardAt), rev })),
    )
    for (const connection of changed) connection.noted = signOf(connection)
  }

  /** A session slides on while it is used elsewhere, so only the table knows whether it has really ended. */
  async #endExpired(): Promise<void> {
    const now = clock.now()
    const due = [...this.#open.values()].filter(
      (connection) => connection.sessionId !== null && connection.expiresAt <= now.getTime(),
    )
    if (due.length === 0) return
    const ids = new Set(due.map((connection) => connection.sessionId!))
    const expiries = await sessionExpiries(this.#db, [...ids], now)
    for (const connection of due) {
      const expiresAt = expiries.get(connection.sessionId!)?.getTime() ?? 0
      if (expiresAt <= now.getTime()) this.#end(connection, closeCodes.sessionEnded, 'session ended')
      else connection.expiresAt = expiresAt
    }
  }
}

const sessionOf = ({ sessionId, personId }: Pick<Connection, 'sessionId' | 'personId'>): string =>
  sessionId ?? personId

const signOf = ({ socket, rev }: Connection): string => `${socket.heardAt} ${rev}`

const rowOf = (connection: Connection): ConnectionRow => ({
  id: connection.id,
  personId: connection.personId,
  sessionId: connection.sessionId,
  transport: connection.transport,
  ip: connection.ip,
  userAgent: connection.userAgent,
  since: connection.since,
})
