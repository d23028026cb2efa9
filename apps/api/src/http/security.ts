import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'

const YEAR_S = 31_536_000
const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:]+\](:\d{1,5})?$/i

/** Headers that keep a browser from doing what the console never needs. */
export function securityHeaders(publicUrl: URL, logo: string | undefined): MiddlewareHandler<Env> {
  const isSecure = publicUrl.protocol === 'https:'
  const images = logo ? ` ${logo}` : ''
  const fixed: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy':
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=(), display-capture=()',
    ...(isSecure ? { 'strict-transport-security': `max-age=${YEAR_S}` } : {}),
  }
  return async (c, next) => {
    await next()
    const { headers } = c.res
    for (const [name, value] of Object.entries(fixed)) headers.set(name, value)
    if (!headers.has('content-security-policy'))
      headers.set('content-security-policy', contentPolicy(c.req.header('host'), isSecure, images))
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  }
}

/**
 * Styles may be inline because a mail is shown in a frame that inherits this policy, and mails have no other styles. For the
 * same reason the brand's logo may be shown.
 */
function contentPolicy(host: string | undefined, isSecure: boolean, images: string): string {
  // Not every browser counts the WebSocket of a page's own host as 'self'.
  const socket = host && HOST.test(host) ? ` ${isSecure ? 'wss' : 'ws'}://${host}` : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    `img-src 'self' data:${images}`,
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self'${socket}`,
    "frame-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ')
}
