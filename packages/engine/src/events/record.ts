import { type Tx, enqueueAll } from '@belfry/db'
import { type EventRow, insertEvent } from '@belfry/db/queries/events'
import { ifEndpoints } from '@belfry/db/queries/webhooks'
import { type Actor, type Origin, clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import type { Facts } from '@belfry/shared/notices'
import { markTrail } from './trail.ts'

/** What an event keeps beside who and when. `before` and `after` hold what changed. */
export interface EventData {
  title?: string
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  reason?: string
  note?: string
  /** Of an action that takes several people. */
  approvals?: { have: number; needed: number }
  /** Which of the messages that its rules name are due, by their places; all of them where left out. */
  tells?: number[]
  /** People whom this event alone concerns, by their part in it: `mentioned`, `given`, `added`. */
  people?: Record<string, { id: string; name: string }[]>
  /** What it was done to, where that is not the case. */
  target?: { kind: string; id: string; title?: string }
  /** What the words of its notice are filled in with; see shared/notices. */
  facts?: Facts
}

/** The state or stage that an event brought a case to, where it says so. */
export const after = (data: EventData, key: 'state' | 'stage'): string | undefined => {
  const value = data.after?.[key]
  return typeof value === 'string' ? value : undefined
}

export interface Happening {
  /** Of the event, where somebody has to know it before. */
  id?: string
  type: string
  caseId?: string
  /** When, where the change itself says so too; now otherwise. */
  at?: Date
  data: EventData
}

/** Who acts where nobody does. */
export const belfry = { kind: 'system', id: null, name: 'Belfry' } as const

/**
 * Writes down what happened, and puts what follows from it on the job queue: the audit entry always, the news to those
 * concerned where `tell` says that there are any, and to other systems where there are such. All in the transaction of the
 * change itself. What a bulk run causes it follows up itself, for all its events at once (bulk/work.ts).
 */
export async function record(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'name' | 'keyId' | 'origin' | 'run'> & { id: string | null },
  happening: Happening,
  { tell = false }: { tell?: boolean } = {},
): Promise<EventRow> {
  const origin: Origin | undefined = actor.origin
  const event: EventRow = {
    id: happening.id ?? newId(),
    at: happening.at ?? clock.now(),
    type: happening.type,
    actor_id: actor.id,
    actor_kind: actor.kind,
    actor_name: actor.name,
    actor_key_id: actor.keyId ?? null,
    case_id: happening.caseId ?? null,
    data: { ...happening.data },
    request_id: origin?.requestId ?? null,
    ip: origin?.ip ?? null,
    user_agent: origin?.userAgent?.slice(0, 300) ?? null,
    run_id: actor.run?.id ?? null,
  }
  if (actor.run) {
    actor.run.events.push({ id: event.id, tells: tell })
    await insertEvent(tx, event)
    return event
  }
  const follows = [...(tell ? [jobs.fanOut] : []), jobs.writeAudit, jobs.tellEndpoints]
  await Promise.all([insertEvent(tx, event), enqueueAll(tx, follows, { eventId: event.id }, ifEndpoints)])
  markTrail()
  return event
}
