import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import { DomainError, clock } from '@belfry/shared'

/** A link is good for as long as it takes to open it, and no longer than a person's rights are likely to hold. */
const LINK_LASTS_MS = 10 * 60_000

export type LinkKey = Buffer

/** The key of links to files, derived from `BELFRY_SECRET`: whoever sees it can sign links and nothing else. */
export const linkKeyFrom = (secret: string): LinkKey =>
  Buffer.from(hkdfSync('sha256', secret, '', 'belfry file links', 32))

const signature = (key: LinkKey, fileId: string, expires: string) =>
  createHmac('sha256', key).update(`${fileId} ${expires}`).digest()

/** The address of a file, below Belfry's own, which anybody who has it may read until it expires. */
export function signLink(
  key: LinkKey,
  { id, name }: { id: string; name: string },
  under = '/files',
): { url: string; expiresAt: Date } {
  const expires = Math.ceil((clock.now().getTime() + LINK_LASTS_MS) / 1000)
  const query = new URLSearchParams({
    expires: String(expires),
    signature: signature(key, id, String(expires)).toString('base64url'),
  })
  return {
    url: `${under}/${id}/${encodeURIComponent(name)}?${query.toString()}`,
    expiresAt: new Date(expires * 1000),
  }
}

/** Throws `link_invalid` where the link is not one of ours, and `link_expired` where it was. */
export function checkLink(
  key: LinkKey,
  link: { fileId: string; expires: string | undefined; signature: string | undefined },
): void {
  const shown = Buffer.from(link.signature ?? '', 'base64url')
  const right = signature(key, link.fileId, link.expires ?? '')
  if (shown.length !== right.length || !timingSafeEqual(shown, right)) throw new DomainError('link_invalid')
  if (Number(link.expires) * 1000 <= clock.now().getTime()) throw new DomainError('link_expired')
}
