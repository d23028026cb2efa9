export {
  BOUNCE_LOCAL_LIMIT,
  type BounceKey,
  bounceAddress,
  bounceKeyFrom,
  deliveryInBounce,
} from './bounce-address.ts'
export { getDelivery, listDeliveries } from './deliveries.ts'
export { mailEvent } from './event-mail.ts'
export { type FeedbackSource, takeFeedback } from './feedback.ts'
export { getMail, listMailbox } from './mailbox.ts'
export { changeProvider, listMailProviders } from './providers.ts'
export { retry } from './retry.ts'
export { settle } from './settle.ts'
export { mailStats } from './stats.ts'
export { listSuppressions, suppressAddress, unsuppressAddress } from './suppressions.ts'
export { sendTest } from './test.ts'
