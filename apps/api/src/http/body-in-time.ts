import type { IncomingMessage } from 'node:http'

const limits = { wholeWithinMs: 30_000, pauseAtMostMs: 30_000 }

/**
 * Hangs up on whoever sends too slowly: a request has to be here in time; an upload may take as long as it needs, but has to keep
 * moving. Node's own limit knows no such difference.
 */
export function watchBody(request: IncomingMessage, { wholeWithinMs, pauseAtMostMs } = limits): void {
  const { socket } = request
  const hangUp = () => {
    if (!request.complete)
      socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n', () => socket.destroy())
  }
  if (request.method === 'PATCH' && request.url?.startsWith('/uploads/')) {
    // Of a request that hears of it, Node leaves the socket alone.
    request.setTimeout(pauseAtMostMs).on('timeout', hangUp)
    const over = () => {
      socket.setTimeout(0)
    }
    request.once('end', over).once('close', over)
    return
  }
  const timer = setTimeout(hangUp, wholeWithinMs)
  timer.unref()
  const over = () => clearTimeout(timer)
  request.once('end', over).once('close', over)
}
