import { createServer } from 'node:http'
import { channel, connect } from '@belfry/db'
import { oneTimeKeyFrom } from '@belfry/engine/access'
import { exportKeyFrom, signingKeyFrom } from '@belfry/engine/audit'
import { vapidKeysFrom } from '@belfry/engine/push'
import type { Log } from '@belfry/log'
import { newId } from '@belfry/shared'
import { brandFrom } from '@belfry/templates/brand'
import { getRequestListener } from '@hono/node-server'
import { createApiKeys } from './api-keys.ts'
import { createAuth } from './auth.ts'
import type { Config } from './config.ts'
import type { Services } from './context.ts'
import { openFiles } from './files/service.ts'
import { FlagMemory } from './flags.ts'
import { createApp } from './http/app.ts'
import { watchBody } from './http/body-in-time.ts'
import { createIdentify } from './identify.ts'
import { createMailLimit, createPasswordLimit, createSignInLimit, createWriteLimit } from './limits.ts'
import type { Bus, Ears } from './live/bus.ts'
import { createLive } from './live/index.ts'
import { natsBus } from './live/nats-bus.ts'
import { createMetrics } from './metrics.ts'
import { createRefusals } from './refusals.ts'
import { SessionMemory } from './sessions.ts'
import { createSockets } from './socket/sockets.ts'
import { version } from './version.ts'
import { createWatch } from './watch.ts'

const HEADERS_WITHIN_MS = 15_000
const IDLE_MS = 65_000 // longer than the proxies before us, so that they hang up first
const DRAIN_MS = 7_000
/** Thousands come back at once after a restart; whom the system turns away tries again only after seconds (it may have a lower limit). */
const BACKLOG = 4_096 // connections
/** No call is worth more of the database's time than this; who waits longer has gone away. */
const STATEMENT_MS = 15_000

export interface RunningServer {
  port: number
  /** Lets calls finish, sends live connections elsewhere, and lets go of the database. */
  stop(): Promise<void>
}

/** One API process: HTTP, live connections, and what they stand on. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const url = config.DATABASE_URL
  const { db, pool, close } = connect(url, {
    name: 'belfry api',
    options: `-c statement_timeout=${STATEMENT_MS} -c idle_in_transaction_session_timeout=${STATEMENT_MS}`,
    onError: (error) => log.warn({ err: error.message }, 'database session broke'),
  })
  const sessions = new SessionMemory(db)
  const flags = new FlagMemory(db, config.SWITCHED_OFF)
  const { LIVE_BUS, BELFRY_SECRET: secret } = config
  const byNats = (ears: Ears): Bus => natsBus({ url: LIVE_BUS, secret, channel, log }, ears)
  const live = createLive({
    db,
    sessions,
    flags,
    url,
    log,
    processId: newId(),
    version,
    ...(LIVE_BUS !== 'postgres' && { makeBus: byNats }),
  })
  const metrics = createMetrics(live)
  const refusals = createRefusals(db, log)
  const services: Services = {
    db,
    files: await openFiles(config),
    flags,
    live,
    watch: createWatch(refusals, log, metrics),
    writes: createWriteLimit(config.WRITES_PER_MINUTE),
    passwords: createPasswordLimit(pool),
    mails: createMailLimit(pool),
    oneTimeKey: oneTimeKeyFrom(secret),
    brand: brandFrom(config, config.PUBLIC_URL.href),
    sessions,
    push: { publicKey: vapidKeysFrom(secret).publicKey, hosts: config.PUSH_HOSTS },
    webhooks: { secret, hosts: config.WEBHOOK_HOSTS, publicUrl: config.PUBLIC_URL.href },
    audit: { signingKey: signingKeyFrom(secret), linkKey: exportKeyFrom(secret) },
  }
  const auth = createAuth({ db, log, publicUrl: config.PUBLIC_URL, secret: config.BELFRY_SECRET })
  const { sessionToken } = (await auth.$context).authCookies
  const cookie = { name: sessionToken.name, secure: sessionToken.attributes.secure === true }
  const keys = createApiKeys(db, log, config.KEY_CALLS_PER_MINUTE)
  const identify = createIdentify(db, sessions, keys, config.BELFRY_SECRET, cookie)
  const sockets = createSockets(services, identify, { config, log })
  const limit = createSignInLimit(pool)
  const app = createApp({ services, sockets, metrics, log, config, auth, identify, limit })

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false })
  const server = createServer(
    { headersTimeout: HEADERS_WITHIN_MS, requestTimeout: 0, keepAliveTimeout: IDLE_MS },
    (request, response) => {
      watchBody(request)
      void listener(request, response)
    },
  )
  sockets.attach(server)

  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG }, () =>
      resolve((server.address() as { port: number }).port),
    )
  })
  await live.start().catch(async (error: unknown) => {
    server.close()
    await close()
    throw error
  })

  return {
    port,
    async stop() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      const impatience = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
      await sockets.stop()
      server.closeIdleConnections()
      await closed
      clearTimeout(impatience)
      await refusals.stop()
      await live.stop()
      await close()
    },
  }
}
