import { DomainError } from '@belfry/shared'
import type { Context, Services } from '../context.ts'
import { explain } from '../errors.ts'
import { type Credentials, type Identify, type Session, refusalOf } from '../identify.ts'
import { closeCodes } from '../live/connections.ts'
import type { Visitor } from './gate.ts'
import type { LimitedSocket } from './limited-socket.ts'

const SOCKETS_PER_PERSON = 20
/** Sockets whose token has not come yet, and how long they may take. */
const STRANGERS = 200
const TOKEN_WITHIN_MS = 5_000
const COME_BACK_S = 30

interface Guest extends Visitor {
  /** For the token to come. */
  timer?: NodeJS.Timeout
}

/** Who sits on which socket. */
export class Seats {
  readonly #services: Services
  readonly #identify: Identify
  /** From the upgrade until tRPC asks for the context, which it keeps. */
  readonly #arriving = new WeakMap<LimitedSocket, Promise<Context>>()
  readonly #strangers = new Map<LimitedSocket, Guest>()
  readonly #perPerson = new Map<string, number>()

  constructor(services: Services, identify: Identify) {
    this.#services = services
    this.#identify = identify
  }

  /** Throws when this visitor has too many sockets, or too many are waiting to say who they are. */
  demandRoom({ session }: Pick<Visitor, 'session'>): void {
    const isFull = session
      ? (this.#perPerson.get(session.personId) ?? 0) >= SOCKETS_PER_PERSON
      : this.#strangers.size >= STRANGERS
    if (isFull) throw new DomainError('too_many_requests', { seconds: COME_BACK_S })
  }

  take(ws: LimitedSocket, visitor: Visitor): void {
    if (visitor.session) {
      const context = this.#seat(ws, visitor, visitor.session)
      context.catch(() => {}) // whoever asks for the context learns of it
      this.#arriving.set(ws, context)
      return
    }
    const timer = setTimeout(() => ws.close(closeCodes.sessionEnded, 'no token'), TOKEN_WITHIN_MS)
    this.#strangers.set(ws, { ...visitor, timer })
    ws.once('close', () => this.#introduced(ws))
  }

  /** The context of a socket, for tRPC. A stranger's token or key comes with it. */
  async context(ws: LimitedSocket, shown: Pick<Credentials, 'token' | 'apiKey'>): Promise<Context> {
    try {
      return await (this.#arriving.get(ws) ?? this.#introduce(ws, shown))
    } catch (error) {
      this.#services.watch.stray(error)
      // 1013: nothing is wrong with the caller, who may come back later.
      const { code } = explain(error, { locale: ws.locale })
      const reason = code === 'UNAUTHORIZED' ? closeCodes.sessionEnded : 1013
      // After tRPC has said why, and before it closes without a reason.
      setImmediate(() => ws.close(reason, code.toLowerCase()))
      throw error
    }
  }

  async #introduce(ws: LimitedSocket, shown: Pick<Credentials, 'token' | 'apiKey'>): Promise<Context> {
    const visitor = this.#introduced(ws)
    const { token, apiKey } = shown
    if (!visitor || !(token || apiKey)) throw new DomainError('not_signed_in')
    const { session, refusal = 'session_ended' } = await this.#identify.session({ token, apiKey })
    if (!session) {
      if (apiKey) this.#services.watch.turnedAway(visitor.origin, 'API key', refusal)
      throw new DomainError(refusal)
    }
    this.demandRoom({ session })
    return this.#seat(ws, visitor, session)
  }

  #introduced(ws: LimitedSocket): Visitor | undefined {
    const guest = this.#strangers.get(ws)
    clearTimeout(guest?.timer)
    this.#strangers.delete(ws)
    return guest
  }

  async #seat(ws: LimitedSocket, { origin, transport }: Visitor, session: Session): Promise<Context> {
    if (ws.readyState !== ws.OPEN) throw new DomainError('not_signed_in')
    const { connections } = this.#services.live
    const connection = connections.open({
      socket: ws,
      personId: session.personId,
      sessionId: session.id,
      // Looked up again with the next batch: it may have ended since it was read, when nobody listened for it yet.
      sessionExpiresAt: new Date(0),
      transport,
      ip: origin.ip,
      userAgent: origin.userAgent,
    })
    this.#count(session.personId, 1)
    ws.once('close', () => {
      connections.close(connection)
      this.#count(session.personId, -1)
    })
    // Only now, when a change of rights would close the connection: nobody keeps a right that he lost in between.
    const actor = await this.#identify.actor(session)
    if (!actor) throw new DomainError(refusalOf(session))
    ws.locale = actor.locale
    return {
      ...this.#services,
      actor,
      sessionId: session.id,
      refusal: undefined,
      locale: actor.locale,
      ip: origin.ip,
      userAgent: origin.userAgent,
      requestId: undefined,
      connection,
    }
  }

  #count(personId: string, by: number): void {
    const count = (this.#perPerson.get(personId) ?? 0) + by
    if (count > 0) this.#perPerson.set(personId, count)
    else this.#perPerson.delete(personId)
  }
}
