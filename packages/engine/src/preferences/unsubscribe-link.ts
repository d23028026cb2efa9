import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { DomainError } from '@belfry/shared'
import { type Refusable, refusables } from '@belfry/shared/delivery'

export type UnsubscribeKey = Buffer

/** Who refuses what. It does not expire: people look for the link in old mails. */
export interface UnsubscribeLink {
  personId: string
  from: Refusable
}

/** The key of links to unsubscribe, derived from `BELFRY_SECRET`: whoever sees it can sign these and nothing else. */
export const unsubscribeKeyFrom = (secret: string): UnsubscribeKey =>
  Buffer.from(hkdfSync('sha256', secret, '', 'belfry unsubscribe links', 32))

const signature = (key: UnsubscribeKey, { personId, from }: { personId: string; from: string }) =>
  createHmac('sha256', key).update(`${personId} ${from}`).digest()

/** The path of a link, below Belfry's own address. All of it is in the query, which is not logged. */
export function signUnsubscribe(key: UnsubscribeKey, link: UnsubscribeLink): string {
  const query = new URLSearchParams({
    person: link.personId,
    from: link.from,
    signature: signature(key, link).toString('base64url'),
  })
  return `/unsubscribe?${query.toString()}`
}

/** Throws `link_invalid` where the link is not one of ours. */
export function checkUnsubscribe(
  key: UnsubscribeKey,
  shown: { person: string | undefined; from: string | undefined; signature: string | undefined },
): UnsubscribeLink {
  const personId = shown.person ?? ''
  const given = Buffer.from(shown.signature ?? '', 'base64url')
  const right = signature(key, { personId, from: shown.from ?? '' })
  const from = refusables.find((known) => known === shown.from)
  if (!from || given.length !== right.length || !timingSafeEqual(given, right))
    throw new DomainError('link_invalid')
  return { personId, from }
}
