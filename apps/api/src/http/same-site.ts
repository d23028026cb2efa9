import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a page of ours may have sent this: browsers name the page's origin with every WebSocket and every POST. It is
 * ours when it is the public address, or the very host that was asked under the public address's scheme (the console is
 * also reached as localhost, through a tunnel, …).
 */
export function isOurPage(headers: IncomingHttpHeaders, publicUrl: URL): boolean {
  const { origin, host } = headers
  return origin === publicUrl.origin || (host !== undefined && origin === `${publicUrl.protocol}//${host}`)
}

/**
 * Cookies come along whoever makes a browser ask, so they count only for a page of ours. Programs name no origin and
 * show a token of their own.
 */
export const isForged = (headers: IncomingHttpHeaders, publicUrl: URL): boolean =>
  headers.origin === undefined
    ? headers.cookie !== undefined && !headers.authorization && !headers['x-api-key']
    : !isOurPage(headers, publicUrl)
