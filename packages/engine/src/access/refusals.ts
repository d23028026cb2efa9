import { type Tx, enqueue } from '@belfry/db'
import { countRefusals } from '@belfry/db/queries/refusals'
import { type Actor, clock, newId } from '@belfry/shared'
import { jobs } from '@belfry/shared/jobs'
import { record } from '../events/record.ts'
import { TELL_AFTER_MS } from '../notify/refusals.ts'

/** Calls of one caller at one door that were refused, since they were last counted. */
export interface Refusals {
  /** By which they are counted together: a person's id, a key's, or from where somebody unknown calls. */
  caller: string
  /** Null for somebody unknown, who is told by `name`. */
  actor: Pick<Actor, 'kind' | 'id' | 'name' | 'keyId'> | null
  /** What people read. */
  name: string
  /** Of the first of them. */
  origin: NonNullable<Actor['origin']>
  procedure: string
  /** The key of the error. */
  reason: string
  times: number
}

/**
 * Counts refused calls. The first of one caller at one door is an event that administrators are told of; those that follow
 * within an hour of each other raise the number in that message, and are on the trail once a minute.
 */
export async function recordRefusals(tx: Tx, refusals: Refusals[]): Promise<void> {
  const at = clock.now()
  const byEvent = new Map(refusals.map((refusal) => [newId(), refusal]))
  const counted = await countRefusals(
    tx,
    Array.from(byEvent, ([eventId, { caller, name, procedure, times }]) => ({
      caller,
      name,
      procedure,
      times,
      at,
      eventId,
    })),
  )
  for (const { given, first, noted } of counted) {
    const refusal = byEvent.get(given)
    if (refusal && (first || noted)) await note(tx, refusal, given, at, first)
  }
  if (counted.some(({ first }) => !first))
    await enqueue(tx, jobs.tellRefusals, {}, { delayMs: TELL_AFTER_MS })
}

async function note(tx: Tx, refusal: Refusals, id: string, at: Date, first: boolean): Promise<void> {
  const { actor, origin, procedure, reason, times } = refusal
  const who = {
    kind: actor?.kind ?? ('system' as const),
    id: actor?.id ?? null,
    name: actor?.name ?? 'Belfry',
  }
  await record(
    tx,
    { ...who, ...(actor?.keyId ? { keyId: actor.keyId } : {}), origin },
    {
      id,
      type: 'access.refused',
      at,
      data: {
        target: { kind: 'procedure', id: procedure },
        reason,
        ...(times > 1 ? { after: { times } } : {}),
        facts: { caller: refusal.name, procedure, times, since: at.toISOString() },
      },
    },
    { tell: first },
  )
}
