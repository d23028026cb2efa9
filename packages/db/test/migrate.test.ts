import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { connect } from '@belfry/db'
import { migrate, pendingMigrations } from '@belfry/db/migrate'
import { freshDatabase } from '@belfry/testing'
import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'

/** A database with nothing in it at all. */
async function emptyDatabase() {
  const name = `belfry_empty_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = connect(inject('adminUrl'), { max: 1 })
  await sql`create database ${sql.id(name)} template template0`.execute(admin.db)
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`
  const { db, close } = connect(url.toString(), { max: 2 })
  onTestFinished(async () => {
    await close()
    await sql`drop database ${sql.id(name)} with (force)`.execute(admin.db)
    await admin.close()
  })
  return { url: url.toString(), db }
}

const tablesOf = async (url: string) => {
  const { db, close } = connect(url, { max: 1 })
  const { rows } = await sql<{ name: string; columns: string }>`
    select table_schema || '.' || table_name as name, string_agg(column_name || ' ' || data_type, ', ' order by column_name) as columns
    from information_schema.columns where table_schema in ('public', 'auth', 'graphile_worker') group by 1 order by 1`.execute(
    db,
  )
  await close()
  return rows
}

test('migrating twice is migrating once', async () => {
  const { url, db } = await emptyDatabase()

  await migrate(url)
  const first = await tablesOf(url)
  await migrate(url)

  expect(await tablesOf(url)).toEqual(first)
  expect(await pendingMigrations(db)).toEqual([])
})

test('several processes may migrate an empty database at once', async () => {
  const { url, db } = await emptyDatabase()
  const program = `import { migrate } from '@belfry/db/migrate'; await migrate(process.argv[1])`
  const run = () =>
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', program, url], {
      cwd: path.join(import.meta.dirname, '..'),
    })

  await Promise.all([run(), run(), run(), migrate(url), migrate(url)])

  expect(await tablesOf(url)).toEqual(await tablesOf((await freshDatabase()).url))
  expect(await pendingMigrations(db)).toEqual([])
})
