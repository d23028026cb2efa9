import type { Db } from '@belfry/db'
import { findSending } from '@belfry/db/queries/announcements'
import { type CaseRow, findCaseOfEvent } from '@belfry/db/queries/cases'
import { type EventRow, findEvent } from '@belfry/db/queries/events'
import { listDigests } from '@belfry/db/queries/preferences'
import { type ToldMessage, findTold, listDeliveriesOf } from '@belfry/db/queries/why'
import { type Actor, clock, locales, may, notFound } from '@belfry/shared'
import { type Routing, channels, isDigest, unpackRouting } from '@belfry/shared/delivery'
import { type Priority, maySee } from '@belfry/shared/machine'
import { findNotice } from '@belfry/shared/notices'
import type { HistoryEntry, Why, WhyChannel } from '@belfry/shared/wire'
import { words } from '@belfry/shared/words'
import { say } from '@belfry/shared/words/format'
import { getWorkflow } from '@belfry/shared/workflows'
import { SENT } from '../announcements/go-out.ts'
import { readHistory, sentenceOf } from '../cases/history.ts'
import { factsOf } from '../cases/view.ts'
import { sentenceOfNotice, yourPlace, yourPlaceInNotice, yourPlaceInSending } from './rule-words.ts'
import { rulesOf } from './rules.ts'

/** Why the actor has this message: what happened, the rule that names him, and what became of it in each channel. */
export async function why(db: Db, actor: Actor, eventId: string): Promise<Why> {
  const [told, event, item] = await Promise.all([
    findTold(db, actor.id, eventId),
    findEvent(db, eventId),
    findCaseOfEvent(db, eventId, clock.now()),
  ])
  if (!told || !event) throw notFound()
  const [entry, rule, ways] = await Promise.all([
    item ? entryOf(db, item, event, actor) : undefined,
    ruleFor(db, event, item, told, actor),
    channelsOf(db, actor.id, eventId, told),
  ])
  return {
    event: viewEvent(event),
    what: whatHappened(event, item, actor),
    actor: event.actor_id
      ? { id: event.actor_id, name: event.actor_name, kind: event.actor_kind as Actor['kind'] }
      : null,
    reason: entry?.reason ?? null,
    note: entry?.note ?? null,
    rule,
    priority: told.priority as Priority,
    channels: ways,
    auditId: may(actor, 'audit.read') ? event.id : null,
  }
}

export const viewEvent = (event: EventRow): Why['event'] => ({
  id: event.id,
  type: event.type,
  at: event.at.toISOString(),
  caseId: event.case_id,
})

export function whatHappened(
  event: EventRow,
  item: CaseRow | undefined,
  { locale }: Pick<Actor, 'locale'>,
): string {
  if (item) return sentenceOf(getWorkflow(item.workflow), event, locale)
  const notice = findNotice(event.type)
  if (notice) return sentenceOfNotice(notice, event, locale)
  return event.type === SENT
    ? say(locale, words[locale].why.announced, { actor: event.actor_name })
    : event.type
}

/** The decision as the case's history shows it to this reader; nothing where he has lost sight of the case. */
async function entryOf(
  db: Db,
  item: CaseRow,
  event: EventRow,
  actor: Actor,
): Promise<HistoryEntry | undefined> {
  if (!maySee(getWorkflow(item.workflow), actor, factsOf(item))) return undefined
  return (await readHistory(db, item, actor)).find(({ id }) => id === event.id)
}

async function ruleFor(
  db: Db,
  event: EventRow,
  item: CaseRow | undefined,
  told: ToldMessage,
  actor: Actor,
): Promise<string[]> {
  const rank = rankOf(told.variant)
  if (event.type === SENT) {
    const sending = await findSending(db, event.id)
    return sending ? yourPlaceInSending(sending, actor) : []
  }
  if (item) {
    const { tells, concerned } = rulesOf(event, item)
    const tell = tells[rank]
    return tell ? yourPlace(getWorkflow(item.workflow), tell, actor, concerned) : []
  }
  const tell = findNotice(event.type)?.tell[rank]
  return tell ? yourPlaceInNotice(tell, actor) : []
}

/** The place of the rule that a text belongs to: each has one for every language. Below zero are those that change. */
export const rankOf = (variant: number): number =>
  Math.floor((variant < 0 ? -1 - variant : variant) / locales.length)

/** What was decided for each channel, and what became of it. */
export async function channelsOf(
  db: Db,
  personId: string,
  eventId: string,
  told: ToldMessage,
): Promise<WhyChannel[]> {
  const [traces, digests] = await Promise.all([
    listDeliveriesOf(db, personId, eventId),
    listDigests(db, personId),
  ])
  const routing = told.routing === 0 ? before(traces) : unpackRouting(told.routing)
  return channels.map((channel) => {
    const outcome = routing[channel]
    const trace = traces.find((one) => one.channel === channel)
    const digest = trace?.state === 'held' && isDigest(outcome) ? (digests[outcome] ?? null) : null
    return {
      channel,
      outcome,
      delivery: trace
        ? {
            id: trace.id,
            state: trace.state,
            dueAt: (trace.dueAt ?? digest)?.toISOString() ?? null,
            sentAt: trace.sentAt?.toISOString() ?? null,
            error: trace.error,
            attempts: trace.attempts.map((attempt) => ({
              ...attempt,
              at: new Date(attempt.at).toISOString(),
            })),
          }
        : null,
    }
  })
}

/** Of messages that are older than the decisions: they were shown, and mailed where there is a delivery. */
const before = (traces: { channel: string }[]): Routing => ({
  app: 'now',
  mail: traces.some(({ channel }) => channel === 'mail') ? 'now' : 'not_meant',
  push: 'not_meant',
  webhook: 'not_meant',
})
