import type { Log } from '@belfry/log'
import { DomainError } from '@belfry/shared'
import { serverTransformer } from '@belfry/shared/wire/transformer'
import { explain, shapeOf } from '../errors.ts'
import type { HttpContext } from './env.ts'

export const isTrpc = (path: string): boolean => path === '/trpc' || path.startsWith('/trpc/')

/** For how long to stay away; only a limit that was reached says so. */
export const retryAfter = (error: unknown): string | undefined =>
  error instanceof DomainError && error.code === 'too_many_requests'
    ? String(error.values.seconds)
    : undefined

/** Answers with an error outside of a procedure, in the shape that whoever asked understands. */
export function answerError(c: HttpContext, error: unknown, log: Log): Response {
  const reader = { locale: c.get('locale'), requestId: c.get('origin').requestId }
  const explained = explain(error, reader)
  const { key, requestId } = explained
  if (key === 'internal') log.error({ path: c.req.path, requestId, err: error }, 'request failed')
  if (key === 'unavailable') log.warn({ path: c.req.path, requestId, err: error }, 'database not reached')

  const body = isTrpc(c.req.path)
    ? { error: serverTransformer.output.serialize(shapeOf(error, reader)) }
    : explained
  const headers = new Headers()
  const wait = retryAfter(error)
  if (wait) headers.set('retry-after', wait)
  // The rest of what is too large is not read, so nothing can follow it on this connection.
  if (key === 'too_large') headers.set('connection', 'close')
  return Response.json(body, { status: explained.httpStatus, headers })
}
