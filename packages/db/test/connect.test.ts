import { connect } from '@belfry/db'
import { freshDatabase } from '@belfry/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'

test('a pool outlives the sessions that the server ends', async () => {
  const { db, url } = await freshDatabase()
  const errors: Error[] = []
  const pool = connect(url, { max: 1, onError: (error) => errors.push(error) })
  const pidOf = async () =>
    (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(pool.db)).rows[0]!.pid
  const first = await pidOf()

  const broken = new Promise<void>((resolve) => pool.pool.once('remove', () => resolve()))
  await sql`select pg_terminate_backend(${first})`.execute(db)
  await broken

  expect(await pidOf()).not.toBe(first)
  expect(errors.map(({ message }) => message)).toContainEqual(expect.stringContaining('terminat'))
  await pool.close()
})

test('big numbers come as numbers, and only in our own pools', async () => {
  const { db, url } = await freshDatabase()
  const foreign = new pg.Client(url)
  await foreign.connect()

  const ours = await sql`select 9007199254740991::bigint as big, null::bigint as none`.execute(db)
  const theirs = await foreign.query('select 7::bigint as big')
  await foreign.end()

  expect(ours.rows).toEqual([{ big: 9007199254740991, none: null }])
  expect(theirs.rows).toEqual([{ big: '7' }]) // graphile-worker relies on it
})
