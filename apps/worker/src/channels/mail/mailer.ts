import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { type BounceKey, bounceAddress } from '@belfry/engine/mail'
import { oneLine } from '@belfry/templates/text'
import type { OutgoingMail } from './provider.ts'
import { type RenderOptions, renderDelivery } from './render.ts'

export interface MailerOptions extends RenderOptions {
  from: string
  /** Where bounces go to, and the key of these addresses; whom mails are from gets them where there is none. */
  bounces: { address: string; key: BounceKey } | null
}

/** Writes the mail of a delivery. */
export type Mailer = (delivery: DeliveryToSend) => Promise<OutgoingMail>

export const createMailer =
  ({ from, bounces, ...options }: MailerOptions): Mailer =>
  async (delivery) => {
    const { id, messageId, person } = delivery
    const { email, ...mail } = await renderDelivery(delivery, options)
    return {
      id,
      messageId,
      from,
      to: { name: oneLine(person.name), email },
      ...mail,
      ...(bounces && { returnPath: bounceAddress(bounces.key, bounces.address, id) }),
    }
  }
