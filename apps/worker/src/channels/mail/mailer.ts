import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { type BounceKey, bounceAddress } from '@belfry/engine/mail'
import { type Log, reasonOf } from '@belfry/log'
import { oneLine } from '@belfry/templates/text'
import type { MailProvider, SendOutcome } from './provider.ts'
import { type RenderOptions, renderDelivery } from './render.ts'

export interface Mailer {
  /** Who carries the mail; noted with the attempt before it begins. */
  provider: string
  /** Never throws: whatever goes wrong is the outcome of the attempt. */
  send(delivery: DeliveryToSend): Promise<SendOutcome>
}

export interface MailerOptions extends RenderOptions {
  provider: MailProvider
  from: string
  log: Log
  /** Where bounces go to, and the key of these addresses; whom mails are from gets them where there is none. */
  bounces: { address: string; key: BounceKey } | null
}

/** Writes the mail of a delivery and hands it to the provider. */
export function createMailer({ provider, from, log, bounces, ...options }: MailerOptions): Mailer {
  // The part behind the @ must be ours, so that nobody else's Message-ID can be the same.
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'belfry.test'

  async function send(delivery: DeliveryToSend): Promise<SendOutcome> {
    const { id, person } = delivery
    const { email, ...mail } = await renderDelivery(delivery, options)
    return provider.send({
      id,
      messageId: `<${id}@${domain}>`,
      from,
      to: { name: oneLine(person.name), email },
      ...mail,
      ...(bounces && { returnPath: bounceAddress(bounces.key, bounces.address, id) }),
    })
  }

  return {
    provider: provider.name,
    send: (delivery) =>
      send(delivery).catch((error: unknown) => {
        log.error({ err: error, delivery: delivery.id }, 'A mail could not be made or handed over')
        return { ok: false, error: reasonOf(error), final: false }
      }),
  }
}
