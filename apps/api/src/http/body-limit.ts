import { DomainError } from '@belfry/shared'
import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from './env.ts'

/**
 * Refuses bodies that are longer. Node holds a body to the length that it states, so only a body that states none is
 * looked at as it comes: to hono's own limit every body is a stream, which costs more than all else that is done to a call.
 */
export function bodyUpTo(kib: number): MiddlewareHandler<Env> {
  const refuse = (): never => {
    throw new DomainError('too_large', { limit: `${kib} KiB` })
  }
  const counted = bodyLimit({ maxSize: kib * 1024, onError: refuse })
  return (c, next) => {
    const { headers } = c.env.incoming
    const length = headers['content-length']
    if (length === undefined || headers['transfer-encoding'] !== undefined) return counted(c, next)
    return Number(length) <= kib * 1024 ? next() : refuse()
  }
}
