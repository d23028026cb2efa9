import type { DeliveryToSend } from '@belfry/db/queries/deliveries'
import { type UnsubscribeKey, signUnsubscribe } from '@belfry/engine/preferences'
import { mayRefuse } from '@belfry/shared/delivery'
import type { Category } from '@belfry/shared/machine'

/** The path by which its reader stops mails like this one; undefined where he may not refuse them. */
export function unsubscribePath(
  { person, message, digest }: DeliveryToSend,
  key: UnsubscribeKey,
): string | undefined {
  if (digest) return signUnsubscribe(key, { personId: person.id, from: digest.rhythm })
  return message && mayRefuse(message)
    ? signUnsubscribe(key, { personId: person.id, from: message.category as Category })
    : undefined
}

/** What mail programs make a button of (RFC 2369, RFC 8058); they post to nothing but https. */
export function unsubscribeHeaders(path: string | undefined, publicUrl: string): Record<string, string> {
  if (path === undefined) return {}
  const url = `${publicUrl.replace(/\/+$/, '')}${path}`
  return {
    'List-Unsubscribe': `<${url}>`,
    ...(url.startsWith('https:') && { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
  }
}
