import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

export type BounceKey = Buffer

/** The key of addresses that bounces come back to, derived from `BELFRY_SECRET`. */
export const bounceKeyFrom = (secret: string): BounceKey =>
  Buffer.from(hkdfSync('sha256', secret, '', 'belfry bounce addresses', 32))

const ID_DIGITS = 32
const MAC_DIGITS = 16
/** RFC 5321 lets a local part have 64 characters; what is added to it are these. */
export const BOUNCE_LOCAL_LIMIT = 64 - ID_DIGITS - MAC_DIGITS - 2

/**
 * The sender of one mail as servers see it, so that whatever comes back says which mail it was (VERP): of
 * `bounces@house.test` it is `bounces+<delivery>-<mac>@house.test`. The code shows that whoever writes there got the mail.
 */
export function bounceAddress(key: BounceKey, base: string, deliveryId: string): string {
  const id = deliveryId.replaceAll('-', '')
  return base.replace('@', `+${id}-${macOf(key, id)}@`)
}

/** The mail that some text of a bounce is about, wherever in it the address stands; null where none of ours is in it. */
export function deliveryInBounce(key: BounceKey, text: string): string | null {
  // Some servers send addresses back in capitals.
  for (const [, digits = '', mac = ''] of text.matchAll(/\+([0-9a-f]{32})-([0-9a-f]{16})@/gi)) {
    const id = digits.toLowerCase()
    if (timingSafeEqual(Buffer.from(macOf(key, id)), Buffer.from(mac.toLowerCase())))
      return id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  }
  return null
}

const macOf = (key: BounceKey, id: string): string =>
  createHmac('sha256', key).update(id).digest('hex').slice(0, MAC_DIGITS)
