import { type KeyObject, createHash, createPrivateKey, createPublicKey, hkdfSync } from 'node:crypto'

// RFC 8410: an Ed25519 private key in PKCS #8 is this header and the 32 bytes of the seed.
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
// The same of a public key in SPKI.
const SPKI_HEADER = Buffer.from('302a300506032b6570032100', 'hex')

/** The installation's signing key, derived from its secret (HKDF, RFC 5869), so that there is one thing to keep safe. */
export function signingKeyFrom(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'belfry audit signing key', 32))
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' })
}

const spkiOf = (key: KeyObject): Buffer =>
  (key.type === 'private' ? createPublicKey(key) : key).export({ type: 'spki', format: 'der' })

/** The 32 bytes of the public half. */
export const publicBytes = (key: KeyObject): Buffer => spkiOf(key).subarray(SPKI_HEADER.length)

/** Which key signed: the first 16 hex digits of SHA-256 over the public key (SPKI). */
export const keyId = (key: KeyObject): string =>
  createHash('sha256').update(spkiOf(key)).digest('hex').slice(0, 16)

/** The key of these 32 bytes in hex; undefined where they are none. */
export function publicKeyOf(hex: string): KeyObject | undefined {
  if (!/^[0-9a-f]{64}$/.test(hex)) return undefined
  try {
    const key = Buffer.concat([SPKI_HEADER, Buffer.from(hex, 'hex')])
    return createPublicKey({ key, format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
