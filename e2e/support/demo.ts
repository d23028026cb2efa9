import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect } from '@belfry/db'
import { loadDemo } from '@belfry/engine/demo'
import { openStorage } from '@belfry/storage'
import { storageSettings } from '@belfry/storage/settings'
import { sql } from 'kysely'
import type { TestProject } from 'vitest/node'
import { startApp } from '../../scripts/app-process.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The database with the demo, and the folder with its files. */
    demo: { template: string; folder: string }
  }
}

const DONE_WITHIN_MS = 180_000

/**
 * Loads the demo once for the whole run and lets a worker do what follows from it. Every test file gets a copy: else each
 * would wait until everybody has been told of the past months.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, template: empty } = project.getProvidedContext()
  const template = `${empty}_demo`
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-demo-'))
  const { db, close } = connect(adminUrl, { max: 1 })
  await sql`create database ${sql.id(template)} template ${sql.id(empty)} strategy file_copy`.execute(db)
  const url = Object.assign(new URL(adminUrl), { pathname: `/${template}` }).toString()
  await loadDemo(
    url,
    await openStorage(storageSettings({ BELFRY_DATA: folder, FILES_STORE: 'disk', S3_REGION: '' })),
  )
  await letWork(url, folder)
  project.provide('demo', { template, folder })
  return async () => {
    rmSync(folder, { recursive: true, force: true })
    await sql`drop database if exists ${sql.id(template)} with (force)`.execute(db)
    await close()
  }
}

async function letWork(databaseUrl: string, folder: string) {
  let output = ''
  const worker = await startApp({
    name: 'worker',
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      BELFRY_SECRET: 'only-for-tests-and-therefore-no-secret-at-all',
      BELFRY_DATA: folder,
      PUBLIC_URL: 'http://127.0.0.1',
    },
    onOutput: (text) => (output = (output + text).slice(-100_000)),
  })
  const { db, close } = connect(databaseUrl, { max: 1 })
  const waiting = async () => {
    const { rows } = await sql<{ jobs: number }>`
      select count(*)::int as jobs from graphile_worker.jobs where run_at <= now() and attempts < max_attempts`.execute(
      db,
    )
    return rows[0]!.jobs
  }
  const latest = performance.now() + DONE_WITHIN_MS
  while ((await waiting()) > 0) {
    if (performance.now() > latest) throw new Error(`The demo leaves work that is not done.\n${output}`)
    await pause(100)
  }
  await close()
  await worker.stop()
}
