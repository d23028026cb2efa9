export { type CallOutcome, type Outgoing, type Round, nextRound } from './call.ts'
export {
  getWebhookDelivery,
  listWebhookDeliveries,
  messageIdOf,
  resendWebhook,
  sendTest,
} from './deliveries.ts'
export {
  type WebhookSettings,
  createWebhook,
  getWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  updateWebhook,
} from './manage.ts'
export { type Happened, TEST, payloadOf } from './payload.ts'
export { secretsOf } from './secrets.ts'
export { callDue, tellEndpoints } from './tell.ts'
export { smsAddressOf } from './sms.ts'
