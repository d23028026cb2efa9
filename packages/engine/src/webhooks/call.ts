import { type Tx, enqueue } from '@belfry/db'
import { type CaseRow, listCasesById } from '@belfry/db/queries/cases'
import { type EventRow, listEvents } from '@belfry/db/queries/events'
import type { MessageRow } from '@belfry/db/queries/inbox'
import {
  type BegunDelivery,
  type SettledDelivery,
  beginDue,
  listToldMessages,
  settleDeliveries,
} from '@belfry/db/queries/webhook-deliveries'
import { type EndpointRow, changeEndpoint, lockEndpoint } from '@belfry/db/queries/webhooks'
import { clock } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { belfry, record } from '../events/record.ts'
import { pauseAfter } from './schedule.ts'

/*
 * One job at a time calls an endpoint: it holds it for half a minute ahead, so however slow one is, it takes one of the
 * workers' places and no more.
 *
 *   queued ─▶ sending ─▶ sent
 *               │ ▲
 *               ▼ │ after a pause (schedule.ts)
 *             waiting ─▶ failed   no attempt is left
 *
 * A process that dies leaves `sending`, which is due still: whoever holds the endpoint next sends it again, under the same
 * `webhook-id`.
 */

const HELD_MS = 30_000 // a round takes ten seconds at most
const AT_ONCE = 8
/** An endpoint that failed so often in a row rests, and then gets one delivery to show that it is back. */
const MANY_FAILURES = 10
const REST_MS = 300_000
const FAILING_MS = 3 * 86_400_000
/** Shorter pauses do not wait for the minute's job. */
const SHORT_MS = 30_000

/** What is sent to an endpoint now. */
export interface Outgoing {
  /** The delivery. */
  id: string
  attempt: number
  tries: number
  endpoint: EndpointRow
  /** Events stay, but a database may have been put together from parts. */
  event: EventRow | undefined
  item: CaseRow | undefined
  /** What the person was told, whose own endpoint it is. */
  message: MessageRow | undefined
}

export interface CallOutcome {
  sent: Pick<Outgoing, 'id' | 'attempt' | 'tries'>
  ok: boolean
  /** It said that it is gone for good. */
  gone: boolean
  status: number | null
  response: string | null
  error: string | null
  /** For how long it asks not to be called. */
  retryAfterS: number | null
}

export interface Round {
  endpointId: string
  /** The job that calls. */
  holder: string
  /** What came of its last round. */
  outcomes: CallOutcome[]
  /** It does not go on: whatever is left is for another job. */
  last?: boolean
}

/**
 * Notes what came of the round before and begins the next one. Nothing comes back where nothing is left to do, or another
 * job does it; then the endpoint is let go.
 */
export async function nextRound(tx: Tx, round: Round): Promise<Outgoing[]> {
  const now = clock.now()
  const endpoint = await lockEndpoint(tx, round.endpointId)
  if (!endpoint) return []
  const isOthers =
    endpoint.holder !== round.holder && endpoint.held_until !== null && endpoint.held_until > now
  if (isOthers && round.outcomes.length === 0) return []

  const after = round.outcomes.length > 0 ? await settle(tx, endpoint, round.outcomes, now) : endpoint
  if (isOthers) return []
  const rests = after.rest_until !== null && after.rest_until > now
  const isTired = after.failures >= MANY_FAILURES
  const goesOn = after.state === 'active' && !rests && !round.last
  const begun = goesOn ? await beginDue(tx, endpoint.id, now, isTired ? 1 : AT_ONCE) : []
  await changeEndpoint(
    tx,
    endpoint.id,
    begun.length > 0
      ? { holder: round.holder, held_until: new Date(now.getTime() + HELD_MS) }
      : { holder: null, held_until: null },
  )
  if (round.last) await enqueue(tx, jobs.sendWebhooks, { endpointId: endpoint.id })
  return withEvents(tx, after, begun, now)
}

async function withEvents(
  tx: Tx,
  endpoint: EndpointRow,
  begun: BegunDelivery[],
  now: Date,
): Promise<Outgoing[]> {
  if (begun.length === 0) return []
  const ids = begun.map(({ eventId }) => eventId)
  const events = new Map((await listEvents(tx, ids)).map((event) => [event.id, event]))
  const caseIds = [...events.values()].flatMap(({ case_id }) => case_id ?? [])
  const cases = new Map((await listCasesById(tx, caseIds, now)).map((item) => [item.id, item]))
  const told = endpoint.person_id ? await listToldMessages(tx, endpoint.person_id, ids) : []
  const messages = new Map(told.map((message) => [message.event_id, message]))
  return begun.map(({ id, eventId, attempt, tries }) => {
    const event = events.get(eventId)
    const item = cases.get(event?.case_id ?? '')
    return { id, attempt, tries, endpoint, event, item, message: messages.get(eventId) }
  })
}

async function settle(
  tx: Tx,
  endpoint: EndpointRow,
  outcomes: CallOutcome[],
  now: Date,
): Promise<EndpointRow> {
  const settled = outcomes.map((outcome): SettledDelivery => {
    const { ok, gone, sent, status, response, error } = outcome
    const pause = ok ? null : pauseAfter(sent.tries, outcome.retryAfterS)
    // What a gone endpoint did not take waits until somebody enables it again.
    const dueAt = pause !== null ? new Date(now.getTime() + pause) : gone ? now : null
    const state = ok ? 'sent' : dueAt ? 'waiting' : 'failed'
    return { id: sent.id, attempt: sent.attempt, state, status, response, error, dueAt }
  })
  await settleDeliveries(tx, settled, now)
  const soon = settled.find(({ dueAt }) => dueAt && dueAt.getTime() - now.getTime() <= SHORT_MS)
  if (soon?.dueAt)
    await enqueue(
      tx,
      jobs.sendWebhooks,
      { endpointId: endpoint.id },
      { delayMs: soon.dueAt.getTime() - now.getTime() },
    )
  const change = healthAfter(endpoint, outcomes, now)
  await changeEndpoint(tx, endpoint.id, change)
  if (change.state === 'disabled' && endpoint.state === 'active')
    await recordDisabled(tx, endpoint, change.why)
  return { ...endpoint, ...change }
}

/** How an endpoint is, after a round. */
function healthAfter(endpoint: EndpointRow, outcomes: CallOutcome[], now: Date): Partial<EndpointRow> {
  if (outcomes.some(({ gone }) => gone))
    return endpoint.state === 'active' ? { state: 'disabled', why: 'gone' } : {}
  if (outcomes.some(({ ok }) => ok)) return { failures: 0, failing_since: null, rest_until: null }
  const failures = endpoint.failures + outcomes.length
  const failing_since = endpoint.failing_since ?? now
  const rest_until = failures >= MANY_FAILURES ? new Date(now.getTime() + REST_MS) : null
  const health = { failures, failing_since, rest_until }
  const isHopeless = now.getTime() - failing_since.getTime() >= FAILING_MS
  return isHopeless && endpoint.state === 'active' ? { ...health, state: 'disabled', why: 'failing' } : health
}

/** Of one's own hears whoever it belongs to, of the others administrators. */
const recordDisabled = (tx: Tx, { id, name, person_id }: EndpointRow, why: EndpointRow['why'] | undefined) =>
  record(
    tx,
    belfry,
    {
      type: person_id ? 'webhook.own_disabled' : 'webhook.disabled',
      data: {
        target: person_id ? { kind: 'person', id: person_id } : { kind: 'webhook', id, title: name },
        before: { state: 'active' },
        after: { state: 'disabled', why },
        facts: { endpoint: name, why: why ?? null },
      },
    },
    { tell: true },
  )
