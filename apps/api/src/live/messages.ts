import type { Db, SaidMessage } from '@belfry/db'
import { type MessageRow, type NotificationRow, listMessages } from '@belfry/db/queries/inbox'
import { viewNotification } from '@belfry/engine/notify'

/** What is just told. */
export const untouched = { state: 0, readAt: null, snoozedUntil: null, pinned: false } as const

/** Messages kept in memory; one is shared by everybody whom its event was told. */
const KEPT = 5_000

/** The texts of notifications, read once and serialised once, however many people get them. */
export class Messages {
  readonly #db: Db
  /** In order of arrival; by event and variant. */
  readonly #kept = new Map<string, { row: MessageRow; fresh: string }>()

  constructor(db: Db) {
    this.#db = db
  }

  has(eventId: string, variant: number): boolean {
    return !isCounting(variant) && this.#kept.has(keyOf(eventId, variant))
  }

  /** Makes sure that the texts of these notifications are here. */
  async load(changes: Key[]): Promise<void> {
    const missing = new Map<string, Key>()
    for (const change of changes) {
      const key = keyOf(change.eventId, change.variant)
      if (isCounting(change.variant) || !this.#kept.has(key)) missing.set(key, change)
    }
    if (missing.size === 0) return
    for (const row of await listMessages(this.#db, [...missing.values()])) this.#keep(row)
    this.#forget(KEPT + missing.size)
  }

  /** Takes a message that came with its signal. */
  hear(message: SaidMessage): void {
    this.#keep({ ...message, created_at: new Date(message.created_at) })
    this.#forget(KEPT)
  }

  #keep(row: MessageRow): void {
    const fresh = JSON.stringify(viewNotification(row, untouched))
    this.#kept.set(keyOf(row.event_id, row.variant), { row, fresh })
  }

  #forget(size: number): void {
    for (const key of this.#kept.keys()) {
      if (this.#kept.size <= size) break
      this.#kept.delete(key)
    }
  }

  /** One notification as JSON. A new one is the same text for all; undefined when its message is gone. */
  json(change: NotificationRow): string | undefined {
    const kept = this.#kept.get(keyOf(change.eventId, change.variant))
    if (!kept) return undefined
    const isFresh = change.state === 0 && !change.pinned && change.snoozedUntil === null
    return isFresh ? kept.fresh : JSON.stringify(viewNotification(kept.row, change))
  }
}

interface Key {
  eventId: string
  variant: number
}

/** Texts with a number below zero count something, and are another each time they are read. */
const isCounting = (variant: number): boolean => variant < 0

const keyOf = (eventId: string, variant: number): string => `${eventId}.${variant}`
