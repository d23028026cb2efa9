import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What came to a receiver, as it stood in the request. */
export interface Received {
  path: string
  headers: Record<string, string>
  body: string
}

/** Another system on this machine, which answers 204 unless `answer` says otherwise. */
export async function givenReceiver() {
  const receiver = {
    url: '',
    port: 0,
    received: [] as Received[],
    answer: (_request: IncomingMessage, response: ServerResponse): void => void response.writeHead(204).end(),
  }
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (part: string) => (body += part))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      receiver.received.push({ path: request.url ?? '', headers, body })
      receiver.answer(request, response)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void (server.closeAllConnections(), server.close()))
  receiver.port = (server.address() as AddressInfo).port
  receiver.url = `http://127.0.0.1:${receiver.port}/hook`
  return receiver
}
