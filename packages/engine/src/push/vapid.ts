import { type KeyObject, createECDH, createPrivateKey, hkdfSync } from 'node:crypto'

export interface VapidKeys {
  /** The uncompressed point in base64url, as browsers take it. */
  publicKey: string
  signingKey: KeyObject
}

/** One less than the order of P-256. */
const LAST = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550n

/**
 * The key pair by which push services know Belfry (RFC 8292), made from `BELFRY_SECRET`: every process has the same one and
 * none has to be kept. Browsers subscribe anew where it changes.
 */
export function vapidKeysFrom(secret: string): VapidKeys {
  // 128 bits more than the order has, so that what is left of the division favours no key (FIPS 186-5, A.2.1).
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'belfry vapid P-256', 48))
  const scalar = (BigInt(`0x${bytes.toString('hex')}`) % LAST) + 1n
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(d)
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const key = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: d.toString('base64url') }
  return {
    publicKey: point.toString('base64url'),
    signingKey: createPrivateKey({ key, format: 'jwk' }),
  }
}
