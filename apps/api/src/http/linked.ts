import { Readable } from 'node:stream'
import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import { disposition } from './disposition.ts'
import type { Env, HttpContext } from './env.ts'
import { errorPage } from './error-page.ts'

/** What a signed link shows. */
export interface ShownLink {
  id: string
  expires: string | undefined
  signature: string | undefined
}

export interface Linked {
  type: string
  /** Bytes, made while they are read, so that they need no memory. */
  read: () => Readable
}

/** What signed links `/:id/:name` lead to, as downloads under that name. */
export function linkedRoutes(open: (link: ShownLink) => Promise<Linked>): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/:id/:name', async (c) => {
    try {
      return await send(c)
    } catch (error) {
      return errorPage(c, error)
    }
  })

  async function send(c: HttpContext): Promise<Response> {
    const id = z.uuid().safeParse(c.req.param('id')).data
    if (!id) throw new DomainError('link_invalid')
    const { type, read } = await open({
      id,
      expires: c.req.query('expires'),
      signature: c.req.query('signature'),
    })
    const headers = {
      'content-type': type,
      'content-disposition': disposition('attachment', c.req.param('name') ?? id),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    }
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    return new Response(Readable.toWeb(read()) as ReadableStream, { headers })
  }
  return app
}
