import { Readable } from 'node:stream'
import { openExport } from '@belfry/engine/audit'
import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { disposition } from './disposition.ts'
import type { Env, HttpContext } from './env.ts'
import { errorPage } from './error-page.ts'

/** Exports of the trail by signed links, which `audit.export` makes: written while they are read, so they need no memory. */
export function exportRoutes({ db, audit }: Pick<Services, 'db' | 'audit'>): Hono<Env> {
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
    const link = { id, expires: c.req.query('expires'), signature: c.req.query('signature') }
    const { type, content } = await openExport(db, audit, link)
    const headers = {
      'content-type': type,
      'content-disposition': disposition('attachment', c.req.param('name') ?? 'audit'),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    }
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const bytes = Readable.from(encoded(content), { objectMode: false, highWaterMark: PIECE })
    return new Response(Readable.toWeb(bytes) as ReadableStream, { headers })
  }
  return app
}

const PIECE = 64 * 1024 // bytes; lines are much shorter, and each would be a write of its own

async function* encoded(content: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let size = 0
  for await (const piece of content) {
    const bytes = Buffer.from(piece as string)
    pieces.push(bytes)
    if ((size += bytes.length) < PIECE) continue
    yield Buffer.concat(pieces)
    pieces = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(pieces)
}
