import { type KeyObject, createHash, sign } from 'node:crypto'
import type { Db } from '@belfry/db'
import { type AuditRow, listAuditKeys } from '@belfry/db/queries/audit'
import { type Checkpoint, hashesAt, listCheckpoints, listSealed } from '@belfry/db/queries/audit-export'
import { lastRemoval } from '@belfry/db/queries/audit-removal'
import { type AuditFilter, searchAudit } from '@belfry/db/queries/audit-search'
import { clock } from '@belfry/shared'
import { canonical } from './canonical.ts'
import { GENESIS, entryLine } from './entry.ts'
import { keyId, publicBytes } from './keys.ts'
import { FORMAT, trailerText } from './signed-texts.ts'

const BATCH = 1_000

type Line = Record<string, unknown> & { kind: string }

/** As it stands in an export, and in the file that is kept elsewhere. */
export const checkpointLine = ({ seq, hash, at, key_id: id, signature }: Checkpoint): Line => ({
  kind: 'checkpoint',
  seq,
  hash: hash.toString('hex'),
  at: at.toISOString(),
  keyId: id,
  signature: signature.toString('hex'),
})

/**
 * The chain behind a number, up to a checkpoint, as lines of JSON that prove themselves: a header, the entries in their order
 * with checkpoints between them, and a signed trailer. Keeps no more than a batch of entries in memory.
 */
export async function* chainLines(
  db: Db,
  key: KeyObject,
  { after, to }: { after: number; to: number },
): AsyncGenerator<string> {
  const removal = await lastRemoval(db)
  if (removal && after < removal.seq) after = removal.seq
  const previous = await hashAt(db, after, removal)
  const header = { scope: 'chain', after, to, previous: previous.toString('hex') }
  yield* sealedFile(db, key, header, chainBody(db, previous, after, to))
}

/** The hash that the chain goes on from behind a number, where entries before it may have been removed. */
export async function hashAt(
  db: Db,
  seq: number,
  removal: { seq: number; hash: Buffer } | undefined,
): Promise<Buffer> {
  if (seq === 0) return GENESIS
  if (seq === removal?.seq) return removal.hash
  const hash = (await hashesAt(db, [seq])).get(seq)
  if (!hash) throw new Error(`Entry ${seq} of the audit trail is missing.`)
  return hash
}

async function* chainBody(db: Db, previous: Buffer, after: number, to: number): AsyncGenerator<Line> {
  const checkpoints = (await listCheckpoints(db, after, to)).values()
  let checkpoint = checkpoints.next().value
  for await (const row of sealedRows(db, after, to)) {
    yield { ...entryLine(row, previous) }
    previous = row.hash!
    if (checkpoint?.seq !== row.seq) continue
    yield checkpointLine(checkpoint!)
    checkpoint = checkpoints.next().value
  }
}

async function* sealedRows(db: Db, after: number, to: number): AsyncGenerator<AuditRow> {
  for (let last = after; last < to;) {
    const rows = await listSealed(db, last, to, BATCH)
    yield* rows
    if (rows.length === 0) return
    last = rows.at(-1)!.seq!
  }
}

/** What a filter finds, oldest first: an excerpt, of which each entry proves itself by the hash before it. */
export async function* foundLines(
  db: Db,
  key: KeyObject,
  { filter, asked }: { filter: AuditFilter; asked: object },
): AsyncGenerator<string> {
  yield* sealedFile(db, key, { scope: 'excerpt', filter: asked }, foundBody(db, filter))
}

async function* foundBody(db: Db, filter: AuditFilter): AsyncGenerator<Line> {
  for await (const rows of foundRows(db, filter)) {
    const hashes = await hashesAt(
      db,
      rows.map(({ seq }) => seq! - 1),
    )
    for (const row of rows) yield { ...entryLine(row, hashes.get(row.seq! - 1) ?? GENESIS) }
  }
}

/** All that a filter finds, oldest first, in batches. */
export async function* foundRows(db: Db, filter: AuditFilter): AsyncGenerator<AuditRow[]> {
  let after: { at: string; id: string } | null = null
  for (;;) {
    const rows: AuditRow[] = await searchAudit(db, filter, { after, limit: BATCH, oldestFirst: true })
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    const last = rows.at(-1)!
    after = { at: last.at.toISOString(), id: last.id }
  }
}

/** Puts a header before the lines and a signed trailer behind them. */
async function* sealedFile(
  db: Db,
  key: KeyObject,
  about: Record<string, unknown>,
  body: AsyncIterable<Line>,
): AsyncGenerator<string> {
  const sum = createHash('sha256')
  const written = (line: Line): string => {
    const text = `${canonical(line)}\n`
    sum.update(text)
    return text
  }
  yield written({
    kind: 'header',
    format: FORMAT,
    version: 1,
    at: writtenAt(),
    keys: await keysOf(db, key),
    ...about,
  })
  let entries = 0
  for await (const line of body) {
    if (line.kind === 'entry') entries++
    yield written(line)
  }
  const digest = sum.digest('hex')
  const at = writtenAt()
  const signature = sign(null, trailerText(entries, digest, at), key).toString('hex')
  yield `${canonical({ kind: 'trailer', entries, digest, at, keyId: keyId(key), signature })}\n`
}

const writtenAt = () => clock.now().toISOString()

/** Every key that ever signed here, the present one included. */
async function keysOf(db: Db, key: KeyObject): Promise<{ id: string; publicKey: string }[]> {
  const kept = await listAuditKeys(db)
  const keys = new Map(kept.map((one) => [one.id, one.public_key.toString('hex')]))
  keys.set(keyId(key), publicBytes(key).toString('hex'))
  return [...keys].map(([id, publicKey]) => ({ id, publicKey }))
}
