import { createHash, sign } from 'node:crypto'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeAuditPartitions } from '@belfry/db/queries/audit'
import {
  canonical,
  keepCheckpoint,
  keyId,
  redactPerson,
  removeOldMonths,
  verifyAudit,
} from '@belfry/engine/audit'
import { act } from '@belfry/engine/cases'
import { clock, newId } from '@belfry/shared'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { runJobs, signingKey } from '@belfry/testing/jobs'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { exportOf, faultOf, talkedAbout, verdictOf } from './support/chain.ts'

test('what is personal about somebody is taken out of the trail, and everything still proves', async () => {
  const { db, given } = await databaseWithPeople()
  const origin = { requestId: 'r', ip: '192.0.2.7', userAgent: 'A browser' }
  const own = await given.case('shift', { by: given.vendor, vehicle: 'Secret Bus' })
  const other = await given.case('shift', { by: given.vendor2, vehicle: 'Other Bus' })
  for (const { id: caseId } of [own, other])
    await inTx(db, (tx) => act(tx, { ...given.officerNorth, origin }, { caseId, action: 'approve' }))
  await talkedAbout(db, other.id, { ...given.vendor, name: 'Vera Vendor' }, 2)
  const before = await exportOf(db)

  await inTx(db, (tx) => redactPerson(tx, given.admin, { personId: given.vendor.id, reason: 'She asked.' }))
  await runJobs(db)

  const after = await exportOf(db)
  expect(before).toContain('Vera Vendor')
  expect(before).toContain('Secret Bus')
  expect(after).not.toContain('Vera Vendor')
  expect(after).not.toContain('Secret Bus')
  for (const kept of ['Nora North', 'Other Bus', '192.0.2.7', given.vendor.id, 'She asked.'])
    expect(after).toContain(kept)
  const verdict = await verdictOf(after)
  expect(verdict).toMatchObject({ fault: null, redacted: 5 })
  expect(await faultOf(db, given.admin)).toBeNull()
  const { rows } =
    await sql`select 1 from audit_entries where words @@ to_tsquery('simple', 'vera | secret')`.execute(db)
  expect(rows).toEqual([])
  const redact = () =>
    inTx(db, (tx) => redactPerson(tx, given.vendor, { personId: given.vendor2.id, reason: 'No.' }))
  await expect(redact()).rejects.toMatchObject({ code: 'not_permitted' })
})

test('taking out is all that a sealed entry allows', async () => {
  const { db, given } = await databaseWithPeople()
  await given.case('shift', { by: given.vendor })

  for (const change of [
    `who_salt = null`,
    `who_salt = null, actor_name = 'Somebody Else', ip = null, user_agent = null`,
    `what_salt = null, target_title = null, before = null, after = null, note = 'x'`,
    `who_salt = null, actor_name = '', ip = null, user_agent = null, reason = 'x'`,
    `who_salt = null, actor_name = '', ip = null, user_agent = null, who_digest = sha256('x')`,
    `words = null`,
  ])
    await expect(sql.raw(`update audit_entries set ${change}`).execute(db), change).rejects.toThrow(
      'append-only',
    )
})

test('old months go, and what is left proves from where they ended', async () => {
  const { db, given } = await databaseWithPeople()
  const month = new Date(Date.UTC(2030, 2, 20))
  const now = vi.spyOn(clock, 'now').mockReturnValue(month)
  onTestFinished(() => now.mockRestore())
  await makeAuditPartitions(db, month)
  const { id } = await given.case('shift', { by: given.vendor })
  await talkedAbout(db, id, given.vendor, 4)
  now.mockReturnValue(new Date(Date.UTC(2030, 3, 20)))
  await talkedAbout(db, id, given.vendor, 3)

  expect(await removeOldMonths(db, signingKey, null)).toBe(0)
  expect(await removeOldMonths(db, signingKey, 1)).toBe(0)
  now.mockReturnValue(new Date(Date.UTC(2030, 4, 1)))
  expect(await removeOldMonths(db, signingKey, 1)).toBe(5)
  expect(await removeOldMonths(db, signingKey, 1)).toBe(0)
  await runJobs(db)

  expect(await verdictOf(await exportOf(db))).toMatchObject({ fault: null, first: 6, entries: 4 })
  expect(await verifyAudit(db, given.admin, signingKey, { after: 0 })).toMatchObject({
    fault: null,
    checkedTo: 9,
    sealedTo: 9,
  })
  const { rows } = await sql`select month, entries, seq from audit_removals`.execute(db)
  expect(rows).toEqual([{ month: '2030_03', entries: 5, seq: 5 }])
})

test('a checkpoint is kept elsewhere once, and the trail speaks of it once a day', async () => {
  const { db, given } = await databaseWithPeople()
  const folder = await mkdtemp(path.join(tmpdir(), 'belfry-witness-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'kept.jsonl')
  const witness = { name: 'file', keep: (line: string) => appendFile(file, line) }
  const { id } = await given.case('shift', { by: given.vendor })

  expect(await keepCheckpoint(db, witness)).toBe(true)
  expect(await keepCheckpoint(db, witness)).toBe(false)
  await talkedAbout(db, id, given.vendor, 2)
  const broken = { name: 'file', keep: () => Promise.reject(new Error('The disk is full.')) }
  await expect(keepCheckpoint(db, broken)).rejects.toThrow('full')
  expect(await keepCheckpoint(db, witness)).toBe(true)
  await runJobs(db)

  const kept = (await readFile(file, 'utf8')).trimEnd().split('\n')
  expect(kept).toHaveLength(2)
  const checkpoints = kept.map((line) => JSON.parse(line) as unknown)
  const text = await exportOf(db)
  expect((await verdictOf(text, { checkpoints })).fault).toBeNull()
  expect(text.match(/"action":"audit.checkpoint"/g)).toHaveLength(1)
})

test('an entry of the first form, which was sealed before there were digests, still proves, and so does what follows it', async () => {
  const { db, given } = await databaseWithPeople()
  const first = {
    id: newId(),
    at: '2026-11-20T08:00:00.000Z',
    action: 'shift.submit',
    actor_kind: 'person',
    actor_id: given.vendor.id,
    actor_name: 'Vera Vendor',
    target_kind: 'case',
    target_id: newId(),
    target_title: 'Bus 12',
    before: null,
    after: { state: 'pending' },
    reason: null,
    note: 'As it was.',
    request_id: null,
    ip: '192.0.2.7',
    user_agent: null,
  }
  const hash = createHash('sha256')
    .update(Buffer.alloc(32))
    .update(canonical({ ...first, seq: 1 }))
    .digest()
  await sql`insert into audit_entries select (json_populate_record(null::audit_entries, ${JSON.stringify(first)}::json)).*`.execute(
    db,
  )
  await sql`update audit_entries set seq = 1, hash = ${hash}`.execute(db)
  const signature = sign(
    null,
    Buffer.from(`belfry audit\n1\n${hash.toString('hex')}\n${first.at}\n`),
    signingKey,
  )
  await sql`insert into audit_checkpoints values (1, ${hash}, ${first.at}, ${keyId(signingKey)}, ${signature})`.execute(
    db,
  )
  const { id } = await given.case('shift', { by: given.vendor })
  await talkedAbout(db, id, given.vendor, 2)

  const text = await exportOf(db)

  expect(await verdictOf(text)).toMatchObject({ fault: null, entries: 4, redacted: 0 })
  expect((await verdictOf(text.replace('As it was.', 'As it is.'))).fault).toMatchObject({
    kind: 'changed',
    seq: 1,
  })
  expect(await faultOf(db, given.admin)).toBeNull()
})
