import { type KeyObject, sign } from 'node:crypto'
import type { Db } from '@belfry/db'
import { dropMonth, findOldMonth, insertRemoval } from '@belfry/db/queries/audit-removal'
import { clock } from '@belfry/shared'
import { belfry, record } from '../events/record.ts'
import { keyId } from './keys.ts'
import { checkpointText } from './signed-texts.ts'

/**
 * Removes months that are older than so many. What is kept of one is signed: up to which number it went, and the hash there, which the rest
 * of the chain goes on from. Returns how many entries went.
 */
export async function removeOldMonths(db: Db, key: KeyObject, keepMonths: number | null): Promise<number> {
  if (keepMonths === null) return 0
  const now = clock.now()
  const before = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - keepMonths))
  let removed = 0
  for (let month = await findOldMonth(db, before); month; month = await findOldMonth(db, before)) {
    const { name, entries, seq, hash } = month
    await db.transaction().execute(async (tx) => {
      const at = clock.now()
      const signature = sign(null, checkpointText(seq, hash.toString('hex'), at.toISOString()), key)
      await dropMonth(tx, name)
      await insertRemoval(tx, {
        month: name.slice(-7),
        entries,
        seq,
        hash,
        at,
        key_id: keyId(key),
        signature,
      })
      await record(tx, belfry, {
        type: 'audit.removed',
        data: { target: { kind: 'month', id: name.slice(-7).replace('_', '-') }, before: { entries, seq } },
      })
    })
    removed += entries
  }
  return removed
}
