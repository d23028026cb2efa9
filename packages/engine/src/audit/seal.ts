import { type KeyObject, createHash, createPrivateKey, createPublicKey, hkdfSync, sign } from 'node:crypto'
import type { Tx } from '@belfry/db'
import {
  type AuditRow,
  insertCheckpoint,
  lastCheckpoint,
  listUnsealed,
  lockSealer,
  sealEntries,
} from '@belfry/db/queries/audit'
import { clock } from '@belfry/shared'
import { canonical } from './canonical.ts'

const BATCH = 2_000
const GENESIS = Buffer.alloc(32)

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
    hash = hashEntry(hash, seq, entry)
    return { id: entry.id, at: entry.at, seq, hash }
  })
  // A number that no entry has would be a hole in the chain for good.
  if ((await sealEntries(tx, sealed)) !== sealed.length) throw new Error('Some entries could not be sealed.')
  const at = clock.now()
  await insertCheckpoint(tx, {
    seq,
    hash,
    at,
    key_id: keyId(signingKey),
    signature: signCheckpoint(signingKey, seq, hash, at),
  })
  return { sealed: sealed.length, more: entries.length === BATCH }
}

/** The link of the chain at `seq`. Everything the entry says goes in, so that any change shows. */
export function hashEntry(previous: Buffer, seq: number, entry: AuditRow): Buffer {
  const { seq: _seq, hash: _hash, at, ...content } = entry
  return createHash('sha256')
    .update(previous)
    .update(canonical({ ...content, at: at.toISOString(), seq }))
    .digest()
}

/** What a checkpoint's signature covers. */
export const checkpointText = (seq: number, hash: Buffer, at: Date): Buffer =>
  Buffer.from(`belfry audit\n${seq}\n${hash.toString('hex')}\n${at.toISOString()}\n`)

const signCheckpoint = (key: KeyObject, seq: number, hash: Buffer, at: Date): Buffer =>
  sign(null, checkpointText(seq, hash, at), key)

/** Which key signed: the first 16 hex digits of SHA-256 over the public key. */
export const keyId = (key: KeyObject): string =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

// RFC 8410: an Ed25519 private key in PKCS #8 is this header and the 32 bytes of the seed.
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The installation's signing key, derived from its secret (HKDF, RFC 5869), so that there is one thing to keep safe. */
export function signingKeyFrom(secret: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'belfry audit signing key', 32))
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' })
}
