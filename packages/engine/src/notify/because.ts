import type { Db } from '@belfry/db'
import { type SendingRow, findSending } from '@belfry/db/queries/announcements'
import { type CaseRow, findCaseOfEvent } from '@belfry/db/queries/cases'
import { type EventRow, findEvent } from '@belfry/db/queries/events'
import { findActor } from '@belfry/db/queries/people'
import { type Actor, type Locale, clock } from '@belfry/shared'
import { findNotice } from '@belfry/shared/notices'
import { getWorkflow } from '@belfry/shared/workflows'
import { SENT } from '../announcements/go-out.ts'
import { youAre, yourPlace, yourPlaceInNotice, yourPlaceInSending } from './rule-words.ts'
import { rulesOf } from './rules.ts'
import { rankOf } from './why.ts'

export interface Told {
  eventId: string
  variant: number
  person: { id: string; name: string; locale: Locale }
}

/** Sentences that say why somebody gets a message; none where that cannot be said any more. */
export type Because = (told: Told) => Promise<string[]>

/** Events whose rules are kept: mails of one event go out together, and the event is the same for all of them. */
const KEPT = 200
/** A case goes on meanwhile, and who has which part in it. */
const KEPT_MS = 30_000

interface Background {
  event: EventRow | undefined
  item: CaseRow | undefined
  sending: SendingRow | undefined
  at: number
}

/** Looks the rules of an event up once for all its mails; the reader himself only where several rules could name him. */
export function createBecause(db: Db): Because {
  const kept = new Map<string, Promise<Background>>()

  async function read(eventId: string): Promise<Background> {
    const now = clock.now()
    const [event, item] = await Promise.all([findEvent(db, eventId), findCaseOfEvent(db, eventId, now)])
    const sending = event?.type === SENT ? await findSending(db, eventId) : undefined
    return { event, item, sending, at: now.getTime() }
  }

  async function backgroundOf(eventId: string): Promise<Background> {
    const known = await kept.get(eventId)
    if (known && clock.now().getTime() - known.at < KEPT_MS) return known
    if (kept.size >= KEPT) kept.clear()
    const reading = read(eventId)
    kept.set(eventId, reading)
    reading.catch(() => kept.delete(eventId))
    return reading
  }

  return async ({ eventId, variant, person }) => {
    const { event, item, sending } = await backgroundOf(eventId)
    if (!event) return []
    const reader: Actor = { kind: 'person', ...person, grants: [] }
    if (sending) return yourPlaceInSending(sending, reader)
    const rank = rankOf(variant)
    if (!item) {
      const tell = findNotice(event.type)?.tell[rank]
      return tell ? yourPlaceInNotice(tell, reader) : []
    }
    const { tells, concerned } = rulesOf(event, item)
    const tell = tells[rank]
    const [who, ...more] = tell?.who ?? []
    if (!tell || !who) return []
    const workflow = getWorkflow(item.workflow)
    if (more.length === 0 && who.kind !== 'personIn') return [youAre(workflow, who, reader, concerned)]
    const whole = await findActor(db, person.id)
    return whole ? yourPlace(workflow, tell, whole, concerned) : []
  }
}
