import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Explained } from '../errors.ts'

/** Answers an upgrade that is not wanted, and hangs up. */
export function refuse(socket: Duplex, explained: Explained): void {
  const body = JSON.stringify(explained)
  socket.end(
    [
      `HTTP/1.1 ${explained.httpStatus} ${STATUS_CODES[explained.httpStatus] ?? ''}`,
      'Connection: close',
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${explained.requestId}`,
      '',
      body,
    ].join('\r\n'),
    // Whoever does not hang up in turn is not waited for.
    () => socket.destroy(),
  )
}
