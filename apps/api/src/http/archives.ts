import { Readable } from 'node:stream'
import { openArchive } from '@belfry/engine/bulk'
import { zip } from '@belfry/engine/files'
import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { disposition } from './disposition.ts'
import type { Env, HttpContext } from './env.ts'
import { errorPage } from './error-page.ts'

/** Many documents as one zip by signed links, which `documents.archive` makes: written while it is read, one document at a time. */
export function archiveRoutes({ db, files }: Pick<Services, 'db' | 'files'>): Hono<Env> {
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
    const held = await openArchive(db, files.linkKey, link)
    const headers = {
      'content-type': 'application/zip',
      'content-disposition': disposition('attachment', c.req.param('name') ?? 'documents.zip'),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
    }
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const entries = held.map(({ name, file }) => ({
      name,
      at: file.ready_at ?? file.created_at,
      content: { size: file.size, open: () => files.storage.read(file.storage_key) },
    }))
    return new Response(Readable.toWeb(zip(entries)) as ReadableStream, { headers })
  }
  return app
}
