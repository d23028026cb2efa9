import type { FeedbackKind, SuppressionReason } from './states.ts'

/** One thing that is heard of a mail after it was handed over, from whomever. */
export interface Feedback {
  /** The source's own name for it; what comes twice is taken once. */
  id: string
  kind: FeedbackKind | 'unsubscribed'
  /** Of a bounce: the address will never take mail. */
  hard: boolean
  /** Which mail: our own id where the source knows it, or the provider's. */
  deliveryId: string | null
  providerId: string | null
  /** Where it was sent to, as the source says. */
  address: string | null
  /** By the source's clock. */
  at: Date
  /** Its own words. */
  detail: string | null
}

/** Whether an address gets no mail any more after this. */
export function suppressionFor({ kind, hard }: Pick<Feedback, 'kind' | 'hard'>): SuppressionReason | null {
  if (kind === 'complained') return 'complaint'
  if (kind === 'unsubscribed') return 'unsubscribed'
  return kind === 'bounced' && hard ? 'hard_bounce' : null
}

/** Enhanced status codes (RFC 3463) that are about the address itself: it is not there, moved or is switched off. */
const ABOUT_ADDRESS = new Set(['5.1.0', '5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1', '5.4.4'])
const NOBODY =
  /\b(user|account|recipient|mailbox|address)\b.{0,40}\b(unknown|does not exist|doesn't exist|not found|disabled|no longer|unavailable|rejected: undeliverable)|no such (user|recipient|mailbox)|unknown (user|recipient)/i

/**
 * Whether a refusal says that an address will never take mail; a full mailbox, or a server that takes us for spam, does
 * not. `status` is an enhanced status code.
 */
export function isHardBounce(status: string | null, words: string): boolean {
  if (status && ABOUT_ADDRESS.has(status)) return true
  // Others say in words what they have no code for.
  const isVague = !status || /^5\.(0\.0|1\.\d+|5\.0)$/.test(status)
  return isVague && NOBODY.test(words)
}
