import { freshDatabase } from '@belfry/testing'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'

let ofTheFile: Awaited<ReturnType<typeof freshDatabase>>
beforeAll(async () => {
  ofTheFile = await freshDatabase()
})

test('two databases know nothing of each other', async () => {
  const mine = await freshDatabase()
  const yours = await freshDatabase()

  await sql`create table only_mine ()`.execute(mine.db)

  await expect(sql`select * from only_mine`.execute(yours.db)).rejects.toThrow('does not exist')
})

test('a database is migrated and empty', async () => {
  const { pool } = await freshDatabase()

  const people = await pool.query('select * from people')

  expect(people.rows).toEqual([])
})

test('a database made for the whole file outlives a test', async () => {
  const { rows } = await ofTheFile.pool.query('select 1 as one')

  expect(rows).toEqual([{ one: 1 }])
})

test('a database is gone once it is dropped, even while a session is open', async () => {
  const { pool, drop, url } = await freshDatabase()
  const session = await pool.connect()

  session.release()
  await drop()

  const name = new URL(url).pathname.slice(1)
  const { rows } = await ofTheFile.pool.query('select from pg_database where datname = $1', [name])
  expect(rows).toEqual([])
})
