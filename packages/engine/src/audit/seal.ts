import { type KeyObject, sign } from 'node:crypto'
import type { Db, Tx } from '@belfry/db'
import {
  insertCheckpoint,
  keepAuditKey,
  lastCheckpoint,
  listUnsealed,
  lockSealer,
  sealEntries,
} from '@belfry/db/queries/audit'
import { clock } from '@belfry/shared'
import { GENESIS, sealOf } from './entry.ts'
import { keyId, publicBytes } from './keys.ts'
import { checkpointText } from './signed-texts.ts'

const BATCH = 2_000

/**
 * Seals the entries that are not sealed yet, oldest first: each gets its sequence number and SHA-256 over the hash
 * before it and its own content, and the last one a checkpoint signed with Ed25519. One sealer at a time.
 */
export async function sealAudit(tx: Tx, signingKey: KeyObject): Promise<{ sealed: number; more: boolean }> {
  await lockSealer(tx)
  const entries = await listUnsealed(tx, BATCH)
  if (entries.length === 0) return { sealed: 0, more: false }

  const last = await lastCheckpoint(tx)
  let { seq, hash } = last ?? { seq: 0, hash: GENESIS }
  const sealed = entries.map((entry) => {
    seq += 1
    const seal = sealOf(hash, seq, entry)
    hash = seal.hash
    return { id: entry.id, at: entry.at, seq, ...seal }
  })
  // A number that no entry has would be a hole in the chain for good.
  if ((await sealEntries(tx, sealed)) !== sealed.length) throw new Error('Some entries could not be sealed.')
  const at = clock.now()
  const id = keyId(signingKey)
  await keepAuditKey(tx, id, publicBytes(signingKey), at)
  const signature = sign(null, checkpointText(seq, hash.toString('hex'), at.toISOString()), signingKey)
  await insertCheckpoint(tx, { seq, hash, at, key_id: id, signature })
  return { sealed: sealed.length, more: entries.length === BATCH }
}

/** Seals all that is written by now: a checkpoint on demand. Returns the newest one; undefined where the trail is empty. */
export async function sealNow(db: Db, signingKey: KeyObject) {
  let more = true
  while (more) ({ more } = await db.transaction().execute((tx) => sealAudit(tx, signingKey)))
  return lastCheckpoint(db)
}
