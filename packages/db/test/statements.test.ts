import { type Db, connect, prepared, send, written } from '@belfry/db'
import { freshDatabase } from '@belfry/testing'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

/** A pool of one session, so that a transaction that leaves a mess is noticed by the next one. */
async function oneSession() {
  const { url, db: aside } = await freshDatabase()
  await sql`create table marks (n integer primary key)`.execute(aside)
  const { db, close } = connect(url, { max: 1 })
  const marks = async () =>
    (await sql<{ n: number }>`select n from marks order by n`.execute(aside)).rows.map(({ n }) => n)
  const later = (n: number) => sql`insert into marks values (${n})`
  return { db, aside, marks, later, close }
}

const works = async (db: Db) => (await sql<{ one: number }>`select 1 as one`.execute(db)).rows[0]?.one

test('what is sent in a transaction is there once it has committed', async () => {
  const { db, marks, later, close } = await oneSession()

  await db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    await send(tx, later(2))
    expect((await sql`select from marks`.execute(tx)).rows).toHaveLength(2)
    await send(tx, later(3))
  })

  expect(await marks()).toEqual([1, 2, 3])
  await close()
})

test('a transaction whose last statement fails at its commit fails with that statement’s error, and leaves nothing', async () => {
  const { db, marks, later, close } = await oneSession()

  const twice = db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    await send(tx, later(1))
    await send(tx, later(2))
  })

  await expect(twice).rejects.toMatchObject({ code: '23505' }) // unique_violation
  expect(await marks()).toEqual([])
  expect(await works(db)).toBe(1)
  await close()
})

test('the next statement that is waited for tells why the transaction is aborted', async () => {
  const { db, marks, later, close } = await oneSession()

  const twice = db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    await send(tx, later(1))
    await sql`select 1`.execute(tx)
  })

  await expect(twice).rejects.toMatchObject({ code: '23505' })
  expect(await marks()).toEqual([])
  expect(await works(db)).toBe(1)
  await close()
})

test('work that fails takes back what it has sent', async () => {
  const { db, marks, later, close } = await oneSession()

  const failed = db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    throw new Error('The work failed.')
  })

  await expect(failed).rejects.toThrow('The work failed.')
  expect(await marks()).toEqual([])
  expect(await works(db)).toBe(1)
  await close()
})

test('an error of the first statement is an error of the transaction', async () => {
  const { db, marks, later, close } = await oneSession()

  const broken = db.transaction().execute(async (tx) => {
    await sql`select nothing_of_this_name`.execute(tx)
    await send(tx, later(1))
  })

  await expect(broken).rejects.toMatchObject({ code: '42703' }) // undefined_column
  expect(await marks()).toEqual([])
  await close()
})

test('a transaction that passed over an error does not count as done', async () => {
  const { db, marks, later, close } = await oneSession()

  const careless = db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    await sql`select 1 / 0`.execute(tx).catch(() => {})
  })

  await expect(careless).rejects.toThrow('rolled back')
  expect(await marks()).toEqual([])
  expect(await works(db)).toBe(1)
  await close()
})

test('a session that the server ends in the middle fails its transaction, and the pool opens another', async () => {
  const { db, aside, marks, later, close } = await oneSession()

  const cut = db.transaction().execute(async (tx) => {
    await send(tx, later(1))
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]!.pid}, 5000)`.execute(aside)
    await send(tx, later(2))
  })

  await expect(cut).rejects.toThrow(/terminat|not queryable/)
  expect(await marks()).toEqual([])
  expect(await works(db)).toBe(1)
  await close()
})

test('an isolation level is kept', async () => {
  const { db, close } = await oneSession()

  const level = await db
    .transaction()
    .setIsolationLevel('serializable')
    .setAccessMode('read only')
    .execute(async (tx) => (await sql`show transaction_isolation`.execute(tx)).rows[0])

  expect(level).toEqual({ transaction_isolation: 'serializable' })
  await close()
})

test('a prepared statement is planned once a session, whatever its values', async () => {
  const { db, marks, close } = await oneSession()
  const insert = (n: number) => prepared<{ n: number }>(db, sql`insert into marks values (${n}) returning n`)

  expect([(await insert(1)).rows, (await insert(2)).rows]).toEqual([[{ n: 1 }], [{ n: 2 }]])

  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
  expect(rows).toEqual([{ statement: 'insert into marks values ($1) returning n' }])
  expect(await marks()).toEqual([1, 2])
  await close()
})

test('outside a transaction a statement is waited for', async () => {
  const { db, marks, close } = await oneSession()

  const { numAffectedRows } = await prepared(db, sql`insert into marks values (1), (2)`)

  expect(numAffectedRows).toBe(2n)
  expect(await marks()).toEqual([1, 2])
  await close()
})

test('a text that is made once takes its values wherever they stand', async () => {
  const { db, close } = await oneSession()
  const made: string[] = []
  const between = written((_, from: number, to: number) => {
    made.push('made')
    return sql<{
      n: number
    }>`select n::int from generate_series(${from}::int, ${to}::int) n where n > ${from} order by n`
  })

  const some = await prepared(db, between(1, 3))
  const others = await prepared(db, between(7, 9))

  expect(some.rows).toEqual([{ n: 2 }, { n: 3 }])
  expect(others.rows).toEqual([{ n: 8 }, { n: 9 }])
  expect(made).toHaveLength(1)
  await close()
})
