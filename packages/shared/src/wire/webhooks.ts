import { z } from 'zod'
import { locales } from '../locales.ts'
import { plainText } from '../text.ts'
import { type WebhookKind, webhookKinds } from '../webhooks/kinds.ts'
import type { PersonRef } from './cases.ts'
import { IdPageInput, IdempotencyKey, type Instant } from './page.ts'

export type WebhookDeliveryState = 'queued' | 'sending' | 'waiting' | 'sent' | 'failed'

export interface WebhookEndpoint {
  id: string
  /** It is the reader's own, and gets what he is told; others belong to the organisation, and get what happens. */
  mine: boolean
  kind: WebhookKind
  name: string
  /** Of kinds that have no signature the address is a secret, and only its beginning is shown. */
  url: string
  topics: string[]
  locale: string
  state: 'active' | 'disabled'
  /** Why it is disabled. */
  why: 'by_hand' | 'gone' | 'failing' | null
  /** Since when every attempt has failed. */
  failingSince: Instant | null
  /** Until when the secret before this one signs as well. */
  previousUntil: Instant | null
  createdBy: PersonRef
  createdAt: Instant
  lastSentAt: Instant | null
  /** Of the last day. */
  sent: number
  failed: number
  /** What is still to be sent. */
  waiting: number
}

/** `secret` is shown this once: null when the same call is repeated, and for kinds that have none. */
export interface CreatedWebhook {
  endpoint: WebhookEndpoint
  secret: string | null
}

export interface RotatedSecret {
  secret: string
  previousUntil: Instant | null
}

export interface WebhookDelivery {
  id: string
  eventId: string
  type: string
  state: WebhookDeliveryState
  attempts: number
  /** Of the last attempt that has ended. */
  status: number | null
  error: string | null
  createdAt: Instant
  sentAt: Instant | null
  /** When it is tried next. */
  dueAt: Instant | null
}

export interface WebhookAttempt {
  attempt: number
  startedAt: Instant
  /** Null while it runs, and where its process died. */
  finishedAt: Instant | null
  status: number | null
  /** The beginning of the answer, 2,000 characters at most. */
  response: string | null
  error: string | null
}

/** A delivery with everything that was tried. */
export interface WebhookDeliveryView extends WebhookDelivery {
  endpoint: { id: string; name: string }
  /** `webhook-id`, the same however often it is sent. */
  messageId: string
  payload: WebhookPayload
  history: WebhookAttempt[]
}

/** The body of a webhook. Fields may be added; none changes its meaning. docs/webhooks.md has the words. */
export interface WebhookPayload {
  /** `shift.approve` */
  type: string
  /** When it happened, not when it was sent. */
  timestamp: Instant
  data: {
    eventId: string
    actor: { kind: string; id: string | null; name: string } | null
    case: { id: string; workflow: string; title: string; scope: string | null; url: string } | null
    /** The states that it went from and to, where they changed. */
    change: { from: string | null; to: string } | null
    reason: string | null
    /** What it was done to, where that is no case. */
    target: { kind: string; id: string; title: string | null } | null
    /** What happened, as a sentence in the endpoint's language; of a person's own endpoint what the person was told. */
    text: string
    locale: string
    /** Only where the endpoint is a person's own. */
    notification?: {
      /** `shift.approved` */
      type: string
      category: string
      tone: string
      priority: string
      title: string
      body: string
      url: string
    }
  }
}

const Name = plainText().trim().min(1).max(80)
const Url = z.url({ protocol: /^https?$/ }).max(2000)
const Topics = z.array(z.string().max(100)).max(500)

export const ListWebhooksInput = z.object({ mine: z.boolean().default(false) })
export type ListWebhooksInput = z.output<typeof ListWebhooksInput>

export const CreateWebhookInput = z.object({
  /** One of one's own, which asks for no topics: preferences say what goes there. */
  mine: z.boolean().default(false),
  kind: z.enum(webhookKinds).default('webhook'),
  name: Name,
  url: Url,
  topics: Topics.default([]),
  locale: z.enum(locales).default('en'),
  idempotencyKey: IdempotencyKey,
})
export type CreateWebhookInput = z.output<typeof CreateWebhookInput>

export const UpdateWebhookInput = z.object({
  id: z.uuid(),
  name: Name.optional(),
  url: Url.optional(),
  topics: Topics.optional(),
  locale: z.enum(locales).optional(),
  enabled: z.boolean().optional(),
})
export type UpdateWebhookInput = z.output<typeof UpdateWebhookInput>

export const RotateSecretInput = z.object({
  id: z.uuid(),
  /** How long the secret before it signs as well. */
  overlapHours: z.int().min(0).max(168).default(24),
})
export type RotateSecretInput = z.output<typeof RotateSecretInput>

export const WebhookDeliveriesInput = IdPageInput.extend({
  endpointId: z.uuid(),
  show: z.enum(['all', 'sent', 'failed', 'waiting']).default('all'),
})
export type WebhookDeliveriesInput = z.output<typeof WebhookDeliveriesInput>
