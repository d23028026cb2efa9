import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { type Locale, defaultLocale, locales } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import type { Brand } from '@belfry/templates'
import type { OutgoingMail } from './provider.ts'

export interface MailerOptions {
  from: string
  brand: Brand
}

/** Writes the mail of a delivery. */
export type Mailer = (delivery: DeliveryToSend) => Promise<OutgoingMail>

export const createMailer =
  ({ from, brand }: MailerOptions): Mailer =>
  async (delivery) => ({
    id: delivery.id,
    messageId: delivery.messageId,
    from,
    to: { name: delivery.person.name, email: delivery.person.email },
    ...(await render(delivery, brand)),
  })

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
