import { type Db, connect } from '@belfry/db'
import { insertAuditEntries, makeAuditPartitions } from '@belfry/db/queries/audit'
import { newId } from '@belfry/shared'
import { freshDatabase } from '@belfry/testing'
import { inTx } from '@belfry/testing/given'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const write = (db: Db, at: Date, id = newId()) =>
  inTx(db, (tx) =>
    insertAuditEntries(tx, [
      {
        id,
        at,
        action: 'shift.approve',
        actor_kind: 'person',
        actor_id: newId(),
        actor_name: 'Nora North',
        target_kind: 'case',
        target_id: newId(),
        target_title: 'Bus 12',
        before: { state: 'pending' },
        after: { state: 'approved' },
        reason: null,
        note: null,
        request_id: null,
        ip: null,
        user_agent: null,
        case_id: null,
      },
    ]),
  )

const partitionsOf = async (db: Db) => {
  const { rows } = await sql<{ name: string; bounds: string }>`
    select inhrelid::regclass::text as name, pg_get_expr(relpartbound, inhrelid) as bounds
    from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'audit_entries'::regclass order by 1`.execute(db)
  return rows
}

const monthsAhead = (n: number) => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + n)).toISOString().slice(0, 7)
}

test('there are partitions for this month and the next two, and making them again changes nothing', async () => {
  const { db } = await freshDatabase()

  await makeAuditPartitions(db, new Date())

  const names = [0, 1, 2].map((n) => `audit_entries_${monthsAhead(n).replace('-', '_')}`)
  expect((await partitionsOf(db)).map(({ name }) => name)).toEqual([...names, 'audit_entries_rest'])
})

test('months meet in UTC, whatever the time zone of the session that makes them', async () => {
  const { db, url } = await freshDatabase()
  const elsewhere = connect(url, { max: 1, options: '-c TimeZone=Pacific/Auckland' })

  for (let month = 3; month < 9; month++)
    await sql`select audit_make_partition(${`${monthsAhead(month)}-01`}::date)`.execute(
      month % 2 ? elsewhere.db : db,
    )

  const bounds = await inTx(elsewhere.db, async (tx) => {
    await sql`set local time zone 'UTC'`.execute(tx)
    return (await partitionsOf(tx)).map((partition) => partition.bounds)
  })
  await elsewhere.close()
  expect(bounds.slice(0, -1)).toEqual(
    Array.from(
      { length: 9 },
      (_, n) =>
        `FOR VALUES FROM ('${monthsAhead(n)}-01 00:00:00+00') TO ('${monthsAhead(n + 1)}-01 00:00:00+00')`,
    ),
  )
})

test('after a long sleep, a month that has entries already does without a partition of its own', async () => {
  const { db } = await freshDatabase()
  const partition = `audit_entries_${monthsAhead(0).replace('-', '_')}`
  await sql`drop table ${sql.id(partition)}`.execute(db)
  await write(db, new Date())

  await makeAuditPartitions(db, new Date())

  expect((await partitionsOf(db)).map(({ name }) => name)).not.toContain(partition)
  await write(db, new Date())
  const { rows } = await sql`select count(*)::int as n from audit_entries_rest`.execute(db)
  expect(rows).toEqual([{ n: 2 }])
})

test('an entry of a time that has no partition is kept, too', async () => {
  const { db } = await freshDatabase()

  for (const at of ['2019-02-28T23:59:59.999Z', '2119-01-01T00:00:00.000Z']) await write(db, new Date(at))

  const { rows } = await sql`select count(*)::int as n from audit_entries`.execute(db)
  expect(rows).toEqual([{ n: 2 }])
})

test('the entry of one event is written once', async () => {
  const { db } = await freshDatabase()
  const [id, at] = [newId(), new Date()]

  await write(db, at, id)
  await write(db, at, id)

  const { rows } = await sql`select id from audit_entries`.execute(db)
  expect(rows).toEqual([{ id }])
})

test('nobody changes, removes or empties the trail, not even the owner of its tables', async () => {
  const { db } = await freshDatabase()
  await write(db, new Date())
  await write(db, new Date('2019-01-01'))
  const partition = sql.id(`audit_entries_${monthsAhead(0).replace('-', '_')}`)
  await sql`insert into audit_checkpoints (seq, hash, at, key_id, signature) values (1, '\\x00', now(), 'k', '\\x00')`.execute(
    db,
  )

  for (const attack of [
    sql`update audit_entries set actor_name = 'Somebody Else'`,
    sql`update audit_entries set at = at - interval '1 day'`,
    sql`update audit_entries set seq = 1, hash = '\\x00', note = 'smuggled in while sealing'`,
    sql`update ${partition} set before = null`,
    sql`update audit_entries_rest set reason = 'x'`,
    sql`delete from audit_entries`,
    sql`delete from ${partition}`,
    sql`delete from audit_entries_rest`,
    sql`truncate audit_entries`,
    sql`truncate ${partition}`,
    sql`truncate audit_entries_rest`,
    sql`truncate audit_entries cascade`,
    sql`update audit_checkpoints set seq = 2`,
    sql`delete from audit_checkpoints`,
    sql`truncate audit_checkpoints`,
  ])
    await expect(attack.execute(db), attack.compile(db).sql).rejects.toMatchObject({ code: '42501' })

  const { rows } = await sql`select (select count(*) from audit_entries)::int as entries,
    (select count(*) from audit_checkpoints)::int as checkpoints`.execute(db)
  expect(rows).toEqual([{ entries: 2, checkpoints: 1 }])
})

test('an entry is sealed once', async () => {
  const { db } = await freshDatabase()
  await write(db, new Date())
  const seal = sql`update audit_entries set seq = 1, hash = '\\x01'`

  await seal.execute(db)

  await expect(seal.execute(db)).rejects.toThrow('The audit trail is append-only.')
  await expect(sql`update audit_entries set seq = null, hash = null`.execute(db)).rejects.toThrow(
    'append-only',
  )
})
