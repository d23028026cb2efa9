import './provided.ts'
import { randomBytes } from 'node:crypto'
import { connect, type Db } from '@belfry/db'
import pg from 'pg'
import { inject } from 'vitest'
import { afterTheFile, afterwards } from './afterwards.ts'

export interface FreshDatabase {
  url: string
  db: Db
  pool: pg.Pool
  /** Happens by itself at the end of the test, or of the file when it was made outside a test. */
  drop(): Promise<void>
}

/** A migrated database that nobody else uses: a copy of the run's template, or of another one, made in some 15 ms. */
export async function freshDatabase(
  options: { max?: number; template?: string } = {},
): Promise<FreshDatabase> {
  const name = `belfry_${randomBytes(6).toString('hex')}`
  // Copying files beats writing everything to the log as long as the template is small and nothing is flushed.
  await asAdmin(
    `create database ${name} template ${options.template ?? inject('template')} strategy file_copy`,
  )
  const url = new URL(inject('adminUrl'))
  url.pathname = `/${name}`

  const { db, pool, close } = connect(url.toString(), { max: options.max ?? 10 })
  let dropped: Promise<void> | undefined
  const drop = async () => {
    await asAdmin(`drop database if exists ${name} with (force)`)
    await close()
  }
  const database = { url: url.toString(), db, pool, drop: () => (dropped ??= drop()) }
  afterwards(database.drop)
  return database
}

// One session a test file: opening two for each database took as long as copying the template.
let admin: Promise<pg.Client> | undefined

async function asAdmin(sql: string) {
  admin ??= openAdmin()
  await (await admin).query(sql)
}

async function openAdmin() {
  const client = new pg.Client(inject('adminUrl'))
  const forget = () => (admin = undefined)
  client.on('error', forget)
  afterTheFile(() => {
    forget()
    return client.end()
  })
  await client.connect()
  return client
}
