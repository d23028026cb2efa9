import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Hono } from 'hono/tiny'
import type { Metrics } from '../metrics.ts'
import type { Env } from './env.ts'

/** For a scraper on this machine, or one that shows the token. */
export const metricsRoutes = ({ registry }: Metrics, token: string | undefined): Hono<Env> =>
  new Hono<Env>().get('/metrics', async (c) => {
    if (!isLocal(c.env.incoming) && !isToken(c.req.header('authorization'), token))
      return c.text('Forbidden\n', 403)
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })

/** Whatever a proxy forwards comes from this machine, too, but says so. */
const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined

const digest = (text: string) => createHash('sha256').update(text).digest()

const isToken = (shown: string | undefined, token: string | undefined): boolean =>
  token !== undefined && shown !== undefined && timingSafeEqual(digest(shown), digest(`Bearer ${token}`))
