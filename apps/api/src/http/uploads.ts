import { discardUpload, forgetFile, getUpload } from '@belfry/engine/files'
import { type Actor, DomainError } from '@belfry/shared'
import { removeBytes } from '@belfry/storage'
import { type Lock, Server } from '@tus/server'
import { Hono } from 'hono/tiny'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Services } from '../context.ts'
import { finish } from '../files/finish.ts'
import { createPlaces } from '../files/places.ts'
import { UploadStore } from '../files/upload-store.ts'
import { type Identify, identifyCaller } from '../identify.ts'
import { credentialsIn } from './credentials.ts'
import type { Env, HttpContext } from './env.ts'
import { isForged } from './same-site.ts'

export type UploadServices = Pick<Services, 'db' | 'files'>

const TUS = { 'tus-resumable': '1.0.0' }
const TOO_MANY_BYTES = 413
const MOST_PARTS = 10_000

/**
 * The bytes of files, by tus 1.0: HEAD asks how far an upload is, PATCH goes on there, DELETE takes it back. An upload is
 * begun by `documents.begin`; it is its uploader's alone, and ready once its last byte is answered.
 */
export function uploadRoutes(
  { db, files }: UploadServices,
  identify: Identify,
  { PUBLIC_URL }: Config,
): Hono<Env> {
  const { storage, maxMb } = files
  const failures = new WeakMap<Request, unknown>()
  const inPlace = createPlaces()
  const tus = new Server({
    path: '/uploads',
    datastore: new UploadStore(db, storage),
    locker: { newLock: () => noLock },
    maxSize: maxMb * 1024 * 1024,
    allowedOrigins: [], // pages of other origins have no business here
    onResponseError(request, error) {
      if (!('status_code' in error) || error.status_code === TOO_MANY_BYTES)
        failures.set(request as Request, error)
      return undefined
    },
  })

  /** Throws what is not for tus to say. */
  async function speakTus(request: Request): Promise<Response> {
    const answer = await tus.handleWeb(request)
    const failure = failures.get(request)
    if (failure === undefined) return answer
    throw failure instanceof Error ? failure : new DomainError('file_incomplete')
  }

  const app = new Hono<Env>()
  app.all('/', (c) => (c.req.method === 'OPTIONS' ? tus.handleWeb(c.req.raw) : notAllowed()))
  app.all('/:id', async (c) => {
    if (c.req.method === 'OPTIONS') return tus.handleWeb(c.req.raw)
    const { actor, setCookie } = await admit(c, identify, PUBLIC_URL)
    const id = z.uuid().safeParse(c.req.param('id')).data
    if (!id) throw new DomainError('not_found')
    const { parts } = await getUpload(db, actor, id)
    // Whoever sends it byte by byte would make a file of each, and a row that names them all.
    if (c.req.method === 'PATCH' && parts.length >= MOST_PARTS) throw new DomainError('file_incomplete')

    const answer = await act(c, actor, id)
    if (setCookie) answer.headers.append('set-cookie', setCookie)
    return answer
  })

  async function act(c: HttpContext, actor: Actor, id: string): Promise<Response> {
    switch (c.req.method) {
      case 'HEAD':
        // All bytes may be there from before a crash: whoever asks then gets the file finished, or its refusal.
        await finish({ db, storage }, actor, id)
        return speakTus(c.req.raw)
      case 'PATCH':
        return inPlace(actor.id, async () => {
          const answer = await speakTus(c.req.raw)
          if (answer.ok) await finish({ db, storage }, actor, id)
          return answer
        })
      case 'DELETE':
        await discard(actor, id)
        return new Response(null, { status: 204, headers: TUS })
      default:
        return notAllowed()
    }
  }

  async function discard(actor: Actor, id: string): Promise<void> {
    const row = await db.transaction().execute((tx) => discardUpload(tx, actor, id))
    await removeBytes(storage, row)
    await forgetFile(db, id)
  }

  return app
}

/** The table of uploads keeps two senders apart. */
const noLock: Lock = { lock: () => Promise.resolve(), unlock: () => Promise.resolve() }

const notAllowed = () =>
  new Response(null, { status: 405, headers: { ...TUS, allow: 'OPTIONS, HEAD, PATCH, DELETE' } })

async function admit(
  c: HttpContext,
  identify: Identify,
  publicUrl: URL,
): Promise<{ actor: Actor; setCookie: string | undefined }> {
  const { headers } = c.env.incoming
  // A browser names no origin where it only asks on its own page.
  const onlyAsks = c.req.method === 'HEAD' && headers.origin === undefined
  if (!onlyAsks && isForged(headers, publicUrl)) throw new DomainError('not_permitted')
  const { caller, setCookie } = await identifyCaller(identify, credentialsIn(headers), { slide: true })
  if (!caller.actor) throw new DomainError(caller.refusal ?? 'not_signed_in')
  c.set('personId', caller.actor.id)
  c.set('locale', caller.actor.locale)
  return { actor: { ...caller.actor, origin: c.get('origin') }, setCookie }
}
