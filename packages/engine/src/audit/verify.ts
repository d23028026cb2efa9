import { isUtf8 } from 'node:buffer'
import { type KeyObject, createHash, verify } from 'node:crypto'
import type { AuditFault } from '@belfry/shared/wire'
import { joined, partsOf } from './canonical.ts'
import { type EntryLine, digestOf, linkHash } from './entry.ts'
import { keyId, publicKeyOf } from './keys.ts'
import { FORMAT, checkpointText, trailerText } from './signed-texts.ts'

export interface Fault {
  kind: AuditFault
  /** Of the first entry that is concerned, and the line of the file (from 1); null where there is none. */
  seq: number | null
  line: number | null
}

export interface Verdict {
  fault: Fault | null
  scope: 'chain' | 'excerpt' | null
  entries: number
  /** The first and the last entry's number. */
  first: number | null
  last: number | null
  checkpoints: number
  /** Entries whose personal part was taken out; they prove all the same. */
  redacted: number
  /** Who signed the file. */
  keyId: string | null
}

export interface Expectations {
  /** The key that has to have signed it, by its id; any key that the file brings along otherwise. */
  keyId?: string
  /** Checkpoints that were kept elsewhere: lines as in an export. */
  checkpoints?: unknown[]
}

type Fields = Record<string, unknown>

/**
 * Reads an export line by line, and says what is wrong with it first: whether an entry was changed, removed or inserted, the end cut
 * off, a checkpoint forged. Needs the file alone; with `keyId` nobody else can have written it. Lines come with their ends.
 */
export async function verifyExport(
  lines: AsyncIterable<Buffer>,
  expected: Expectations = {},
): Promise<Verdict> {
  const reader = new Reader(expected)
  for await (const line of lines) if (!reader.read(line)) return reader.verdict
  return reader.end()
}

const NEWLINE = 10

class Reader {
  readonly verdict: Verdict = {
    fault: null,
    scope: null,
    entries: 0,
    first: null,
    last: null,
    checkpoints: 0,
    redacted: 0,
    keyId: null,
  }
  readonly #expected: Expectations
  readonly #known = new Map<number, Fields>()
  readonly #keys = new Map<string, KeyObject>()
  readonly #sum = createHash('sha256')
  #line = 0
  #hash = ''
  #to = 0
  /** The first entry that no good checkpoint covers yet. */
  #unproven = 1
  #isOver = false

  constructor(expected: Expectations) {
    this.#expected = expected
    for (const checkpoint of (expected.checkpoints ?? []).filter(isFields))
      if (typeof checkpoint.seq === 'number') this.#known.set(checkpoint.seq, checkpoint)
  }

  /** Takes a line with its end; false once something is wrong. */
  read(line: Buffer): boolean {
    this.#line++
    if (line.at(-1) !== NEWLINE) return this.#fails('cut_off', this.#next)
    const read = parsed(line.subarray(0, -1))
    if (!read) return this.#fails(this.#line === 1 ? 'unreadable' : 'changed', this.#next)
    if (this.#isOver) return this.#fails('inserted', null)
    const { fields, parts } = read
    if (this.#line === 1) this.#readHeader(fields)
    else if (fields.kind === 'entry') this.#readEntry(fields as unknown as EntryLine, parts)
    else if (fields.kind === 'checkpoint') this.#readCheckpoint(fields)
    else if (fields.kind === 'trailer') this.#readTrailer(fields)
    else this.#fails('inserted', this.#next)
    this.#sum.update(line)
    return this.verdict.fault === null
  }

  end(): Verdict {
    if (!this.#isOver) this.#fails(this.#line === 0 ? 'unreadable' : 'cut_off', this.#next)
    return this.verdict
  }

  #fails(kind: AuditFault, seq: number | null): false {
    this.verdict.fault ??= { kind, seq, line: this.#line }
    return false
  }

  /** The number that is due in a chain. */
  get #next(): number | null {
    return this.verdict.scope === 'chain' ? (this.verdict.last ?? this.#unproven - 1) + 1 : null
  }

  #readHeader({ kind, format, version, scope, keys, after, to, previous }: Fields): void {
    const isKnown = kind === 'header' && format === FORMAT && version === 1 && Array.isArray(keys)
    if (!isKnown || (scope !== 'chain' && scope !== 'excerpt')) return void this.#fails('unreadable', null)
    for (const one of keys.filter(isFields)) {
      const key = typeof one.publicKey === 'string' ? publicKeyOf(one.publicKey) : undefined
      if (!key || keyId(key) !== one.id) return void this.#fails('forged', null)
      this.#keys.set(one.id, key)
    }
    this.verdict.scope = scope
    if (scope === 'excerpt') return
    if (!isNumber(after) || !isNumber(to) || !isHash(previous)) return void this.#fails('unreadable', null)
    if (after === 0 && !/^0+$/.test(previous)) return void this.#fails('altered', null)
    this.#hash = previous
    this.#to = to
    this.#unproven = after + 1
  }

  #readEntry({ content, who, what, previous, hash }: EntryLine, parts: Map<string, string>): void {
    const due = this.#next
    if (!isFields(content) || !isNumber(content.seq) || !isHash(previous) || !isHash(hash))
      return void this.#fails('changed', due)
    const { seq } = content
    if (due !== null && seq !== due) return void this.#fails(seq > due ? 'removed' : 'inserted', due)
    if (linkHash(Buffer.from(previous, 'hex'), parts.get('content')!).toString('hex') !== hash)
      return void this.#fails('changed', seq)
    for (const part of ['who', 'what'] as const)
      if (!isIntact(content[part], parts.get(part))) return void this.#fails('changed', seq)
    // What it says of the one before is sealed with it: so it is that one which is not what was sealed.
    if (due !== null && previous !== this.#hash)
      return void (this.verdict.last === null
        ? this.#fails('altered', null)
        : this.#fails('changed', seq - 1))
    this.#hash = hash
    this.verdict.first ??= seq
    this.verdict.last = seq
    this.verdict.entries++
    if (content.version === 2 && (who === null || what === null)) this.verdict.redacted++
    const known = this.#known.get(seq)
    if (known) this.#agree(known)
  }

  #readCheckpoint(checkpoint: Fields): void {
    if (checkpoint.seq !== this.verdict.last) return void this.#fails('forged', this.#next)
    this.#agree(checkpoint)
    if (this.verdict.fault) return
    this.verdict.checkpoints++
    this.#unproven = this.verdict.last! + 1
  }

  /** A checkpoint of the last entry, from the file or from elsewhere: signed, and of the same hash. */
  #agree({ seq, hash, at, keyId: id, signature }: Fields): void {
    const text = checkpointText(Number(seq), String(hash), String(at))
    if (!this.#isSigned(text, id, signature)) return void this.#fails('forged', Number(seq))
    if (hash !== this.#hash) this.#fails('rewritten', Math.min(this.#unproven, Number(seq)))
  }

  #readTrailer({ entries, digest, at, keyId: id, signature }: Fields): void {
    this.#isOver = true
    this.verdict.keyId = typeof id === 'string' ? id : null
    const { last, scope } = this.verdict
    const reached = last ?? this.#unproven - 1
    if (this.#expected.keyId !== undefined && id !== this.#expected.keyId)
      return void this.#fails('unknown_key', null)
    if (!this.#isSigned(trailerText(Number(entries), String(digest), String(at)), id, signature))
      return void this.#fails('forged', null)
    if (scope === 'chain' && reached < this.#to) return void this.#fails('cut_off', this.#next)
    if (scope === 'chain' && this.#unproven <= reached) return void this.#fails('cut_off', this.#unproven)
    if (this.#sum.copy().digest('hex') !== digest || entries !== this.verdict.entries)
      return void this.#fails('altered', null)
    const newest = Math.max(0, ...this.#known.keys())
    if (scope === 'chain' && newest > reached) this.#fails('cut_off', this.#next)
  }

  #isSigned(text: Buffer, id: unknown, signature: unknown): boolean {
    const key = typeof id === 'string' ? this.#keys.get(id) : undefined
    if (!key || typeof signature !== 'string' || !/^[0-9a-f]{128}$/.test(signature)) return false
    return verify(null, text, key, Buffer.from(signature, 'hex'))
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNumber = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)

/** Whether a personal part, as it is written, is the one whose digest was sealed; one that was taken out is. */
function isIntact(digest: unknown, part: string | undefined): boolean {
  if (part === undefined) return false
  return part === 'null' || (part.startsWith('{') && digestOf(part).toString('hex') === digest)
}

/** A line says its content in one way only, so that no byte of it can change unnoticed. */
function parsed(bytes: Buffer): { fields: Fields; parts: Map<string, string> } | null {
  if (!isUtf8(bytes)) return null
  try {
    const text = bytes.toString()
    const fields: unknown = JSON.parse(text)
    if (!isFields(fields)) return null
    const parts = partsOf(fields)
    return joined(parts) === text ? { fields, parts } : null
  } catch {
    return null
  }
}

/** The lines of a file with their ends, whatever pieces it comes in. The last one may have none. */
export async function* linesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, piece]) : piece
    let from = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      yield bytes.subarray(from, end + 1)
      from = end + 1
    }
    rest = bytes.subarray(from)
    if (rest.length > MOST) throw new Error('A line is longer than any of an export.')
  }
  if (rest.length > 0) yield rest
}

const MOST = 64 * 1024 * 1024 // bytes
