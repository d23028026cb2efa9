import { type KeyObject, createPublicKey, verify } from 'node:crypto'
import type { Db } from '@belfry/db'
import { type AuditRow, lastCheckpoint, listAuditKeys } from '@belfry/db/queries/audit'
import { type Checkpoint, hashesAt, listCheckpoints, listSealed } from '@belfry/db/queries/audit-export'
import { lastRemoval } from '@belfry/db/queries/audit-removal'
import type { Actor } from '@belfry/shared'
import type { AuditFault, AuditVerification, AuditVerifyInput } from '@belfry/shared/wire'
import { demand } from '../access/demand.ts'
import { canonical } from './canonical.ts'
import { GENESIS, digestOf, entryLine, linkHash } from './entry.ts'
import { keyId, publicKeyOf } from './keys.ts'
import { checkpointText } from './signed-texts.ts'

const AT_ONCE = 5_000

/** Follows the chain in the database for some thousand entries, and says what is wrong first. The answer says where to go on. */
export async function verifyAudit(
  db: Db,
  actor: Actor,
  key: KeyObject,
  { after }: AuditVerifyInput,
): Promise<AuditVerification> {
  demand(actor, 'audit.read')
  const [newest, removal] = await Promise.all([lastCheckpoint(db), lastRemoval(db)])
  if (removal && after < removal.seq) after = removal.seq
  const sealedTo = newest?.seq ?? 0
  const to = Math.min(after + AT_ONCE, sealedTo)
  const [rows, checkpoints, before, keys] = await Promise.all([
    listSealed(db, after, to, AT_ONCE),
    listCheckpoints(db, after, to),
    hashesAt(db, [after, sealedTo + 1]),
    listAuditKeys(db),
  ])
  const first = after === removal?.seq ? removal.hash : after === 0 ? GENESIS : before.get(after)
  const hashes = new Map([[after, first]])
  const known = new Map(keys.map((one) => [one.id, publicKeyOf(one.public_key.toString('hex'))]))
  known.set(keyId(key), createPublicKey(key))
  // What is sealed without being signed had its checkpoint taken away.
  const unsigned = before.has(sealedTo + 1) ? { kind: 'cut_off' as const, seq: sealedTo + 1 } : null
  const fault =
    faultIn(rows, hashes, { after, to }) ??
    faultOfCheckpoints(checkpoints, hashes, known) ??
    (to === sealedTo ? unsigned : null)
  return {
    checkedTo: fault ? Math.max(fault.seq - 1, after) : to,
    sealedTo,
    next: fault || to >= sealedTo ? null : to,
    fault,
    checkpoint: newest ? { seq: newest.seq, at: newest.at.toISOString(), keyId: newest.key_id } : null,
  }
}

type Found = { kind: AuditFault; seq: number } | null

/** Fills in the hashes of the rows on its way. */
function faultIn(
  rows: AuditRow[],
  hashes: Map<number, Buffer | undefined>,
  { after, to }: { after: number; to: number },
): Found {
  let due = after + 1
  for (const row of rows) {
    const previous = hashes.get(due - 1)
    if (row.seq !== due || !previous) return { kind: row.seq! > due ? 'removed' : 'inserted', seq: due }
    if (!isAsSealed(row, previous)) return { kind: 'changed', seq: due }
    hashes.set(due, row.hash!)
    due++
  }
  return due <= to ? { kind: 'removed', seq: due } : null
}

function isAsSealed(row: AuditRow, previous: Buffer): boolean {
  const { content, who, what } = entryLine(row, previous)
  const isIntact = (part: object | null, digest: Buffer | null) =>
    part === null || (digest !== null && digestOf(canonical(part)).equals(digest))
  return (
    linkHash(previous, canonical(content)).equals(row.hash!) &&
    isIntact(who, row.who_digest) &&
    isIntact(what, row.what_digest)
  )
}

function faultOfCheckpoints(
  checkpoints: Checkpoint[],
  hashes: Map<number, Buffer | undefined>,
  keys: Map<string, KeyObject | undefined>,
): Found {
  for (const { seq, hash, at, key_id: id, signature } of checkpoints) {
    const key = keys.get(id)
    if (!key || !verify(null, checkpointText(seq, hash.toString('hex'), at.toISOString()), key, signature))
      return { kind: 'forged', seq }
    if (!hashes.get(seq)?.equals(hash)) return { kind: 'rewritten', seq }
  }
  return null
}
