import { type KeyObject, verify } from 'node:crypto'
import type { Db } from '@belfry/db'
import { checkpointText, hashEntry } from '@belfry/engine/audit'

/**
 * Follows the chain from its beginning, as somebody would who has the tables and the public key, and nothing else of
 * ours but what goes into a hash. Returns the first thing that is wrong.
 */
export async function faultOf(db: Db, publicKey: KeyObject): Promise<string | null> {
  const entries = await db
    .selectFrom('audit_entries')
    .selectAll()
    .where('seq', 'is not', null)
    .orderBy('seq')
    .execute()
  const checkpoints = await db.selectFrom('audit_checkpoints').selectAll().orderBy('seq').execute()
  let hash: Buffer = Buffer.alloc(32)
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== i + 1) return `number ${i + 1} is ${entry.seq}`
    hash = hashEntry(hash, i + 1, entry)
    if (!hash.equals(entry.hash!)) return `entry ${i + 1} is not what was sealed`
  }
  for (const { seq, hash: signed, at, signature } of checkpoints) {
    if (!entries[seq - 1]?.hash?.equals(signed)) return `checkpoint ${seq} is of another chain`
    if (!verify(null, checkpointText(seq, signed, at), publicKey, signature))
      return `checkpoint ${seq} is forged`
  }
  if (checkpoints.at(-1)?.seq !== entries.length) return 'the end is not signed'
  return null
}
