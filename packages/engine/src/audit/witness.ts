import type { Db } from '@belfry/db'
import { lastCheckpoint } from '@belfry/db/queries/audit'
import { findWitness, saveWitness } from '@belfry/db/queries/audit-witnesses'
import { clock } from '@belfry/shared'
import { belfry, record } from '../events/record.ts'
import { canonical } from './canonical.ts'
import { checkpointLine } from './export.ts'

/** Where a checkpoint is kept beside the database; `keep` throws where that fails, and is asked again a minute later. */
export interface Witness {
  name: string
  keep: (line: string) => Promise<void>
}

const TOLD_EVERY_MS = 24 * 3_600_000

/**
 * Gives a witness the newest checkpoint, unless it has it. The trail says so once a day: a word about each checkpoint would be the reason for
 * the next one. Returns whether there was a new one.
 */
export async function keepCheckpoint(db: Db, { name, keep }: Witness): Promise<boolean> {
  const [newest, kept] = await Promise.all([lastCheckpoint(db), findWitness(db, name)])
  if (!newest || newest.seq <= (kept?.seq ?? 0)) return false
  await keep(`${canonical(checkpointLine(newest))}\n`)
  const at = clock.now()
  const isDue = !kept || at.getTime() - kept.told_at.getTime() >= TOLD_EVERY_MS
  await db.transaction().execute(async (tx) => {
    await saveWitness(tx, { name, seq: newest.seq, at, toldAt: isDue ? at : kept.told_at })
    if (isDue)
      await record(tx, belfry, {
        type: 'audit.checkpoint',
        data: {
          target: { kind: 'witness', id: name },
          after: { seq: newest.seq, hash: newest.hash.toString('hex') },
        },
      })
  })
  return true
}
