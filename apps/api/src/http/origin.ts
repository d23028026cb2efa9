import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { type Origin, newId } from '@belfry/shared'

/** Headers by which the origin of a call reaches better-auth; what a caller sends under these names is dropped. */
export const originHeaders = {
  requestId: 'x-request-id',
  ip: 'x-belfry-ip',
  userAgent: 'user-agent',
} as const

const REQUEST_ID = /^[\w.-]{8,64}$/

/** Where a request came from. `proxies` stand before us, and each has added to `X-Forwarded-For` whom it talked to. */
export function originOf(request: IncomingMessage, proxies: number): Origin {
  const id = request.headers[originHeaders.requestId]
  return {
    requestId: typeof id === 'string' && REQUEST_ID.test(id) ? id : newId(),
    ip: proxies > 0 ? forwardedFor(request, proxies) : peer(request),
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
  }
}

function forwardedFor(request: IncomingMessage, proxies: number): string | null {
  const chain = String(request.headers['x-forwarded-for'] ?? '').split(',')
  const client = (chain.at(-proxies) ?? chain[0] ?? '').trim()
  return isIP(client) ? client : peer(request)
}

// Postgres, logs and people know an IPv4 address by its own form.
const peer = (request: IncomingMessage): string | null =>
  request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null

export const withOrigin = (headers: Headers, origin: Origin): Headers => {
  headers.set(originHeaders.requestId, origin.requestId)
  headers.set(originHeaders.ip, origin.ip ?? '')
  headers.set(originHeaders.userAgent, origin.userAgent ?? '')
  return headers
}

export const originFrom = (headers: Headers): Origin => ({
  requestId: headers.get(originHeaders.requestId) ?? newId(),
  ip: headers.get(originHeaders.ip) || null,
  userAgent: headers.get(originHeaders.userAgent) || null,
})
