import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

/** What a push service takes: 4096 bytes in all, of which the header, the tag and the delimiter are not text. */
export const LONGEST = 4096 - 86 - 16 - 1

export interface Receiver {
  /** The browser's public key and its secret, in base64url. */
  p256dh: string
  auth: string
}

export interface Chosen {
  privateKey: Buffer
  salt: Buffer
}

/**
 * Encrypts a message for one browser (RFC 8291, one record of aes128gcm, RFC 8188); throws where the browser's key is none.
 * Key and salt are fresh for each message; only the test of the standard's example brings its own.
 */
export function encrypt(plain: Buffer, receiver: Receiver, chosen?: Chosen): Buffer {
  const theirs = Buffer.from(receiver.p256dh, 'base64url')
  const pair = createECDH('prime256v1')
  const ours = chosen ? (pair.setPrivateKey(chosen.privateKey), pair.getPublicKey()) : pair.generateKeys()
  const salt = chosen?.salt ?? randomBytes(16)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours])
  const secret = hkdf(pair.computeSecret(theirs), Buffer.from(receiver.auth, 'base64url'), info, 32)
  const key = hkdf(secret, salt, 'Content-Encoding: aes128gcm\0', 16)
  const nonce = hkdf(secret, salt, 'Content-Encoding: nonce\0', 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  const header = Buffer.concat([salt, Buffer.from([0, 0, 16, 0, ours.length]), ours])
  // Two is the delimiter of the last record.
  return Buffer.concat([
    header,
    cipher.update(plain),
    cipher.update(Buffer.from([2])),
    cipher.final(),
    cipher.getAuthTag(),
  ])
}

const hkdf = (key: Buffer, salt: Buffer, info: string | Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length))
