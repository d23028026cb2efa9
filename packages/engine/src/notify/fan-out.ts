import type { Db } from '@belfry/db'
import { type SendingRow, findSending, finishSending } from '@belfry/db/queries/announcements'
import { peopleOf, peopleOfBoth } from '@belfry/db/queries/audiences'
import { type CaseRow, findCaseOfEvent } from '@belfry/db/queries/cases'
import type { EventRow } from '@belfry/db/queries/events'
import {
  type Audience,
  type Member,
  type ToldEvent,
  type Ways,
  fanOutBatch,
  listMembers,
} from '@belfry/db/queries/fan-out'
import { clock } from '@belfry/shared'
import { mailOf } from '@belfry/shared/delivery'
import { findNotice } from '@belfry/shared/notices'
import { SENT } from '../announcements/go-out.ts'
import { audiencesOfSending, caseOfSending } from './announcements.ts'
import { renderMessages } from './message.ts'
import { audiencesOfNotice, leftOut } from './notices.ts'
import { rulesOf } from './rules.ts'
import { type TellingSettings, defaultLimits, readEventToTell, throttle } from './throttle.ts'
import { noteLate } from './totals.ts'

/** People told in one transaction: long enough to be cheap, short enough to hold their inboxes for moments only. */
const BATCH = 1_000

/**
 * Tells everyone whom an event concerns. Safe to run twice, and safe to stop anywhere: every batch commits on its own,
 * and people who have the event already are passed over.
 */
export async function fanOut(
  db: Db,
  eventId: string,
  settings: TellingSettings = { limits: defaultLimits },
): Promise<void> {
  const [found, item] = await Promise.all([
    readEventToTell(db, eventId, settings),
    findCaseOfEvent(db, eventId, clock.now()),
  ])
  if (!found) return
  const { event, ways } = found
  if (event.type === SENT) {
    const sending = await findSending(db, event.id)
    if (!sending) return
    const waits = sending.content.priority !== 'critical' && (await throttle(db, event, settings))
    if (waits) return
    await tellSending(db, event, sending, ways)
    return noteLate(db, event)
  }
  const notice = item ? undefined : findNotice(event.type)
  const audiences = item ? audiencesOf(event, item) : notice ? audiencesOfNotice(event, notice) : []
  if (audiences.length === 0) return
  // What is critical never waits.
  const isCritical = audiences.some(({ texts }) => texts[0]?.priority === 'critical')
  if (!isCritical && (await throttle(db, event, settings))) return
  const actor = { id: event.actor_id, name: event.actor_name }
  const told = { id: event.id, at: event.at, caseId: event.case_id, actor }

  await tellAll(db, told, audiences, ways)
  await noteLate(db, event)
}

/** Who is in a large audience is worked out now and then, not for each batch. */
const AHEAD = 100 * BATCH

/** Returns how many people it was about. */
async function tellAll(db: Db, told: ToldEvent, audiences: Audience[], ways: Ways): Promise<number> {
  let members: Member[]
  let after: string | null = null
  let total = 0
  do {
    members = await listMembers(db, audiences, after, AHEAD)
    for (let from = 0; from < members.length; from += BATCH)
      await fanOutBatch(db, told, audiences, members.slice(from, from + BATCH), clock.now(), ways)
    total += members.length
    after = members.at(-1)?.personId ?? null
  } while (members.length === AHEAD)
  return total
}

async function tellSending(db: Db, event: EventRow, sending: SendingRow, ways: Ways): Promise<void> {
  const actor = { id: event.actor_id, name: event.actor_name }
  const told = { id: event.id, at: event.at, caseId: caseOfSending(sending), actor }
  // It waited for so long that it is over.
  const isOver = sending.content.expiresAt !== null && new Date(sending.content.expiresAt) <= clock.now()
  const total = isOver ? 0 : await tellAll(db, told, audiencesOfSending(sending), ways)
  await db.transaction().execute((tx) => finishSending(tx, event.id, total, clock.now()))
}

/** Whom the rules for an event of a case pick, and what they say to them. */
export function audiencesOf(event: EventRow, item: CaseRow): Audience[] {
  const { tells, concerned, sight, facts } = rulesOf(event, item)
  return tells.map((tell, rank) => ({
    people: sight ? peopleOfBoth(tell.who, concerned, sight, facts) : peopleOf(tell.who, concerned),
    texts: renderMessages(event, item, tell, rank),
    mail: mailOf(tell),
    leaveOut: leftOut(event, tell.actorToo),
  }))
}
