import { type Db, type Tx } from '@belfry/db'
import { cancelDropped } from '@belfry/db/queries/announcements'
import type { Ways } from '@belfry/db/queries/fan-out'
import { findActor } from '@belfry/db/queries/people'
import {
  type EventToTell,
  dropThrottled,
  findEventToTell,
  insertThrottled,
  listThrottled,
  releaseThrottled,
} from '@belfry/db/queries/throttle'
import { type Actor, clock, hasRole, idBefore, madeAt } from '@belfry/shared'
import { FALLBACK_MINUTES } from '@belfry/shared/delivery'
import { type Flags, channelsOff, flagsFrom } from '@belfry/shared/flags'
import type { ThrottledSender } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { belfry, record } from '../events/record.ts'

/** Events that one sender may have told in a minute; null is no limit. Belfry itself has none. */
export interface SendingLimits {
  person: number | null
  /** Administrators, and programs with a key. */
  program: number | null
}

/** What operators set of telling. */
export interface TellingSettings {
  limits: SendingLimits
  /** What is on as long as no administrator says otherwise. */
  flags?: Flags
  /** How long important messages may go unseen in the app before they are mailed; 0 is for ever. */
  fallbackMinutes?: number
}

export const defaultLimits: SendingLimits = { person: 300, program: 1_200 }

const MINUTE_MS = 60_000

/** The event that a fan-out is about, and the ways that are open. */
export async function readEventToTell(
  db: Db,
  id: string,
  { limits, flags, fallbackMinutes = FALLBACK_MINUTES }: TellingSettings,
): Promise<{ event: EventToTell; ways: Ways } | undefined> {
  const since = idBefore(madeAt(id) - MINUTE_MS)
  const event = await findEventToTell(db, id, {
    since,
    counted: Math.max(limits.person ?? 0, limits.program ?? 0),
  })
  return event && { event, ways: { off: channelsOff(flagsFrom(event.flags, flags)), fallbackMinutes } }
}

/**
 * Whether an event has to wait, because its sender told more in the last minute than he may; it is then on the list, and
 * administrators hear of it once for each sender. What was let go before does not wait again.
 */
export async function throttle(db: Db, event: EventToTell, { limits }: TellingSettings): Promise<boolean> {
  if (event.throttled) return event.throttled !== 'released'
  const limit = event.pace > 0 ? await limitFor(db, event, limits) : null
  if (limit === null || event.pace < limit) return false
  const sender = event.actor_key_id ?? event.actor_id!
  await db.transaction().execute(async (tx) => {
    const waits = {
      eventId: event.id,
      sender,
      senderName: event.actor_name,
      perMinute: limit,
      at: clock.now(),
    }
    const { isFirst } = await insertThrottled(tx, waits)
    if (!isFirst) return
    const target = { kind: 'person', id: event.actor_id!, title: event.actor_name }
    await record(
      tx,
      belfry,
      { type: 'sending.throttled', data: { target, facts: { sender: event.actor_name, limit } } },
      { tell: true },
    )
  })
  return true
}

/** Which limit holds is asked only of whoever has reached the lowest. */
async function limitFor(db: Db, event: EventToTell, limits: SendingLimits): Promise<number | null> {
  if (!event.actor_id || limits.person === null || event.pace < limits.person) return null
  if (event.actor_key_id) return limits.program
  const actor = await findActor(db, event.actor_id)
  return actor && hasRole(actor, 'admin') ? limits.program : limits.person
}

/** Lets events go that had to wait, each sender's at the rate he may send at. Returns how many. */
export const releaseInTurn = (db: Db): Promise<number> =>
  db.transaction().execute((tx) => releaseThrottled(tx, { at: clock.now(), by: null }))

/** Whose events wait. */
export async function listThrottledSenders(db: Db, actor: Actor): Promise<ThrottledSender[]> {
  demand(actor, 'system.read')
  return (await listThrottled(db)).map(({ since, ...row }) => ({ ...row, since: since.toISOString() }))
}

/** Lets all go that waits of a sender, or tells nobody of it. Returns how many events it was about. */
export async function settleThrottled(
  tx: Tx,
  actor: Actor,
  { sender, as, reason }: { sender: string; as: 'released' | 'dropped'; reason: string },
): Promise<{ events: number }> {
  demand(actor, 'sending.settle')
  const how = { sender, at: clock.now(), by: actor.id }
  const events = as === 'released' ? await releaseThrottled(tx, how) : await dropThrottled(tx, how)
  if (as === 'dropped') await cancelDropped(tx, how)
  if (events > 0)
    await record(tx, actor, {
      type: `sending.${as}`,
      data: { target: { kind: 'sender', id: sender }, reason, after: { events } },
    })
  return { events }
}
