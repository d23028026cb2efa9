import { askReset, confirmAddress, endSession, setPassword } from '@belfry/engine/access'
import { recordAccess } from '@belfry/engine/audit'
import { DomainError, type Origin } from '@belfry/shared'
import { parseIn, problemsOf } from '@belfry/shared/machine'
import { MailAddress, NewPassword } from '@belfry/shared/wire'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Auth } from '../auth.ts'
import type { Config } from '../config.ts'
import type { Services } from '../context.ts'
import { type Identify, identifyCaller } from '../identify.ts'
import type { SignInLimit } from '../limits.ts'
import { bodyUpTo } from './body-limit.ts'
import { credentialsIn } from './credentials.ts'
import type { Env, HttpContext } from './env.ts'
import { withOrigin } from './origin.ts'
import { isForged } from './same-site.ts'

const SignIn = z.object({
  email: z.string().trim().min(1).max(320),
  password: z.string().min(1).max(128),
})

const SetPassword = z.object({ token: z.string().min(20).max(100), password: NewPassword })

const ForgotPassword = z.object({ email: MailAddress })
const ConfirmAddress = z.object({ token: z.string().min(20).max(100) })

export interface AuthRoutes extends Pick<Services, 'db' | 'sessions' | 'mails' | 'oneTimeKey'> {
  auth: Auth
  identify: Identify
  limit: SignInLimit
  config: Config
}

/** Signing in and out, and what is done by a link that came by mail. better-auth does the sessions; limits, the trail and the words of an error are ours. */
export function authRoutes(routes: AuthRoutes): Hono<Env> {
  const { db, sessions, mails, oneTimeKey, auth, identify, limit, config } = routes
  const app = new Hono<Env>()

  app.use(async (c, next) => {
    if (isForged(c.env.incoming.headers, config.PUBLIC_URL)) throw new DomainError('not_permitted')
    await next()
    sessions.forgetAll()
  })
  app.use(bodyUpTo(16))

  app.post('/sign-in/email', async (c) => {
    const origin = c.get('origin')
    const parsed = parseIn(SignIn, await c.req.json().catch(() => undefined), c.get('locale'))
    if (!parsed.success) throw new DomainError('invalid_input', {}, { problems: problemsOf(parsed.error) })
    const { email } = parsed.data
    const ip = origin.ip ?? 'unknown'

    await limit.attempt(email, ip)
    const answer = await ask(c, '/sign-in/email', parsed.data)
    if (answer.status >= 500) throw new DomainError('unavailable')
    if (!answer.ok) {
      await refused(email, origin)
      throw new DomainError('wrong_credentials')
    }
    await limit.succeeded(email, ip)
    const { user } = (await answer.json()) as { user: { id: string; name: string; email: string } }
    c.set('personId', user.id)
    // A page needs no token, and what it does not have cannot be taken from it.
    if (c.req.header('origin')) answer.headers.delete('set-auth-token')
    return Response.json(
      { user: { id: user.id, name: user.name, email: user.email } },
      { headers: kept(answer) },
    )
  })

  app.post('/set-password', async (c) => {
    const origin = c.get('origin')
    const parsed = parseIn(SetPassword, await c.req.json().catch(() => undefined), c.get('locale'))
    if (!parsed.success) throw new DomainError('invalid_input', {}, { problems: problemsOf(parsed.error) })
    const ip = origin.ip ?? 'unknown'
    await limit.attempt('set-password', ip)
    const set = await db.transaction().execute((tx) => setPassword(tx, parsed.data, origin, oneTimeKey))
    await limit.succeeded('set-password', ip)
    return Response.json(set)
  })

  // The answer says nothing about whose address it is.
  app.post('/forgot-password', async (c) => {
    const origin = c.get('origin')
    const parsed = parseIn(ForgotPassword, await c.req.json().catch(() => undefined), c.get('locale'))
    if (!parsed.success) throw new DomainError('invalid_input', {}, { problems: problemsOf(parsed.error) })
    const { email } = parsed.data
    await mails(email, origin.ip ?? 'unknown')
    await db.transaction().execute((tx) => askReset(tx, email, origin))
    return Response.json({})
  })

  app.post('/confirm-address', async (c) => {
    const origin = c.get('origin')
    const parsed = parseIn(ConfirmAddress, await c.req.json().catch(() => undefined), c.get('locale'))
    if (!parsed.success) throw new DomainError('invalid_input', {}, { problems: problemsOf(parsed.error) })
    const ip = origin.ip ?? 'unknown'
    await limit.attempt('confirm-address', ip)
    const { token } = parsed.data
    const confirmed = await db.transaction().execute((tx) => confirmAddress(tx, token, origin, oneTimeKey))
    await limit.succeeded('confirm-address', ip)
    return Response.json(confirmed)
  })

  app.post('/sign-out', async (c) => {
    const { caller } = await identifyCaller(identify, credentialsIn(c.env.incoming.headers))
    const { actor, sessionId } = caller
    if (actor && sessionId) {
      c.set('personId', actor.id)
      const origin = c.get('origin')
      // better-auth would say "signed out" even when it could not delete the session.
      await db.transaction().execute((tx) => endSession(tx, { ...actor, origin }, sessionId))
    }
    const answer = await ask(c, '/sign-out', {})
    return Response.json({}, { headers: kept(answer) })
  })

  /** Hands a request to better-auth with nothing of the caller but what it needs. */
  function ask(c: HttpContext, path: string, body: unknown): Promise<Response> {
    const { cookie } = c.env.incoming.headers
    const headers = withOrigin(
      new Headers({ 'content-type': 'application/json', origin: config.PUBLIC_URL.origin }),
      c.get('origin'),
    )
    if (cookie) headers.set('cookie', cookie)
    const url = new URL(`/api/auth${path}`, config.PUBLIC_URL)
    return auth.handler(new Request(url, { method: 'POST', headers, body: JSON.stringify(body) }))
  }

  const refused = (email: string, origin: Origin) =>
    db.transaction().execute((tx) =>
      recordAccess(tx, {
        type: 'session.refused',
        actor: null,
        data: { after: { email }, reason: 'wrong_credentials' },
        origin,
      }),
    )
  return app
}

/** The cookies, and the token for programs. */
function kept({ headers }: Response): Headers {
  const some = new Headers()
  for (const cookie of headers.getSetCookie()) some.append('set-cookie', cookie)
  const token = headers.get('set-auth-token')
  if (token) some.set('set-auth-token', token)
  return some
}
