import { createHash, createHmac } from 'node:crypto'
import { type IncomingMessage, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What came to a service of mail, as it stood in the request. */
export interface Posted {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export type Reply =
  | { status: number; body?: unknown; headers?: Record<string, string> }
  /** The whole request was read, and then the line is cut. */
  | 'cut'

/** An HTTP service on this machine that answers as the test wants. */
export async function givenMailService(reply: (posted: Posted) => Reply) {
  const service = { url: '', posted: [] as Posted[], reply }
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const posted = { method, path, headers, body: Buffer.concat(parts).toString() }
      service.posted.push(posted)
      const answer = service.reply(posted)
      if (answer === 'cut') return request.socket.destroy()
      response
        .writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        .end(answer.body === undefined ? '' : JSON.stringify(answer.body))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return service
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

/** Whether a request is signed with that secret, as Amazon's Signature Version 4 has it. */
export function isSigned({ method, path, headers, body }: Posted, secret: string): boolean {
  const [, scope = '', names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const [day = '', region = '', service = ''] = scope.split('/')
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const request = [method, path, '', signed.join(''), names, sha256(body)].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n')
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request')
  return hmac(key, text).toString('hex') === signature
}
