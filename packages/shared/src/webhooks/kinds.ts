/** How an endpoint is written to; the worker has a file for each (channels/webhook). */
export const webhookKinds = ['webhook', 'slack', 'teams', 'sms'] as const
export type WebhookKind = (typeof webhookKinds)[number]

/** The others know nothing of signatures: their address is the secret. */
export const isSigned = (kind: WebhookKind): boolean => kind === 'webhook'
