import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import type { OneTimeKey } from '@belfry/engine/access'
import type { Because } from '@belfry/engine/notify'
import type { UnsubscribeKey } from '@belfry/engine/preferences'
import { type Locale, defaultLocale, locales } from '@belfry/shared'
import type { Tone } from '@belfry/shared/machine'
import type { Brand, RenderedMail } from '@belfry/templates'
import { renderEvent } from './render-event.ts'
import { unsubscribeHeaders, unsubscribePath } from './unsubscribe.ts'

export interface RenderOptions {
  brand: Brand
  /** Signs the links that let their reader do something once. */
  key: OneTimeKey
  because: Because
  /** Signs the links that stop mails. */
  unsubscribeKey: UnsubscribeKey
}

/** The page where people say what they want to hear of. */
const PREFERENCES = '/account/notifications'

/** Makes the mail of a delivery, and says to which address it goes and with which headers. */
export async function renderDelivery(
  delivery: DeliveryToSend,
  options: RenderOptions,
): Promise<RenderedMail & { email: string; headers: Record<string, string> }> {
  const { person, event } = delivery
  if (event) return { ...(await renderEvent(event, person, options)), headers: {} }
  const unsubscribe = unsubscribePath(delivery, options.unsubscribeKey)
  return {
    ...(await renderMessage(delivery, options, unsubscribe)),
    email: person.email,
    headers: unsubscribeHeaders(unsubscribe, options.brand.url),
  }
}

async function renderMessage(
  { eventId, person, message, digest }: DeliveryToSend,
  { brand, because }: RenderOptions,
  unsubscribe: string | undefined,
): Promise<RenderedMail> {
  // Heavy, and not needed to start.
  const { renderAnnouncement, renderDigest, renderNewSignIn, renderNotification } =
    await import('@belfry/templates')
  const timeZone = person.timeZone ?? 'UTC'
  const frame = { brand, person, preferences: PREFERENCES, unsubscribe }
  if (digest) return renderDigest({ ...digest, ...frame, locale: localeOf(digest.locale), timeZone })
  if (!message) throw new Error('There is nothing to say in this mail.')

  const locale = localeOf(message.locale)
  const chosen = {
    ...frame,
    locale,
    message: { ...message, tone: message.tone as Tone },
    because: await because({ eventId, variant: message.variant, person: { ...person, locale } }),
  }
  const { type, facts, data, actor } = message
  if (type === 'announcement.sent')
    return renderAnnouncement({
      ...chosen,
      author: actor ?? brand.name,
      language: localeOf(data['language'], locale),
    })
  if (type === 'session.new_device' && facts) {
    const { device, ip, at } = facts as Record<string, string>
    return renderNewSignIn({ ...chosen, timeZone, device: `${device}`, ip: `${ip}`, at: new Date(`${at}`) })
  }
  return renderNotification(chosen)
}

export const localeOf = (locale: unknown, otherwise: Locale = defaultLocale): Locale =>
  locales.find((known: Locale) => known === locale) ?? otherwise
