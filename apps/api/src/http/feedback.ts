import { type FeedbackSource, takeFeedback } from '@belfry/engine/mail'
import { DomainError } from '@belfry/shared'
import type { Feedback } from '@belfry/shared/mail'
import { Hono } from 'hono/tiny'
import type { Services } from '../context.ts'
import { GenericFeedback, isSignedBy, readGeneric } from '../feedback/generic.ts'
import { isFromSendgrid, readSendgrid, sendgridKey } from '../feedback/sendgrid.ts'
import { readSes } from '../feedback/ses.ts'
import { type GetText, createSns } from '../feedback/sns.ts'
import { bodyUpTo } from './body-limit.ts'
import type { Env, HttpContext } from './env.ts'

/** A batch of SendGrid has up to 768 KB. */
const BODY_LIMIT_KIB = 1024

export interface FeedbackSettings {
  /** Topics of SNS to which SES publishes; without one its door is closed, and so are the others without theirs. */
  snsTopics: readonly string[]
  sendgridKey: string | undefined
  secret: string | undefined
  /** Whether it is kept that people open mails and follow links. */
  tracking: boolean
}

/**
 * What providers say of mails, each in its own way and signed. Whoever cannot be believed is told so, and counted like everybody who
 * is refused. Programs post here, so no session counts and no origin is asked.
 */
export function feedbackRoutes(
  { db, watch }: Pick<Services, 'db' | 'watch'>,
  settings: FeedbackSettings,
  get?: GetText,
): Hono<Env> {
  const app = new Hono<Env>()
  app.use(bodyUpTo(BODY_LIMIT_KIB))
  const sns = settings.snsTopics.length > 0 ? createSns(settings.snsTopics, get) : undefined
  const key = settings.sendgridKey ? sendgridKey(settings.sendgridKey) : undefined
  const { secret } = settings

  if (sns)
    app.post('/ses', async (c) => {
      const message = await sns.open(await c.req.text()).catch((error: unknown) => refuse(c, error))
      return take(c, 'ses', message === null ? [] : readSes(message))
    })

  if (key)
    app.post('/sendgrid', async (c) => {
      const body = await bodyOf(c)
      const signed = {
        timestamp: c.req.header('x-twilio-email-event-webhook-timestamp'),
        signature: c.req.header('x-twilio-email-event-webhook-signature'),
        body,
      }
      if (!isFromSendgrid(key, signed)) refuse(c, new DomainError('not_permitted'))
      return take(c, 'sendgrid', readSendgrid(jsonIn(body)))
    })

  if (secret)
    app.post('/generic', async (c) => {
      const body = await bodyOf(c)
      const signed = {
        id: c.req.header('webhook-id'),
        timestamp: c.req.header('webhook-timestamp'),
        signature: c.req.header('webhook-signature'),
        body,
      }
      if (!isSignedBy(secret, signed)) refuse(c, new DomainError('not_permitted'))
      const parsed = GenericFeedback.safeParse(jsonIn(body))
      if (!parsed.success) throw new DomainError('invalid_input')
      return take(c, 'generic', readGeneric(parsed.data))
    })

  async function take(c: HttpContext, source: FeedbackSource, news: Feedback[]): Promise<Response> {
    const due = settings.tracking ? news : news.filter(({ kind }) => kind !== 'opened' && kind !== 'clicked')
    return c.json({ taken: await takeFeedback(db, source, due) })
  }

  function refuse(c: HttpContext, error: unknown): never {
    if (error instanceof DomainError) watch.turnedAway(c.get('origin'), '/hooks/mail', error.code)
    throw error
  }
  return app
}

const bodyOf = async (c: HttpContext): Promise<Buffer> => Buffer.from(await c.req.arrayBuffer())

function jsonIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
