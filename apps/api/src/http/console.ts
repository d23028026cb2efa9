import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { DomainError } from '@belfry/shared'
import { Hono } from 'hono/tiny'
import type { Env, HttpContext } from './env.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
}
const squeezable = /^(text\/|application\/|image\/svg)/
const NOT_BUILT = 'The console is not built; `npm start` builds it.\n'

interface File {
  body: Buffer
  zipped: Buffer | undefined
  type: string
  etag: string
  caching: string
}

/** The console's files from memory: all of them are read, hashed and compressed once. */
export function consoleRoutes(folder: string): Hono<Env> {
  let files: Promise<Map<string, File>> | undefined
  // A build that is not there yet may be there at the next request.
  const loaded = () => (files ??= load(folder).catch(() => ((files = undefined), new Map<string, File>())))

  return new Hono<Env>().get('*', async (c) => {
    if (/^\/(api|trpc|uploads|files|hooks)\//.test(c.req.path)) throw new DomainError('not_found')
    const all = await loaded()
    const page = all.get('/index.html')
    if (!page) return c.text(NOT_BUILT, 503)
    const file = all.get(c.req.path)
    if (file) return serve(c, file)
    // Every other address is a page of the console, which finds its way by itself; what is missing for a page is missing.
    const wantsPage = c.req.path === '/' || (c.req.header('accept') ?? '').includes('text/html')
    if (!wantsPage || c.req.path.startsWith('/assets/')) throw new DomainError('not_found')
    return serve(c, page)
  })
}

function serve(c: HttpContext, { body, zipped, type, etag, caching }: File): Response {
  const headers = { 'content-type': type, 'cache-control': caching, etag, vary: 'accept-encoding' }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  if (!zipped || !/\bgzip\b/.test(c.req.header('accept-encoding') ?? ''))
    return c.body(body as Uint8Array<ArrayBuffer>, 200, headers)
  return c.body(zipped as Uint8Array<ArrayBuffer>, 200, { ...headers, 'content-encoding': 'gzip' })
}

async function load(folder: string): Promise<Map<string, File>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  const files = await Promise.all(
    names.map(async (name) => [`/${name.replaceAll(path.sep, '/')}`, await read(folder, name)] as const),
  )
  return new Map(files)
}

async function read(folder: string, name: string): Promise<File> {
  const body = await readFile(path.join(folder, name))
  const type = types[path.extname(name)] ?? 'application/octet-stream'
  return {
    body,
    zipped: squeezable.test(type) && body.length > 1_000 ? await promisify(gzip)(body) : undefined,
    type,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    // The name of an asset has its content's hash in it.
    caching: name.startsWith('assets') ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
}
