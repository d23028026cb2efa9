import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { type Log, reasonOf } from '@belfry/log'
import { type Locale, defaultLocale, locales } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import type { Brand } from '@belfry/templates'
import type { MailProvider, SendOutcome } from './provider.ts'

export interface Mailer {
  /** Who carries the mail; noted with the attempt before it begins. */
  provider: string
  /** Never throws: whatever goes wrong is the outcome of the attempt. */
  send(delivery: DeliveryToSend): Promise<SendOutcome>
}

export interface MailerOptions {
  provider: MailProvider
  from: string
  brand: Brand
  log: Log
}

/** Writes the mail of a delivery and hands it to the provider. */
export function createMailer({ provider, from, brand, log }: MailerOptions): Mailer {
  // The part behind the @ must be ours, so that nobody else's Message-ID can be the same.
  const domain = /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'belfry.test'

  async function send(delivery: DeliveryToSend): Promise<SendOutcome> {
    const { id, person } = delivery
    return provider.send({
      id,
      messageId: `<${id}@${domain}>`,
      from,
      to: { name: person.name, email: person.email },
      ...(await render(delivery, brand)),
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

async function render({ person, message, digest }: DeliveryToSend, brand: Brand) {
  const { renderDigest, renderNotification } = await import('@belfry/templates') // heavy, and not needed to start
  if (digest) {
    const { timeZone, ...rest } = digest
    return renderDigest({ ...rest, locale: localeOf(digest), brand, person, timeZone: timeZone ?? 'UTC' })
  }
  const tone = message.tone as Tone
  return renderNotification({ locale: localeOf(message), brand, person, message: { ...message, tone } })
}

const localeOf = ({ locale }: { locale: string }): Locale =>
  locales.find((known: Locale) => known === locale) ?? defaultLocale
