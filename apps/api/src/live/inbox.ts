import type { Db, Signal } from '@belfry/db'
import {
  CHANGES_PER_READ,
  type InboxChanges,
  type NotificationRow,
  changesSince,
} from '@belfry/db/queries/inbox'
import type { Log } from '@belfry/log'
import type { Actor } from '@belfry/shared'
import type { InboxEvent } from '@belfry/shared/wire'
import { Ready } from '@belfry/shared/wire/transformer'
import { type TrackedEnvelope, tracked } from '@trpc/server'
import { Opening, frameOf } from './encoder.ts'
import { Messages, untouched } from './messages.ts'
import { Pump } from './pump.ts'
import { Stream } from './stream.ts'

/** Subscribers that one query serves. */
const BATCH = 2_500

interface Position {
  epoch: number
  rev: number
}

interface Subscriber {
  personId: string
  /** Undefined until the first read has placed it. */
  position: Position | undefined
  greeted: boolean
  stream: Stream<TrackedEnvelope<InboxEvent>>
  line: Line | undefined
  /** How frames of this call begin, once tRPC has sent the first one. */
  head: string | undefined
}

/** The connection it is told over: frames can be written to its socket, past the stream. */
export interface Line {
  readonly socket: { send(frame: string): void }
  /** How far it has been told. */
  rev: number | null
}

/** Reads past every change: a newcomer's list comes by query, the stream only tells what is new. */
const END = Number.MAX_SAFE_INTEGER

/**
 * Everybody's live inbox. Signals only say whose inbox changed; what changed is read from each subscriber's own position,
 * so nothing is lost, doubled or out of order however signals arrive. One query serves all who are due.
 */
export class Inboxes {
  readonly #byPerson = new Map<string, Set<Subscriber>>()
  readonly #pump: Pump<Subscriber>
  readonly #messages: Messages
  readonly #db: Db
  delivered = 0

  constructor(db: Db, log: Log) {
    this.#db = db
    this.#messages = new Messages(db)
    this.#pump = new Pump(log, BATCH, (subscribers) => this.#read(subscribers))
  }

  /** Says hello, then all that was missed since `lastEventId`, then what happens, each event with its position. */
  follow(
    actor: Actor,
    lastEventId: string | null,
    signal: AbortSignal | undefined,
    line?: Line,
  ): Stream<TrackedEnvelope<InboxEvent>> {
    const subscriber: Subscriber = {
      personId: actor.id,
      position: parsePosition(lastEventId),
      greeted: false,
      stream: new Stream(signal, () => this.#leave(subscriber)),
      line,
      head: undefined,
    }
    if (subscriber.stream.ended) return subscriber.stream
    const others = this.#byPerson.get(actor.id)
    if (others) others.add(subscriber)
    else this.#byPerson.set(actor.id, new Set([subscriber]))
    this.#pump.add(subscriber)
    return subscriber.stream
  }

  /**
   * People were told of an event. To whom the new revision is the very next one, it goes out without asking the database
   * again; whoever is not there yet is read from his position.
   */
  told({ eventId, variant, people, message }: Extract<Signal, { kind: 'told' }>): void {
    const send = (): void => {
      for (const [personId, rev, unread] of people)
        for (const subscriber of this.#byPerson.get(personId) ?? []) {
          const { position, greeted } = subscriber
          if (greeted && position?.rev === rev - 1) {
            const fresh = { ...untouched, personId, eventId, rev, variant }
            this.#push(subscriber, position, [fresh], unread)
          } else if (!position || position.rev < rev) this.#pump.add(subscriber)
        }
    }
    if (!people.some(([personId]) => this.#byPerson.has(personId))) return
    if (message) this.#messages.hear(message)
    if (this.#messages.has(eventId, variant)) return send()
    this.#messages
      .load([{ eventId, variant }])
      .then(send, () => this.changed(people.map(([personId]) => personId)))
  }

  changed(people: string[]): void {
    for (const person of people)
      for (const subscriber of this.#byPerson.get(person) ?? []) this.#pump.add(subscriber)
  }

  /** Signals may have been missed: everybody is read again from his position. */
  resync(): void {
    for (const subscribers of this.#byPerson.values())
      for (const subscriber of subscribers) this.#pump.add(subscriber)
  }

  stop(): void {
    this.#pump.stop()
    for (const subscribers of this.#byPerson.values()) for (const { stream } of subscribers) stream.end()
  }

  #leave(subscriber: Subscriber): void {
    this.#pump.remove(subscriber)
    const subscribers = this.#byPerson.get(subscriber.personId)
    subscribers?.delete(subscriber)
    if (subscribers?.size === 0) this.#byPerson.delete(subscriber.personId)
  }

  async #read(subscribers: Subscriber[]): Promise<void> {
    const inboxes = await changesSince(this.#db, positionsOf(subscribers))
    await this.#messages.load(inboxes.flatMap((inbox) => inbox.changes))
    const byPerson = new Map(inboxes.map((inbox) => [inbox.personId, inbox]))
    for (const subscriber of subscribers) {
      const inbox = byPerson.get(subscriber.personId)
      if (inbox && !subscriber.stream.ended) this.#tell(subscriber, inbox)
    }
  }

  #tell(subscriber: Subscriber, inbox: InboxChanges): void {
    const { epoch, unread } = inbox
    const resumed = subscriber.position
    // Whoever is followed already may be ahead of this read, by signals that came while it was under way.
    const isAhead = !subscriber.greeted && resumed !== undefined && resumed.rev > inbox.rev
    const foreign = resumed !== undefined && (resumed.epoch !== epoch || isAhead)
    if (!resumed || foreign) subscriber.position = { epoch, rev: inbox.rev }
    const position = subscriber.position!
    if (subscriber.line) subscriber.line.rev = position.rev
    if (!subscriber.greeted || foreign) {
      subscriber.greeted = true
      const hello: InboxEvent = { kind: 'hello', unread, reset: foreign }
      const opening = new Opening(JSON.stringify(hello), (head) => (subscriber.head = head))
      subscriber.stream.push(tracked(format(position), opening as unknown as InboxEvent))
    }
    const news = inbox.changes.filter((change) => change.rev > position.rev)
    if (news.length > 0) this.#push(subscriber, position, news, unread)
    if (inbox.changes.length === CHANGES_PER_READ && position.rev < inbox.rev) this.#pump.add(subscriber)
  }

  #push(subscriber: Subscriber, position: Position, news: NotificationRow[], unread: number): void {
    position.rev = news.at(-1)!.rev
    this.delivered += news.length
    const items = news.map((row) => this.#messages.json(row)).filter((json) => json !== undefined)
    // Already JSON, and the same text for everybody: it goes into the frame as it is.
    const json = `{"kind":"changes","unread":${unread},"items":[${items.join(',')}]}`
    const { stream, line, head } = subscriber
    if (line) line.rev = position.rev
    // To thousands of sockets the turns through tRPC cost twice the sending; nothing may overtake what is under way there.
    if (line && head && stream.idle) line.socket.send(frameOf(head, format(position), json))
    else stream.push(tracked(format(position), new Ready(json) as unknown as InboxEvent))
  }
}

/** One position per person: the earliest, where windows of the same person are at different places. */
function positionsOf(subscribers: Subscriber[]): { personId: string; rev: number }[] {
  const earliest = new Map<string, number>()
  for (const { personId, position } of subscribers) {
    const rev = position?.rev ?? END
    earliest.set(personId, Math.min(rev, earliest.get(personId) ?? END))
  }
  return Array.from(earliest, ([personId, rev]) => ({ personId, rev }))
}

const format = ({ epoch, rev }: Position): string => `${epoch}.${rev}`

/** `epoch.rev`; what is no position counts as a foreign one, and its sender gets a fresh start. */
function parsePosition(text: string | null): Position | undefined {
  if (text === null) return undefined
  const match = /^(\d{1,10})\.(\d{1,15})$/.exec(text)
  return match ? { epoch: Number(match[1]), rev: Number(match[2]) } : { epoch: -1, rev: END }
}
