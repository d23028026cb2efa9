import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Db } from '@belfry/db'
import { canonical, foundLines, keyId, openExport, requestExport, verifyAudit } from '@belfry/engine/audit'
import { linkKeyFrom } from '@belfry/engine/files'
import { AuditExportInput } from '@belfry/shared/wire'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs, signingKey } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { attackOn } from './support/attacks.ts'
import { exportOf, talkedAbout, textOf, verdictOf } from './support/chain.ts'
import { filesIn } from './support/files-in.ts'

/** 10,000 and 1,000 where there is time; a run takes some seconds as it is. */
const ATTACKS = Number(process.env.AUDIT_ATTACKS ?? 1_500)
const EXPORTS = Number(process.env.AUDIT_EXPORTS ?? 100)

let db: Db
let given: Awaited<ReturnType<typeof databaseWithPeople>>['given']
let caseId: string
let whole: string
let other: string

beforeAll(async () => {
  ;({ db, given } = await databaseWithPeople())
  ;({ id: caseId } = await given.case('shift', { by: given.vendor }))
  await talkedAbout(db, caseId, given.vendor, 13)
  other = await exportOf(db)
  await talkedAbout(db, caseId, given.vendor2, 10)
  whole = await exportOf(db)
})

const changed = (change: (lines: Record<string, never>[]) => unknown): string => {
  const lines = whole
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, never>)
  const left = change(lines)
  return (Array.isArray(left) ? left : lines).map((line) => `${canonical(line)}\n`).join('')
}

test('an export proves itself, in all sorts of signs, and says by whose key', async () => {
  const verdict = await verdictOf(whole)

  expect(verdict).toMatchObject({ fault: null, scope: 'chain', entries: 24, first: 1, last: 24, redacted: 0 })
  expect(verdict.checkpoints).toBeGreaterThan(0)
  expect(verdict.keyId).toBe(keyId(signingKey))
  expect((await verdictOf(await exportOf(db, 10))).first).toBe(11)
  expect((await verdictOf(whole, { keyId: '0123456789abcdef' })).fault?.kind).toBe('unknown_key')
})

test('the first entry that was changed, removed or inserted is named, and what was cut off', async () => {
  const fault = async (file: string | Buffer) => {
    const { fault } = await verdictOf(file)
    return fault && [fault.kind, fault.seq]
  }
  const entry = (lines: Record<string, never>[], seq: number) =>
    lines.findIndex(({ content }) => (content as { seq?: number } | undefined)?.seq === seq)
  const set = (seq: number, change: Record<string, unknown>) =>
    changed((lines) => Object.assign(lines[entry(lines, seq)]!.content as never as object, change))

  expect(await fault(set(7, { action: 'case.approve' }))).toEqual(['changed', 7])
  expect(await fault(set(1, { at: '2020-01-01T00:00:00.000Z' }))).toEqual(['changed', 1])
  expect(await fault(whole.replace(/"ip":null(.*\n.*"seq":9)/, '"ip":"192.0.2.9"$1'))).toEqual(['changed', 8])
  expect(await fault(changed((lines) => lines.toSpliced(entry(lines, 12), 1)))).toEqual(['removed', 12])
  expect(
    await fault(changed((lines) => lines.toSpliced(entry(lines, 5), 0, lines[entry(lines, 3)]!))),
  ).toEqual(['inserted', 5])
  expect(await fault(whole.slice(0, whole.lastIndexOf('{"kind":"trailer"')))).toEqual(['cut_off', 25])
  expect(await fault(whole.slice(0, -10))).toEqual(['cut_off', 25])
  expect(await fault('')).toEqual(['unreadable', null])
  expect(await fault('{"some":"file"}\n')).toEqual(['unreadable', null])
})

test('an older export is whole, but not for somebody who kept a newer checkpoint', async () => {
  const checkpoint = JSON.parse(whole.trimEnd().split('\n').at(-2)!) as Record<string, unknown>

  expect((await verdictOf(other)).fault).toBeNull()
  expect((await verdictOf(other, { checkpoints: [checkpoint] })).fault).toMatchObject({
    kind: 'cut_off',
    seq: 15,
  })
  expect((await verdictOf(whole, { checkpoints: [checkpoint] })).fault).toBeNull()
})

test('a trail that its owner wrote anew, with the key, does not fit checkpoints that were kept', async () => {
  const kept = JSON.parse(other.trimEnd().split('\n').at(-2)!) as Record<string, unknown>
  const { db: again, given: others } = await databaseWithPeople()
  const { id } = await others.case('shift', { by: others.vendor })
  await talkedAbout(again, id, others.vendor, 20)

  const { fault } = await verdictOf(await exportOf(again), { checkpoints: [kept] })

  expect(fault).toMatchObject({ kind: 'rewritten' })
})

test('attacks of every kind are found', async () => {
  const kinds = new Set<string>()
  await fc.assert(
    fc.asyncProperty(attackOn(whole, other), async ({ name, file }) => {
      kinds.add(name)
      expect((await verdictOf(file)).fault, name).not.toBeNull()
    }),
    { numRuns: ATTACKS, seed: 20261120 },
  )
  expect(kinds.size).toBe(17)
})

test('untouched exports pass, whatever part of the trail they are of', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(24), fc.constantFrom('chain', 'case', 'who'), async (after, of) => {
      const filter = of === 'case' ? { caseId } : { actors: [given.vendor2.id] }
      const text =
        of === 'chain'
          ? await exportOf(db, after)
          : await textOf(
              foundLines(db, signingKey, { filter: { ...filter, sealedTo: after }, asked: { of } }),
            )
      expect((await verdictOf(text)).fault).toBeNull()
    }),
    { numRuns: EXPORTS, seed: 20261121 },
  )
})

test('a verifier in another language agrees', async ({ skip }) => {
  try {
    execFileSync('python3', ['--version'])
  } catch {
    return skip('There is no python3 here, so nobody else looked at the exports.')
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-audit-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const attacks = fc.sample(attackOn(whole, other), { numRuns: Math.min(ATTACKS / 5, 500), seed: 7 })
  const files = [{ name: 'nothing', file: whole }, { name: 'older', file: other }, ...attacks]
  for (const [n, { file }] of files.entries()) writeFileSync(path.join(folder, String(n)), file)

  const tools = path.resolve(import.meta.dirname, '../../../tools')
  const program = `import sys, json
sys.path.insert(0, ${JSON.stringify(tools)})
from verify_audit import verdict
for n in range(${files.length}):
    with open(${JSON.stringify(folder)} + '/' + str(n), 'rb') as file:
        print(json.dumps(verdict(file, ${JSON.stringify(keyId(signingKey))})))`
  const said = execFileSync('python3', ['-B', '-c', program], { encoding: 'utf8', maxBuffer: 2 ** 26 })
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)

  for (const [n, { name, file }] of files.entries())
    expect({ name, said: said[n] }).toEqual({ name, said: await verdictOf(file) })
})

test('the chain in the database is verified part by part, and what is wrong is named', async () => {
  const { db: own, given: people } = await databaseWithPeople()
  const { id } = await people.case('shift', { by: people.vendor })
  await talkedAbout(own, id, people.vendor, 9)
  const look = (tx: Db = own) => verifyAudit(tx, people.admin, signingKey, { after: 0 })

  expect(await look()).toMatchObject({
    checkedTo: 10,
    sealedTo: 10,
    next: null,
    fault: null,
    checkpoint: { seq: 10 },
  })
  const attacks: [string, object][] = [
    [`update audit_entries set action = 'x' where seq = 4`, { kind: 'changed', seq: 4 }],
    [`update audit_entries set note = 'x' where seq = 4`, { kind: 'changed', seq: 4 }],
    [`delete from audit_entries where seq = 4`, { kind: 'removed', seq: 4 }],
    [`delete from audit_entries where seq = 10`, { kind: 'removed', seq: 10 }],
    [`update audit_checkpoints set at = now() where seq = 10`, { kind: 'forged', seq: 10 }],
  ]
  for (const [attack, fault] of attacks)
    await inTx(own, async (tx) => {
      await sql`alter table audit_entries disable trigger all; alter table audit_checkpoints disable trigger all`.execute(
        tx,
      )
      await sql.raw(attack).execute(tx)
      expect((await look(tx)).fault).toEqual(fault)
      await sql`rollback and chain`.execute(tx)
    })
  await expect(verifyAudit(own, people.vendor, signingKey, { after: 0 })).rejects.toMatchObject({
    code: 'not_permitted',
  })
})

/** Asks for an export and opens the link that came of it. */
const linkKey = linkKeyFrom('a secret that is only for tests, and so none')
const ask = (input: object, who = given.admin) =>
  inTx(db, (tx) => requestExport(tx, who, AuditExportInput.parse(input), linkKey))

async function open(url: string): Promise<{ type: string; bytes: Buffer }> {
  await runJobs(db)
  const { pathname, searchParams } = new URL(url, 'http://belfry.test')
  const id = pathname.split('/')[2]!
  const [expires, signature] = [searchParams.get('expires')!, searchParams.get('signature')!]
  const { type, content } = await openExport(db, { signingKey, linkKey }, { id, expires, signature })
  const pieces: Buffer[] = []
  for await (const piece of content) pieces.push(Buffer.from(piece as string))
  return { type, bytes: Buffer.concat(pieces) }
}

test('an export is asked for by those who may, is on the trail itself, and what a link gives is what was asked for', async () => {
  const { url, name } = await ask({ scope: 'chain' })
  expect(name).toMatch(/^belfry-audit-chain-.*\.jsonl$/)
  const chain = await open(url)
  expect((await verdictOf(chain.bytes)).fault).toBeNull()
  expect(chain.bytes.toString()).toContain('"action":"audit.export"')

  const table = await open((await ask({ scope: 'found', format: 'csv', filter: { actor: 'Vera' } })).url)
  const text = table.bytes.toString()
  expect(text).toContain(`'=1+1`)
  expect(text).not.toMatch(/(^|,)"?=/m)
  expect(text.trimEnd().split('\r\n').length).toBe(15)

  const found = await open((await ask({ scope: 'found', filter: { caseId } })).url)
  expect(await verdictOf(found.bytes)).toMatchObject({ fault: null, scope: 'excerpt', entries: 24 })
  await expect(open(url.replace(/signature=.*/, 'signature=AAAA'))).rejects.toMatchObject({
    code: 'link_invalid',
  })
  await expect(ask({ scope: 'chain' }, given.vendor)).rejects.toMatchObject({ code: 'not_permitted' })
})

test('the evidence of a case is a zip with a page to read, and entries that prove themselves', async () => {
  const { type, bytes } = await open((await ask({ scope: 'case', caseId })).url)

  expect(type).toBe('application/zip')
  const files = filesIn(bytes)
  expect(Object.keys(files)).toEqual([
    'index.html',
    'case.json',
    'events.json',
    'documents.json',
    'entries.jsonl',
    'checkpoints.jsonl',
  ])
  const verdict = await verdictOf(files['entries.jsonl']!)
  expect(verdict).toMatchObject({ fault: null, scope: 'excerpt' })
  expect(verdict.entries).toBeGreaterThanOrEqual(24)
  expect(files['index.html']!.toString()).toContain('<td>=1+1')
  expect(files['index.html']!.toString()).not.toContain('<script')
  expect(JSON.parse(files['case.json']!.toString())).toMatchObject({ id: caseId })
  const checkpoints = files['checkpoints.jsonl']!.toString().trimEnd().split('\n')
  const parsed = checkpoints.map((line) => JSON.parse(line) as unknown)
  expect((await verdictOf(await exportOf(db), { checkpoints: parsed })).fault).toBeNull()
})
