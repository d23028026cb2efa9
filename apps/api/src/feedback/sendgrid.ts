import { type KeyObject, createPublicKey, verify } from 'node:crypto'
import type { Feedback } from '@belfry/shared/mail'
import { z } from 'zod'

/** SendGrid's verification key, as its settings show it: base64 of a public key (SPKI). */
export const sendgridKey = (text: string): KeyObject =>
  createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })

/**
 * Whether SendGrid signed this (ECDSA over time and body). The time is not looked at: it says when something was first sent, and
 * is tried for a day. What comes again changes nothing.
 */
export function isFromSendgrid(
  key: KeyObject,
  signed: { timestamp: string | undefined; signature: string | undefined; body: Buffer },
): boolean {
  if (!signed.timestamp || !signed.signature) return false
  const data = Buffer.concat([Buffer.from(signed.timestamp), signed.body])
  return verify('sha256', data, key, Buffer.from(signed.signature, 'base64'))
}

const text = z.string().max(10_000).optional()
const Event = z.looseObject({
  event: z.string(),
  email: z.string().max(320).optional(),
  timestamp: z.number().int().min(0).max(4e9),
  sg_event_id: z.string().min(1).max(200),
  sg_message_id: z.string().max(300).optional(),
  reason: text,
  response: text,
  type: text,
  url: text,
  /** What we gave along. */
  delivery: z.string().optional(),
})
type Event = z.output<typeof Event>

/** SendGrid does not even try addresses that it knows to be bad. */
const DROPPED_FOR_GOOD = /^(bounced address|invalid|unsubscribed address|spam reporting address)/i

const kinds: Record<string, (event: Event) => Pick<Feedback, 'kind'> & { hard?: boolean }> = {
  delivered: () => ({ kind: 'delivered' }),
  deferred: () => ({ kind: 'deferred' }),
  // `blocked` is what a server has against us, not against the address.
  bounce: ({ type }) => ({ kind: 'bounced', hard: type !== 'blocked' }),
  dropped: ({ reason }) => ({ kind: 'bounced', hard: DROPPED_FOR_GOOD.test(reason ?? '') }),
  spamreport: () => ({ kind: 'complained' }),
  unsubscribe: () => ({ kind: 'unsubscribed' }),
  group_unsubscribe: () => ({ kind: 'unsubscribed' }),
  open: () => ({ kind: 'opened' }),
  click: () => ({ kind: 'clicked' }),
}

/** Reads a batch of SendGrid's events; what we do not know is left out, and so is what is not as documented. */
export function readSendgrid(body: unknown): Feedback[] {
  return (Array.isArray(body) ? body : []).flatMap((one) => {
    const event = Event.safeParse(one).data
    if (!event || !Object.hasOwn(kinds, event.event)) return []
    const { kind, hard = false } = kinds[event.event]!(event)
    return [
      {
        id: event.sg_event_id,
        kind,
        hard,
        deliveryId: z.uuid().safeParse(event.delivery).data ?? null,
        // What it answered when it took the mail, with the machine that sent it behind a dot.
        providerId: event.sg_message_id?.replace(/\.(filter|recvd).*$/, '') ?? null,
        address: event.email ?? null,
        at: new Date(event.timestamp * 1000),
        detail: event.reason ?? event.response ?? event.url ?? null,
      },
    ]
  })
}
