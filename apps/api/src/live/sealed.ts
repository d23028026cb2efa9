import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const IV = 12
const TAG = 16

/**
 * Texts that only processes of this installation can read or make (AES-256-GCM under a key derived from `BELFRY_SECRET`): what is
 * said between them holds notifications, and whoever could say something there could tell people anything.
 */
export function createSeal(secret: string): {
  /** Names the installation, and nobody can tell it from the name. */
  name: string
  seal(text: string): Uint8Array
  /** Undefined where it is none of ours. */
  open(sealed: Uint8Array): string | undefined
} {
  const derive = (purpose: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, '', purpose, length))
  const key = derive('belfry bus key', 32)
  return {
    name: derive('belfry bus name', 12).toString('hex'),
    seal(text) {
      const iv = randomBytes(IV)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    open(sealed) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV))
        decipher.setAuthTag(sealed.subarray(-TAG))
        return decipher.update(sealed.subarray(IV, -TAG), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        return undefined
      }
    },
  }
}
