/**
 * What becomes of one mail (requirement E3). To the left what Belfry does, to the right what its provider says afterwards.
 *
 *   held, paused ──▶ queued ──▶ sending ──▶ sent ────────▶ deferred ──▶ delivered ──▶ bounced ──▶ complained
 *                      ▲  │      │ │ │ │      ▲
 *                      │  │      │ │ │ │      └────── retried by hand, or something is heard of it after all ─┐
 *                      │  │      │ │ │ └── nobody knows whether it was taken ──▶ unclear ─────────────────────┘
 *                      │  │      │ │ └──── the address does not exist ──▶ bounced, and the address is suppressed
 *                      │  │      │ └────── everybody refused it for good, or too often ──▶ failed
 *                      │  │      └──────── everybody refused it for now: after a pause ─▶ queued
 *                      │  ├──▶ suppressed  the address gets no mail
 *                      │  └──▶ withdrawn   read in the app before
 *                      └────── retried by hand: failed, suppressed, bounced, unclear
 *
 * `unclear` is never tried again by itself, unless the provider takes the same mail twice for one. What is heard afterwards
 * comes in any order and more than once, so it only ever leads to the right.
 */
export const deliveryStates = [
  'held',
  'paused',
  'queued',
  'sending',
  'sent',
  'deferred',
  'delivered',
  'bounced',
  'complained',
  'failed',
  'suppressed',
  'withdrawn',
  'unclear',
] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** What a provider says of a mail after it has taken it. */
export const feedbackKinds = ['deferred', 'delivered', 'bounced', 'complained', 'opened', 'clicked'] as const
export type FeedbackKind = (typeof feedbackKinds)[number]

/** From left to right. A provider may be quicker with its news than with its answer, so `sending` is among them. */
const heardOf: readonly DeliveryState[] = [
  'sending',
  'unclear',
  'sent',
  'deferred',
  'delivered',
  'bounced',
  'complained',
]

/** The state that follows; the same one where the news changes nothing. Who opens a mail has got it. */
export function afterFeedback(state: DeliveryState, kind: FeedbackKind): DeliveryState {
  const next = kind === 'opened' || kind === 'clicked' ? 'delivered' : kind
  const place = heardOf.indexOf(state)
  return place >= 0 && heardOf.indexOf(next) > place ? next : state
}

/** From which an administrator may have it tried again. */
export const retryable: readonly DeliveryState[] = ['failed', 'suppressed', 'bounced', 'unclear']

/** Why an address gets no mail. */
export const suppressionReasons = ['hard_bounce', 'complaint', 'unsubscribed', 'manual'] as const
export type SuppressionReason = (typeof suppressionReasons)[number]

/** As suppressions have it: one address is one, however it is written. */
export const plainAddress = (address: string): string => address.trim().toLowerCase()
