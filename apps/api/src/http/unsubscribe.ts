import {
  type MailChoices,
  type UnsubscribeKey,
  type Unsubscription,
  checkUnsubscribe,
  findUnsubscription,
  resubscribe,
  unsubscribe,
} from '@belfry/engine/preferences'
import { DomainError } from '@belfry/shared'
import { categories, rhythmsOf } from '@belfry/shared/delivery'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { bodyUpTo } from './body-limit.ts'
import type { Env, HttpContext } from './env.ts'
import { errorPage } from './error-page.ts'
import { type Moment, unsubscribePage } from './unsubscribe-page.ts'

/** `goal:daily`: how mails of a category came; `default` is Belfry's own rule. */
const Restored = z.templateLiteral([
  z.enum(categories as [string, ...string[]]),
  ':',
  z.enum(['default', ...rhythmsOf.mail]),
])
const Fields = z.union([
  // What a mail program sends by itself (RFC 8058), and our button, too.
  z.object({ 'List-Unsubscribe': z.literal('One-Click') }),
  z.object({ restore: z.union([Restored.transform((one) => [one]), z.array(Restored).max(50)]) }),
])

/**
 * The link in a mail that stops more mails like it. Whoever has it needs no session, and no cookie counts here. Opening it only shows a
 * page, since mail scanners open every link; what is posted acts, at once and as often as one likes.
 */
export function unsubscribeRoutes(
  { db }: Pick<Services, 'db'>,
  key: UnsubscribeKey,
  brand: string,
): Hono<Env> {
  const app = new Hono<Env>()
  app.use(bodyUpTo(16))
  app.onError(async (error, c) => errorPage(c, error))

  app.get('/', async (c) => show(c, await findUnsubscription(db, linkIn(c, key))))

  app.post('/', async (c) => {
    const link = linkIn(c, key)
    const fields = Fields.safeParse(await c.req.parseBody({ all: true }).catch(() => undefined))
    if (!fields.success) throw new DomainError('invalid_input')
    const origin = c.get('origin')
    const wanted = 'restore' in fields.data ? choicesOf(fields.data.restore) : undefined
    const before = await db.transaction().execute(async (tx): Promise<MailChoices> => {
      if (!wanted) return unsubscribe(tx, link, origin)
      await resubscribe(tx, link, wanted, origin)
      return {}
    })
    return show(c, await findUnsubscription(db, link), { before, isAgain: wanted !== undefined })
  })

  async function show(c: HttpContext, found: Unsubscription, moment?: Moment): Promise<Response> {
    c.set('personId', found.actor.id)
    return new Response(await unsubscribePage(found, brand, moment), {
      headers: { 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noindex' },
    })
  }
  return app
}

const linkIn = (c: HttpContext, key: UnsubscribeKey) =>
  checkUnsubscribe(key, {
    person: c.req.query('person'),
    from: c.req.query('from'),
    signature: c.req.query('signature'),
  })

const choicesOf = (restored: string[]): MailChoices =>
  Object.fromEntries(
    restored.map((one) => {
      const [category = '', rhythm] = one.split(':')
      return [category, rhythm === 'default' ? null : rhythm]
    }),
  ) as MailChoices
