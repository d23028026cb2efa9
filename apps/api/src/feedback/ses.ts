import type { Feedback } from '@belfry/shared/mail'
import { z } from 'zod'

const when = z.iso.datetime({ offset: true })
const text = z.string().max(10_000)
const Recipient = z.looseObject({ emailAddress: z.string().max(320) })

/**
 * What Amazon SES says of one mail, as it publishes events (`eventType`) and as it notifies for an identity
 * (`notificationType`); kinds that say nothing new to us are left out.
 */
const Event = z.looseObject({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.looseObject({
    messageId: z.string().max(200),
    timestamp: when,
    destination: z.array(z.string().max(320)).max(50).default([]),
    tags: z.record(z.string(), z.array(z.string())).optional(),
    headers: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
  }),
  bounce: z
    .looseObject({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(
        Recipient.extend({ status: text.optional(), diagnosticCode: text.optional() }),
      ),
      timestamp: when,
    })
    .optional(),
  complaint: z
    .looseObject({
      complainedRecipients: z.array(Recipient),
      complaintFeedbackType: z.string().nullish(),
      timestamp: when,
    })
    .optional(),
  delivery: z.looseObject({ timestamp: when, smtpResponse: text.nullish() }).optional(),
  deliveryDelay: z
    .looseObject({
      delayType: z.string().optional(),
      delayedRecipients: z.array(Recipient.extend({ diagnosticCode: text.optional() })).default([]),
      timestamp: when,
    })
    .optional(),
  reject: z.looseObject({ reason: text.optional() }).optional(),
  open: z.looseObject({ timestamp: when }).optional(),
  click: z.looseObject({ timestamp: when, link: text.optional() }).optional(),
})
type Event = z.output<typeof Event>

type Said = Pick<Feedback, 'kind' | 'detail'> & { hard?: boolean; address?: string | undefined; at: string }

const kinds: Record<string, (event: Event) => Said | undefined> = {
  Bounce: ({ bounce }) =>
    bounce && {
      kind: 'bounced',
      hard: bounce.bounceType === 'Permanent',
      address: bounce.bouncedRecipients[0]?.emailAddress,
      at: bounce.timestamp,
      detail:
        bounce.bouncedRecipients[0]?.diagnosticCode ??
        `${bounce.bounceType} ${bounce.bounceSubType ?? ''}`.trim(),
    },
  Complaint: ({ complaint }) =>
    // Somebody moved it out of his junk folder.
    complaint && complaint.complaintFeedbackType !== 'not-spam'
      ? {
          kind: 'complained',
          address: complaint.complainedRecipients[0]?.emailAddress,
          at: complaint.timestamp,
          detail: complaint.complaintFeedbackType ?? null,
        }
      : undefined,
  Delivery: ({ delivery }) =>
    delivery && { kind: 'delivered', at: delivery.timestamp, detail: delivery.smtpResponse ?? null },
  DeliveryDelay: ({ deliveryDelay }) =>
    deliveryDelay && {
      kind: 'deferred',
      address: deliveryDelay.delayedRecipients[0]?.emailAddress,
      at: deliveryDelay.timestamp,
      detail: deliveryDelay.delayedRecipients[0]?.diagnosticCode ?? deliveryDelay.delayType ?? null,
    },
  Reject: ({ reject, mail }) =>
    reject && { kind: 'bounced', at: mail.timestamp, detail: reject.reason ?? null },
  Open: ({ open }) => open && { kind: 'opened', at: open.timestamp, detail: null },
  Click: ({ click }) => click && { kind: 'clicked', at: click.timestamp, detail: click.link ?? null },
}

/** The tag and the header by which our own id goes along with a mail. */
const TAG = 'delivery'
const HEADER = 'x-belfry-delivery'

/** Reads what SES puts into a message of SNS; nothing where it is of no use to us. */
export function readSes(message: string): Feedback[] {
  const event = Event.safeParse(jsonIn(message)).data
  const type = event?.eventType ?? event?.notificationType ?? ''
  const said = event && Object.hasOwn(kinds, type) ? kinds[type]!(event) : undefined
  if (!event || !said) return []
  const { mail } = event
  const named =
    mail.tags?.[TAG]?.[0] ?? mail.headers?.find(({ name }) => name.toLowerCase() === HEADER)?.value
  return [
    {
      // The same for both ways in which SES may tell of one thing.
      id: `${mail.messageId} ${said.kind} ${said.at}`,
      kind: said.kind,
      hard: said.hard ?? false,
      deliveryId: z.uuid().safeParse(named).data ?? null,
      providerId: mail.messageId,
      address: said.address ?? mail.destination[0] ?? null,
      at: new Date(said.at),
      detail: said.detail,
    },
  ]
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
