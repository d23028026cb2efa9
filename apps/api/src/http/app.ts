import { unsubscribeKeyFrom } from '@belfry/engine/preferences'
import type { Log } from '@belfry/log'
import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import type { Config } from '../config.ts'
import type { Services } from '../context.ts'
import type { Metrics } from '../metrics.ts'
import type { Sockets } from '../socket/sockets.ts'
import { answerError } from './answer.ts'
import { archiveRoutes } from './archives.ts'
import { type AuthRoutes, authRoutes } from './auth.ts'
import { consoleRoutes } from './console.ts'
import { demoRoutes } from './demo.ts'
import type { Env } from './env.ts'
import { exportRoutes } from './exports.ts'
import { feedbackRoutes } from './feedback.ts'
import { fileRoutes } from './files.ts'
import { healthRoutes } from './health.ts'
import { metricsRoutes } from './metrics.ts'
import { requests } from './requests.ts'
import { securityHeaders } from './security.ts'
import { trpcRoutes } from './trpc.ts'
import { unsubscribeRoutes } from './unsubscribe.ts'
import { uploadRoutes } from './uploads.ts'

export interface AppParts extends Omit<AuthRoutes, 'db' | 'sessions' | 'mails' | 'oneTimeKey'> {
  services: Services
  sockets: Sockets
  metrics: Metrics
  log: Log
  config: Config
}

/** Everything that is asked over HTTP. */
export function createApp({ services, sockets, metrics, log, config, ...access }: AppParts): Hono<Env> {
  const { db, live, sessions, mails, oneTimeKey } = services
  const app = new Hono<Env>()
  app.use(requests(log, config.TRUST_PROXY), securityHeaders(config.PUBLIC_URL, config.BRAND_LOGO_URL))
  app.onError((error, c) => answerError(c, error, log))
  app.notFound((c) => answerError(c, new DomainError('not_found'), log))

  app.route('/', healthRoutes(db, live))
  app.route('/', metricsRoutes(metrics, config.METRICS_TOKEN))
  app.route('/api/auth', authRoutes({ db, sessions, mails, oneTimeKey, config, ...access }))
  if (config.DEMO) app.route('/', demoRoutes())
  app.route('/trpc', trpcRoutes(services, sockets, access.identify, config))
  app.route('/uploads', uploadRoutes(services, access.identify, config))
  app.route('/files', fileRoutes(services))
  app.route('/archives', archiveRoutes(services))
  app.route('/exports', exportRoutes(services))
  app.route(
    '/unsubscribe',
    unsubscribeRoutes(services, unsubscribeKeyFrom(config.BELFRY_SECRET), config.BRAND_NAME),
  )
  app.route(
    '/hooks/mail',
    feedbackRoutes(services, {
      snsTopics: config.MAIL_FEEDBACK_SNS_TOPICS,
      sendgridKey: config.MAIL_FEEDBACK_SENDGRID_KEY,
      secret: config.MAIL_FEEDBACK_SECRET,
      tracking: config.MAIL_TRACKING,
    }),
  )
  app.route('/', consoleRoutes(config.CONSOLE_DIR))
  return app
}
