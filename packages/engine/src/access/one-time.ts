import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'

// Links that come by mail and let somebody do one thing, once. What they are good for is a row of the database; the token is the
// event that asked for it, signed, so a worker can write it into a mail again and nobody can read it in the database.

export type OneTimeKey = Buffer
export type OneTimePurpose = 'set-password' | 'confirm-address'

const DAY_MS = 86_400_000
export const INVITATION_LASTS_MS = 7 * DAY_MS
export const RESET_LASTS_MS = 3_600_000
export const ADDRESS_LASTS_MS = DAY_MS

const ID_BYTES = 16

/** Derived from `BELFRY_SECRET`: whoever sees it can sign such links and nothing else. */
export const oneTimeKeyFrom = (secret: string): OneTimeKey =>
  Buffer.from(hkdfSync('sha256', secret, '', 'belfry one-time links', 32))

const signature = (key: OneTimeKey, purpose: OneTimePurpose, id: Buffer): Buffer =>
  createHmac('sha256', key).update(`${purpose}\n`).update(id).digest()

export function oneTimeToken(key: OneTimeKey, purpose: OneTimePurpose, eventId: string): string {
  const id = Buffer.from(eventId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, signature(key, purpose, id)]).toString('base64url')
}

/** The event behind a token of ours; nothing where it is not one, or was signed for something else. */
export function eventOfToken(key: OneTimeKey, purpose: OneTimePurpose, token: string): string | undefined {
  const bytes = Buffer.from(token, 'base64url')
  const id = bytes.subarray(0, ID_BYTES)
  const right = signature(key, purpose, id)
  const shown = bytes.subarray(ID_BYTES)
  if (shown.length !== right.length || !timingSafeEqual(shown, right)) return undefined
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Behind the #, where it is sent to no server and is in no log. */
export const oneTimePath = (key: OneTimeKey, purpose: OneTimePurpose, eventId: string): string =>
  `/${purpose}#${oneTimeToken(key, purpose, eventId)}`
