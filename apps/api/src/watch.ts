import type { Log } from '@belfry/log'
import { type Actor, defaultLocale } from '@belfry/shared'
import { type Explained, causeOf, explain } from './errors.ts'
import type { Metrics } from './metrics.ts'
import type { Refusals } from './refusals.ts'

export interface Call {
  path: string
  type: string
  actor: Actor | undefined
  ms: number
}

/** Keeps an eye on calls: measures them, logs what went wrong, and has refusals told. */
export interface Watch {
  done(call: Call): void
  failed(call: Call, explained: Explained, error: unknown): void
  /** What went wrong outside of a call: a frame that is none, a subscription that broke later. */
  stray(error: unknown): void
  /** Somebody was turned away before it came to a call. */
  turnedAway: Refusals['addStranger']
}

export function createWatch(refusals: Refusals, log: Log, { calls }: Metrics): Watch {
  // What a call failed of comes by again as stray.
  const told = new WeakSet<object>()

  return {
    done: ({ path, ms }) => calls.observe({ procedure: path, outcome: 'ok' }, ms / 1000),

    failed(call, explained, error) {
      const { path, type, actor, ms } = call
      const { key, requestId } = explained
      if (typeof error === 'object' && error !== null) told.add(error)
      calls.observe({ procedure: path, outcome: key }, ms / 1000)
      const entry = { path, type, key, requestId, personId: actor?.id }
      if (key === 'internal') log.error({ ...entry, err: causeOf(error) }, 'call failed')
      else if (key === 'unavailable') log.warn({ ...entry, err: causeOf(error) }, 'database not reached')
      else log.debug(entry, 'call refused')
      if (explained.code === 'FORBIDDEN' && actor) refusals.add(actor, path, key)
    },

    stray(error) {
      if (typeof error !== 'object' || error === null || told.has(error)) return
      const { key, requestId } = explain(error, { locale: defaultLocale })
      const entry = { key, requestId }
      if (key === 'internal') log.error({ ...entry, err: causeOf(error) }, 'stray error')
      else if (key === 'unavailable') log.warn({ ...entry, err: causeOf(error) }, 'database not reached')
      // Without the error: its text may quote what was sent.
      else log.debug(entry, 'refused')
    },

    turnedAway: (origin, door, reason) => refusals.addStranger(origin, door, reason),
  }
}
