import { Readable } from 'node:stream'
import { openLink } from '@belfry/engine/files'
import { DomainError } from '@belfry/shared'
import { MissingObject } from '@belfry/storage'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Services } from '../context.ts'
import { disposition } from './disposition.ts'
import type { Env, HttpContext } from './env.ts'
import { errorPage } from './error-page.ts'
import { rangeIn } from './range.ts'

/** A browser shows these without running anything of theirs in our name; everything else it saves. */
const SHOWN = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'image/gif'])
const KEPT_S = 600

/** Files by signed links, which `documents.get` makes. Whoever has one needs no session. */
export function fileRoutes({ db, files }: Pick<Services, 'db' | 'files'>): Hono<Env> {
  const app = new Hono<Env>()

  app.get('/:id/:name?', async (c) => {
    try {
      return await send(c)
    } catch (error) {
      return errorPage(c, error)
    }
  })

  async function send(c: HttpContext): Promise<Response> {
    const fileId = z.uuid().safeParse(c.req.param('id')).data
    if (!fileId) throw new DomainError('link_invalid')
    const link = { fileId, expires: c.req.query('expires'), signature: c.req.query('signature') }
    const file = await openLink(db, files.linkKey, link)

    const isShown = c.req.query('inline') === '1' && SHOWN.has(file.type)
    const etag = `"${file.sha256}"`
    const headers = new Headers({
      'content-type': file.type,
      'content-disposition': disposition(isShown ? 'inline' : 'attachment', file.name),
      'content-security-policy': policyOf(isShown ? file.type : undefined),
      'cache-control': `private, max-age=${KEPT_S}`,
      'accept-ranges': 'bytes',
      etag,
    })
    if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })

    const ifRange = c.req.header('if-range')
    const range = ifRange && ifRange !== etag ? undefined : rangeIn(c.req.header('range'), file.size)
    if (range === 'unsatisfiable') {
      headers.set('content-range', `bytes */${file.size}`)
      return new Response(null, { status: 416, headers })
    }
    headers.set('content-length', String(range ? range.end - range.start + 1 : file.size))
    if (range) headers.set('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
    const status = range ? 206 : 200
    if (c.req.method === 'HEAD') return new Response(null, { status, headers })

    const bytes = await files.storage.read(file.storage_key, range).catch((error: unknown) => {
      throw error instanceof MissingObject ? new DomainError('not_found') : error
    })
    return new Response(Readable.toWeb(bytes) as ReadableStream, { status, headers })
  }
  return app
}

const policyOf = (shown: string | undefined): string =>
  shown === 'application/pdf'
    ? "default-src 'none'; frame-ancestors 'self'"
    : "default-src 'none'; frame-ancestors 'self'; sandbox"
