import type { Db } from '@belfry/db'
import { findApiKey, touchApiKey } from '@belfry/db/queries/api-keys'
import { hashKey } from '@belfry/engine/access'
import type { Log } from '@belfry/log'
import { clock } from '@belfry/shared'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { ApiKeys } from './identify.ts'
import { refuse } from './limits.ts'

/** What our keys look like; nothing else is looked up. */
const KEY = /^belfry_[\w-]{43}$/
const TOUCH_EVERY_MS = 60_000
const REMEMBERED = 10_000

/** API keys: standing sessions of programs, which end when they are revoked, expire or their owner's account is closed. */
export function createApiKeys(db: Db, log: Log, callsPerMinute: number): ApiKeys {
  const limiter = new RateLimiterMemory({ points: callsPerMinute, duration: 60 })
  const touched = new Map<string, number>()

  /** Beside the call: when a key was last used is not worth waiting for. */
  function touch(id: string): void {
    const now = clock.now()
    if (now.getTime() - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return
    if (touched.size >= REMEMBERED) touched.clear()
    touched.set(id, now.getTime())
    touchApiKey(db, id, now).catch((err: unknown) => log.warn({ err }, 'use of an API key not noted'))
  }

  return {
    async session(secret) {
      const found = KEY.test(secret) ? await findApiKey(db, hashKey(secret), clock.now()) : undefined
      if (!found) return { session: undefined, refusal: 'invalid_key' }
      await limiter.consume(found.id).catch(refuse)
      touch(found.id)
      const { id, personId, name, person } = found
      return {
        session: { id, personId, kind: 'program', keyName: name },
        actor: person && { kind: 'program', ...person },
      }
    },
  }
}
