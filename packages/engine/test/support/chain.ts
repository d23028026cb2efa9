import type { Db } from '@belfry/db'
import { lastCheckpoint } from '@belfry/db/queries/audit'
import { chainLines, keyId, sealNow, verifyAudit, writeAudit } from '@belfry/engine/audit'
import { type Verdict, linesIn, verifyExport } from '@belfry/engine/audit/verify'
import type { Actor } from '@belfry/shared'
import { inTx } from '@belfry/testing/given'
import { signingKey } from '@belfry/testing/jobs'
import { happened } from './news.ts'

/** The chain as somebody gets it who exports it now. */
export async function exportOf(db: Db, after = 0): Promise<string> {
  const to = (await lastCheckpoint(db))?.seq ?? 0
  return textOf(chainLines(db, signingKey, { after, to }))
}

export async function textOf(content: AsyncIterable<string | Uint8Array>): Promise<string> {
  let text = ''
  for await (const piece of content) text += piece
  return text
}

/** What the verifier says of a file, whose key it knows. */
export function verdictOf(
  text: string | Buffer,
  expected: { keyId?: string; checkpoints?: unknown[] } = {},
): Promise<Verdict> {
  return verifyExport(linesIn(piecesOf(Buffer.from(text as string))), {
    keyId: keyId(signingKey),
    ...expected,
  })
}

// Pieces that end anywhere, as files come.
async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 1_000) yield bytes.subarray(at, at + 1_000)
}

/** What is wrong first with the chain in the tables. */
export async function faultOf(db: Db, admin: Actor): Promise<string | null> {
  const { fault } = await verifyAudit(db, admin, signingKey, { after: 0 })
  return fault && `${fault.kind} ${fault.seq}`
}

/** Somebody says so many things about a case, in all sorts of signs, in several seals. */
export async function talkedAbout(db: Db, caseId: string, by: Actor, times: number): Promise<void> {
  const notes = ['=1+1', 'Élodie, “so what?”', 'لا بأس', '\u{1f512}\u2028\ufffd', 'a\\"b\n\t\u0001', '']
  for (let n = 0; n < times; n++) {
    const note = notes[n % notes.length]!
    const after = {
      10: n,
      9: n / 7,
      text: note,
      big: 1e21 * n,
      deep: { ب: [null, true, { '\u{1f600}': 1, '\ufb01': 2 }] },
    }
    const event = await happened(db, caseId, by, 'case.comment', { note, before: { 10: -n }, after })
    await inTx(db, (tx) => writeAudit(tx, event))
    if (n % 4 === 3) await sealNow(db, signingKey)
  }
  await sealNow(db, signingKey)
}
