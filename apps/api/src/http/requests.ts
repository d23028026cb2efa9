import type { Log } from '@belfry/log'
import { localeFrom } from '@belfry/shared'
import type { MiddlewareHandler } from 'hono'
import type { Env } from './env.ts'
import { originHeaders, originOf } from './origin.ts'

const CHATTER = new Set(['/livez', '/readyz', '/metrics'])

/** What people call their documents is nobody else's business. */
const NAME_OF_FILE = /^(\/files\/[^/]+\/).+/

/** Gives every request its number, and the log one line about it: no query, no header, no body. */
export function requests(log: Log, proxies: number): MiddlewareHandler<Env> {
  return async (c, next) => {
    const start = performance.now()
    const origin = originOf(c.env.incoming, proxies)
    c.set('origin', origin)
    c.set('locale', localeFrom(c.req.header('accept-language')))
    await next()
    c.res.headers.set(originHeaders.requestId, origin.requestId)
    const { method, path } = c.req
    log[CHATTER.has(path) ? 'debug' : 'info'](
      {
        method,
        path: path.slice(0, 200).replace(NAME_OF_FILE, '$1…'),
        status: c.res.status,
        ms: Math.round(performance.now() - start),
        requestId: origin.requestId,
        personId: c.get('personId'),
      },
      'request',
    )
  }
}
