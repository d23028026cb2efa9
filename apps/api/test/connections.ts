import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { type RawData, WebSocket } from 'ws'
import type { Caller } from './callers.ts'

export interface Frame {
  id: number | string | null
  result?: { type: 'started' | 'data' | 'stopped'; id?: string; data?: { json: unknown } }
  error?: { json: { message: string; data: { key: string; code: string; requestId: string } } }
}

/** A bare connection, to say what tRPC's own client would never say. */
export interface Connection {
  ws: WebSocket
  frames: Frame[]
  send(message: unknown): void
  subscribe(id: number, path: string, input?: unknown): void
  /** The first frame that fits, or that will come. */
  frame(fits: (frame: Frame) => boolean): Promise<Frame>
  closed: Promise<{ code: number; reason: string; at: number }>
}

const PATIENCE_MS = 5_000

export interface Knock {
  headers?: Record<string, string>
  query?: string
}

export function connectTo(url: string, { headers = {}, query = '' }: Knock = {}): Connection {
  const ws = new WebSocket(`${url.replace(/^http/, 'ws')}/trpc${query}`, { headers })
  const frames: Frame[] = []
  const waiting = new Set<() => void>()
  ws.on('message', (data: RawData) => {
    const text = (data as Buffer).toString()
    if (text === 'PING' || text === 'PONG') return
    frames.push(JSON.parse(text) as Frame)
    for (const look of waiting) look()
  })
  ws.on('error', () => {})
  onTestFinished(() => ws.terminate())

  const send = (message: unknown) =>
    ws.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
  return {
    ws,
    frames,
    send,
    subscribe: (id, path, input) =>
      send({ id, method: 'subscription', params: { path, input: { json: input ?? null } } }),
    frame: (fits) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look)
          reject(new Error(`No such frame came, but ${JSON.stringify(frames).slice(0, 2_000)}`))
        }, PATIENCE_MS)
        const look = () => {
          const found = frames.find(fits)
          if (!found) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    closed: new Promise((resolve) => {
      ws.on('close', (code, reason) => resolve({ code, reason: String(reason), at: performance.now() }))
    }),
  }
}

/** A connection that is let in. */
export async function connected(
  url: string,
  caller: Pick<Caller, 'headers'>,
  query = '',
): Promise<Connection> {
  const connection = connectTo(url, { headers: caller.headers, query })
  await once(connection.ws, 'open')
  return connection
}

/** The HTTP answer of an upgrade that is refused. */
export function refusal(url: string, knock: Knock = {}): Promise<{ status: number; key: string }> {
  const { ws } = connectTo(url, knock)
  return new Promise((resolve, reject) => {
    ws.once('open', () => reject(new Error('The connection was let in.')))
    ws.once('unexpected-response', (_, response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => {
        const { key } = JSON.parse(body) as { key: string }
        resolve({ status: response.statusCode ?? 0, key })
      })
    })
  })
}
