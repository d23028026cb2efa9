import type { Db, Tx } from '@belfry/db'
import {
  type HeardDelivery,
  findHeardOf,
  insertDeliveryEvents,
  lockHeardOf,
  moveHeardOf,
} from '@belfry/db/queries/feedback'
import { type Suppressed, listOurAddresses } from '@belfry/db/queries/suppressions'
import { clock, newId } from '@belfry/shared'
import {
  type Feedback,
  type FeedbackKind,
  afterFeedback,
  plainAddress,
  suppressionFor,
} from '@belfry/shared/mail'
import { suppressAll } from './suppressions.ts'

/** Whom news of mails comes from; the name stands before the ids of its news. */
export type FeedbackSource = 'ses' | 'sendgrid' | 'generic' | 'bounce'

/** News that one transaction takes. */
const AT_ONCE = 500
const DETAIL = 2_000

/**
 * Takes what somebody trusted says of mails, in whatever order and however often he says it: a mail only moves on (see
 * shared/mail/states.ts). Addresses that do not exist, and of people who complain, get no mail from then on. Returns how many
 * were news of our mails. Safe to run twice.
 */
export async function takeFeedback(
  db: Db,
  source: FeedbackSource,
  news: readonly Feedback[],
): Promise<number> {
  let taken = 0
  for (let from = 0; from < news.length; from += AT_ONCE) {
    const batch = oncePerId(news.slice(from, from + AT_ONCE))
    taken += await db.transaction().execute((tx) => takeBatch(tx, source, batch))
  }
  return taken
}

const oncePerId = (news: Feedback[]): Feedback[] => [...new Map(news.map((one) => [one.id, one])).values()]

async function takeBatch(tx: Tx, source: FeedbackSource, news: Feedback[]): Promise<number> {
  const found = await findHeardOf(tx, news)
  const held = await lockHeardOf(tx, [...new Set(found.map(({ deliveryId }) => deliveryId))])
  const mails = new Map(held.map((mail) => [mail.id, mail]))
  // What happened first comes first, so that the state's error is that of the last.
  const known = found
    .flatMap(({ place, deliveryId }) => {
      const mail = mails.get(deliveryId)
      return mail ? [{ feedback: news[place]!, mail }] : []
    })
    .sort((a, b) => a.feedback.at.getTime() - b.feedback.at.getTime())
  const fresh = await keepNew(tx, source, known)
  await move(tx, fresh)
  await suppressFrom(tx, fresh, await aboutOthers(tx, news, known))
  return fresh.length
}

interface Known {
  feedback: Feedback
  mail: HeardDelivery
}

/** Only what was not known; an unsubscription is no event of its mail, and is new wherever it changes something. */
async function keepNew(tx: Tx, source: FeedbackSource, known: Known[]): Promise<Known[]> {
  const now = clock.now()
  const kept = await insertDeliveryEvents(
    tx,
    known
      .filter(({ feedback }) => feedback.kind !== 'unsubscribed')
      .map(({ feedback: { id, kind, hard, at, detail }, mail }) => ({
        id: newId(),
        delivery_id: mail.id,
        kind,
        hard: kind === 'bounced' ? hard : null,
        provider: source,
        provider_event_id: id.slice(0, 500),
        at: at > now ? now : at,
        received_at: now,
        detail: detail?.slice(0, DETAIL) ?? null,
      })),
  )
  return known.filter(
    ({ feedback }) => feedback.kind === 'unsubscribed' || kept.has(feedback.id.slice(0, 500)),
  )
}

async function move(tx: Tx, fresh: Known[]): Promise<void> {
  const moves = new Map<string, { id: string; state: HeardDelivery['state']; error: string | null }>()
  for (const { feedback, mail } of fresh) {
    if (feedback.kind === 'unsubscribed') continue
    const before = moves.get(mail.id)?.state ?? mail.state
    const state = afterFeedback(before, feedback.kind)
    const isTrouble = state === 'bounced' || state === 'deferred' || state === 'complained'
    if (state !== before)
      moves.set(mail.id, {
        id: mail.id,
        state,
        error: isTrouble ? (feedback.detail?.slice(0, DETAIL) ?? null) : null,
      })
  }
  await moveHeardOf(tx, [...moves.values()], clock.now())
}

/** News of mails that we have no more, or never had: it counts for addresses of our people. */
async function aboutOthers(tx: Tx, news: Feedback[], known: Known[]): Promise<Suppressed[]> {
  const ours = new Set(known.map(({ feedback }) => feedback))
  const others = news.flatMap((feedback) => {
    const reason = suppressionFor(feedback)
    return reason && feedback.address && !ours.has(feedback)
      ? [{ address: plainAddress(feedback.address), reason, deliveryId: null }]
      : []
  })
  const addresses = await listOurAddresses(tx, [...new Set(others.map(({ address }) => address))])
  return others.filter(({ address }) => addresses.has(address))
}

async function suppressFrom(tx: Tx, fresh: Known[], others: Suppressed[]): Promise<void> {
  const own = fresh.flatMap(({ feedback, mail }) => {
    const reason = suppressionFor(feedback)
    return reason ? [{ address: mail.address, reason, deliveryId: mail.id }] : []
  })
  const due = new Map<string, Suppressed>()
  for (const one of [...own, ...others])
    if (one.reason === 'complaint' || !due.has(one.address)) due.set(one.address, one)
  await suppressAll(tx, [...due.values()], clock.now())
}

export type { Feedback, FeedbackKind }
