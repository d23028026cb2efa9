import type { Db } from '@belfry/db'
import { type Refusals as Counted, recordRefusals } from '@belfry/engine/access'
import type { Log } from '@belfry/log'
import { type Actor, type Origin, clock } from '@belfry/shared'
import { placeOf } from './limits.ts'

/** Refusals are written down at once, and while they go on, this often at most. */
const PAUSE_MS = 500
/** Callers and doors that are counted at the same time; more than these are an attack that is told of anyway. */
const MOST = 1_000

/** Unknown callers who are told one by one in an hour; an attack from a thousand addresses is one message more. */
const STRANGERS = 20
const HOUR_MS = 3_600_000

type Refusal = Omit<Counted, 'times'>

export interface Refusals {
  /** Somebody known was refused. */
  add(actor: Actor, procedure: string, reason: string): void
  /** Somebody unknown was turned away at one of the few doors that we have a name for. */
  addStranger(origin: Origin, door: 'API key' | '/trpc' | '/hooks/mail', reason: string): void
  /** Writes down what was counted last. */
  stop(): Promise<void>
}

/** Counts refused calls in memory, so that a script hammering at a closed door costs the database next to nothing. */
export function createRefusals(db: Db, log: Log): Refusals {
  let waiting = new Map<string, Counted>()
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined

  async function write(): Promise<void> {
    const batch = waiting
    waiting = new Map()
    if (batch.size === 0) return
    try {
      await db.transaction().execute((tx) => recordRefusals(tx, [...batch.values()]))
    } catch (err) {
      log.error({ err }, 'refusals not recorded, trying again')
      for (const refusal of batch.values()) count(refusal, refusal.times)
    }
  }

  function count(refusal: Refusal, times: number): void {
    const key = `${refusal.caller} ${refusal.procedure}`
    const known = waiting.get(key)
    if (known) known.times += times
    else if (waiting.size < MOST) waiting.set(key, { ...refusal, times })
  }

  function soon(): void {
    if (writing || timer || waiting.size === 0) return
    writing = write().finally(() => {
      writing = undefined
      timer = setTimeout(() => {
        timer = undefined
        soon()
      }, PAUSE_MS)
      timer.unref()
    })
  }

  const strangers = new Map<string, number>()

  /** Where a stranger comes from, as he is counted; one of many others when there are too many already. */
  function placeOfStranger(ip: string | null): string {
    const now = clock.now().getTime()
    const place = placeOf(ip ?? '?')
    for (const [known, since] of strangers) if (now - since > HOUR_MS) strangers.delete(known)
    if (!strangers.has(place) && strangers.size >= STRANGERS) return '*'
    strangers.set(place, now)
    return place
  }

  function add(refusal: Refusal): void {
    count(refusal, 1)
    soon()
  }

  return {
    add(actor, procedure, reason) {
      if (!actor.origin) return
      const { id, keyId, name, origin } = actor
      add({ caller: keyId ?? id, name, actor, origin, procedure, reason })
    },
    addStranger({ requestId, ip, userAgent }, door, reason) {
      const caller = placeOfStranger(ip)
      const name = caller === '*' ? '*' : (ip ?? '?')
      add({ caller, name, actor: null, origin: { requestId, ip, userAgent }, procedure: door, reason })
    },
    async stop() {
      clearTimeout(timer)
      await writing
      clearTimeout(timer)
      await write()
    },
  }
}
