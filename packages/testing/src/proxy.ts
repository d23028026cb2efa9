import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Rules {
  /** `swallow` takes the upgrade and never answers. */
  upgrades: 'pass' | 'refuse' | 'swallow'
  /** `hold` keeps an answer back until it is complete, which an endless one never is. */
  streams: 'pass' | 'refuse' | 'hold'
}

export interface Proxy {
  url: string
  /** What it does from now on; what is open stays. */
  set(rules: Partial<Rules>): void
  /** Hangs up on everybody. */
  cut(): void
  /** What was asked for, as `POST /trpc/stream`. */
  asked: string[]
}

/** The kind of proxy that stands before some offices. */
export async function startProxy(to: string, first: Partial<Rules> = {}): Promise<Proxy> {
  const target = new URL(to)
  const rules: Rules = { upgrades: 'pass', streams: 'pass', ...first }
  const asked: string[] = []
  const open = new Set<Socket>()
  const server = createServer((near, back) => {
    asked.push(`${near.method} ${near.url}`)
    const options = { host: target.hostname, port: target.port, method: near.method, path: near.url }
    const far = request({ ...options, headers: near.headers }, (answer) => pass(answer, back))
    far.on('error', () => back.headersSent || back.writeHead(502).end())
    back.on('close', () => far.destroy())
    near.pipe(far)
  })

  function pass(answer: IncomingMessage, back: ServerResponse): void {
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream')
    if (isStream && rules.streams === 'refuse') {
      answer.destroy()
      back.writeHead(403).end('No streams here.')
    } else if (isStream && rules.streams === 'hold') {
      const held: Buffer[] = []
      answer.on('data', (chunk: Buffer) => held.push(chunk))
      answer.on('end', () => back.writeHead(200, answer.headers).end(Buffer.concat(held)))
    } else {
      back.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(back)
      answer.on('error', () => back.destroy())
    }
  }

  server.on('upgrade', (near, socket) => {
    asked.push('UPGRADE')
    socket.on('error', () => socket.destroy())
    if (rules.upgrades === 'swallow') return
    if (rules.upgrades === 'refuse')
      return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    const far = connect(Number(target.port), target.hostname, () => {
      const headers = Object.entries(near.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`)
      far.write(`GET ${near.url} HTTP/1.1\r\n${headers.join('')}\r\n`)
      far.pipe(socket).pipe(far)
    })
    far.on('error', () => socket.destroy())
    far.on('close', () => socket.destroy())
    socket.on('close', () => far.destroy())
  })
  server.on('connection', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })

  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => Object.assign(rules, next),
    cut,
    asked,
  }
}
