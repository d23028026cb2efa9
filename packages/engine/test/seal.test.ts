import { canonical, keyId, sealAudit, signingKeyFrom, writeAudit } from '@belfry/engine/audit'
import { act, comment } from '@belfry/engine/cases'
import { eventually } from '@belfry/testing/eventually'
import { databaseWithPeople, inTx } from '@belfry/testing/given'
import { queuedJobs, runJobs, signingKey } from '@belfry/testing/jobs'
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { exportOf, faultOf, verdictOf } from './support/chain.ts'
import { happened } from './support/news.ts'

test('writers and sealers at the same time make one chain without a hole', async () => {
  const { db, given } = await databaseWithPeople({ max: 16 })
  const { id } = await given.case('shift', { by: given.vendor })
  const events = await Promise.all(Array.from({ length: 200 }, () => happened(db, id, given.vendor)))
  const left = [...events]
  let isOver = false
  const writer = async () => {
    for (let event = left.pop(); event; event = left.pop()) {
      const eventId = event
      await inTx(db, (tx) => writeAudit(tx, eventId))
    }
  }
  const sealer = async () => {
    let sealed = 0
    while (!isOver) sealed += (await inTx(db, (tx) => sealAudit(tx, signingKey))).sealed
    return sealed
  }

  const sealers = [sealer(), sealer(), sealer()]
  await Promise.all([writer(), writer(), writer(), writer(), writer(), writer()])
  await runJobs(db)
  isOver = true
  await Promise.all(sealers)

  const { rows } =
    await sql`select count(*)::int as entries, count(distinct seq)::int as numbers, min(seq) as first,
    max(seq) as last from audit_entries`.execute(db)
  expect(rows).toEqual([{ entries: 201, numbers: 201, first: 1, last: 201 }])
  expect(await faultOf(db, given.admin)).toBeNull()
})

test('an entry written while the sealer is at work is sealed too, soon', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const [early, late] = [await happened(db, id, given.vendor), await happened(db, id, given.vendor)]
  await inTx(db, (tx) => writeAudit(tx, early))
  await sql`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`.execute(db)

  await inTx(db, async (sealing) => {
    await sealAudit(sealing, signingKey)
    await inTx(db, (tx) => writeAudit(tx, late))
  })

  expect(await queuedJobs(db)).toEqual([{ task: 'seal_audit', payload: {} }])
})

test('of writers at the same time one asks for the seal, and the sealer waits for all of them', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const [asking, silent] = [await happened(db, id, given.vendor), await happened(db, id, given.vendor)]
  const written = Promise.withResolvers<void>()
  const goOn = Promise.withResolvers<void>()
  onTestFinished(() => goOn.resolve())

  const slow = inTx(db, async (tx) => {
    await inTx(db, async (first) => {
      await writeAudit(first, asking)
      await writeAudit(tx, silent)
    })
    written.resolve()
    await goOn.promise
  })
  await written.promise
  expect(await queuedJobs(db)).toHaveLength(1)
  const sealed = runJobs(db)
  const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event = 'advisory'`
  await eventually('somebody waits', async () => (await waiting.execute(db)).rows.length === 1)
  goOn.resolve()
  await Promise.all([slow, sealed])

  expect(await faultOf(db, given.admin)).toBeNull()
  const unsealed = await db.selectFrom('audit_entries').select('id').where('seq', 'is', null).execute()
  expect(unsealed).toEqual([])
})

test('a seal that is rolled back never was', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const event = await happened(db, id, given.vendor)
  await inTx(db, (tx) => writeAudit(tx, event))

  const failed = inTx(db, async (tx) => {
    await sealAudit(tx, signingKey)
    throw new Error('The sealer died.')
  })

  await expect(failed).rejects.toThrow('The sealer died.')
  await runJobs(db)
  expect(await faultOf(db, given.admin)).toBeNull()
})

test('whatever the owner of the tables changes afterwards, the chain shows it', async () => {
  const { db, given } = await databaseWithPeople()
  const { id: caseId } = await given.case('shift', { by: given.vendor })
  await inTx(db, (tx) =>
    act(tx, given.officerNorth, { caseId, action: 'reject', reason: 'other', note: 'No.' }),
  )
  await runJobs(db)
  await inTx(db, (tx) => comment(tx, given.vendor, { caseId, text: 'Why?' }))
  await runJobs(db)
  expect(await faultOf(db, given.admin)).toBeNull()
  const columns = (
    await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_name = 'audit_entries' and column_name <> 'words'`.execute(db)
  ).rows.map(({ name }) => name)
  const changes: Record<string, string> = {
    id: `gen_random_uuid()`,
    at: `at + interval '1 millisecond'`,
    actor_id: `gen_random_uuid()`,
    before: `'{"state": "approved"}'`,
    after: `after || '{"x": 1}'`,
    seq: 'seq + 10',
    hash: `sha256('x')`,
    case_id: `gen_random_uuid()`,
    who_salt: `'\\x00'`,
    what_salt: `'\\x00'`,
    who_digest: `sha256('x')`,
    what_digest: `sha256('x')`,
  }

  /** Does what only the owner of a table can, and looks what it comes to. */
  const faultAfter = (attack: string) =>
    inTx(db, async (tx) => {
      await sql`alter table audit_entries disable trigger all; alter table audit_checkpoints disable trigger all`.execute(
        tx,
      )
      await sql.raw(attack).execute(tx)
      const fault = await faultOf(tx, given.admin)
      await sql`rollback and chain`.execute(tx)
      return fault
    })

  for (const column of columns)
    expect([
      column,
      await faultAfter(
        `update audit_entries set "${column}" = ${changes[column] ?? `'forged'`} where seq = 2`,
      ),
    ]).not.toEqual([column, null])
  expect(await faultAfter('delete from audit_entries where seq = 2')).toBe('removed 2')
  expect(await faultAfter('delete from audit_entries where seq = 3')).toBe('removed 3')
  expect(await faultAfter('update audit_entries set seq = 5 - seq, hash = hash where seq in (2, 3)')).toBe(
    'changed 2',
  )
  expect(await faultAfter('update audit_checkpoints set seq = 4 where seq = 2')).toBe('removed 4')
  expect(await faultAfter(`update audit_checkpoints set at = at + interval '1 s'`)).toMatch(/forged/)
  expect(await faultAfter('delete from audit_checkpoints where seq = 3')).toBe('cut_off 3')
  expect(await faultOf(db, given.admin)).toBeNull()
})

test('only the holder of the secret signs', async () => {
  const { db, given } = await databaseWithPeople()
  await given.case('shift', { by: given.vendor })
  const stranger = signingKeyFrom('another secret, long enough to be one')

  expect((await verdictOf(await exportOf(db), { keyId: keyId(stranger) })).fault?.kind).toBe('unknown_key')
  expect(keyId(stranger)).not.toBe(keyId(signingKey))
  expect(keyId(signingKeyFrom('another secret, long enough to be one'))).toBe(keyId(stranger))
  expect(keyId(stranger)).toMatch(/^[0-9a-f]{16}$/)
})

test('equal content is equal bytes, in whatever order its keys come', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
      const shuffled = Object.fromEntries(Object.entries(content).toReversed())
      expect(canonical(shuffled)).toBe(canonical(content))
      expect(JSON.parse(canonical(content))).toEqual(JSON.parse(JSON.stringify(content)))
    }),
    { seed: 20261120, numRuns: 500 },
  )
  expect(canonical({ b: [{ d: 1, c: null }], a: 'é' })).toBe('{"a":"é","b":[{"c":null,"d":1}]}')
})

test('who writes while a seal waits to begin does not ask again; after a seal that failed he does', async () => {
  const { db, given } = await databaseWithPeople()
  const { id } = await given.case('shift', { by: given.vendor })
  const write = async () => {
    const event = await happened(db, id, given.vendor)
    await inTx(db, (tx) => writeAudit(tx, event))
    const { rows } = await sql<{ revision: number; attempts: number }>`
      select revision, attempts from graphile_worker.jobs where key = 'seal_audit' order by id`.execute(db)
    return rows
  }

  expect(await write()).toEqual([{ revision: 0, attempts: 0 }])
  expect(await write()).toEqual([{ revision: 0, attempts: 0 }])

  await sql`update graphile_worker._private_jobs set attempts = 1, run_at = now() + interval '1 day'`.execute(
    db,
  )
  expect(await write()).toEqual([{ revision: 1, attempts: 0 }])
})
