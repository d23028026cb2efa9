import { type Db, type Tx, notify } from '@belfry/db'
import { findFlag, listFlags, saveFlag } from '@belfry/db/queries/flags'
import { resumeDeliveries } from '@belfry/db/queries/throttle'
import { type Actor, clock } from '@belfry/shared'
import { type FlagName, type Flags, flagNames, flagsFrom } from '@belfry/shared/flags'
import type { FlagView } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { record } from '../events/record.ts'

/** The flags as they are now; `configured` is what holds where nobody has said anything. */
export async function readFlags(db: Db, configured: Flags): Promise<Flags> {
  return flagsFrom(await listFlags(db), configured)
}

export const isOn = async (db: Db, name: FlagName, configured?: Flags): Promise<boolean> =>
  (await findFlag(db, name)) ?? configured?.[name] ?? true

export async function viewFlags(db: Db, actor: Actor, configured: Flags): Promise<FlagView[]> {
  demand(actor, 'system.read')
  const said = new Map((await listFlags(db)).map((row) => [row.name, row]))
  return flagNames.map((name) => {
    const row = said.get(name)
    return {
      name,
      on: row?.on ?? configured[name],
      changedAt: row?.changedAt.toISOString() ?? null,
      changedBy: row?.changedById ? { id: row.changedById, name: row.changedBy ?? '' } : null,
    }
  })
}

/**
 * Switches something on or off for everybody: every process knows within a second. A channel that is on again sends what
 * was queued when it went off.
 */
export async function setFlag(
  tx: Tx,
  actor: Actor,
  { name, on, reason }: { name: FlagName; on: boolean; reason: string },
  configured: Flags,
): Promise<void> {
  demand(actor, 'system.setFlag')
  const before = (await findFlag(tx, name)) ?? configured[name]
  const at = clock.now()
  await saveFlag(tx, { name, on, at, by: actor.id })
  const channel = name.match(/^channel\.(\w+)$/)?.[1]
  if (on && channel) await resumeDeliveries(tx, channel, at)
  await notify(tx, { kind: 'flags' })
  await record(tx, actor, {
    type: 'flag.set',
    at,
    data: { target: { kind: 'flag', id: name, title: name }, before: { on: before }, after: { on }, reason },
  })
}
