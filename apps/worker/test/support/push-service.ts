import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What came to a push service, as it stood in the request. */
export interface Pushed {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: Buffer
}

/** A push service on this machine, which answers with `status`. */
export async function givenPushService() {
  const service = { url: '', status: 201, pushed: [] as Pushed[], statusOf: {} as Record<string, number> }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const path = request.url ?? ''
      service.pushed.push({ path, headers: request.headers, body: Buffer.concat(parts) })
      const status = service.statusOf[path] ?? service.status
      response.writeHead(status).end(status < 300 ? '' : 'As the test wants it.')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return service
}

/** A browser's keys, and what it makes of a message that is encrypted for them. */
export function givenBrowser(privateKey?: Buffer, auth = randomBytes(16)) {
  const pair = createECDH('prime256v1')
  if (privateKey) pair.setPrivateKey(privateKey)
  else pair.generateKeys()
  const keys = { p256dh: pair.getPublicKey('base64url'), auth: auth.toString('base64url') }
  /** As RFC 8291 has the browser do it. */
  const decrypt = (body: Buffer): string => {
    const [salt, length] = [body.subarray(0, 16), body[20]!]
    const theirs = body.subarray(21, 21 + length)
    const sealed = body.subarray(21 + length)
    const hkdf = (key: Buffer, from: Buffer, info: Buffer | string, bytes: number) =>
      Buffer.from(hkdfSync('sha256', key, from, info, bytes))
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), pair.getPublicKey(), theirs])
    const secret = hkdf(pair.computeSecret(theirs), auth, info, 32)
    const cipher = createDecipheriv(
      'aes-128-gcm',
      hkdf(secret, salt, 'Content-Encoding: aes128gcm\0', 16),
      hkdf(secret, salt, 'Content-Encoding: nonce\0', 12),
    )
    cipher.setAuthTag(sealed.subarray(-16))
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()])
    return plain.subarray(0, plain.lastIndexOf(2)).toString()
  }
  return { keys, decrypt }
}

/** What a request says of its sender, once its signature is found to be right. */
export function senderOf({ headers }: Pushed): Record<string, unknown> {
  const [, token, key] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(String(headers.authorization))!
  const [head, claims, signature] = token!.split('.')
  const point = Buffer.from(key!, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'))
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x!, y: y! }, format: 'jwk' })
  const isRight = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature!, 'base64url'),
  )
  if (!isRight) throw new Error('The signature is wrong.')
  return { ...JSON.parse(Buffer.from(claims!, 'base64url').toString()), key }
}
