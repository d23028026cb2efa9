import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Db, connect } from '@belfry/db'
import { migrate } from '@belfry/db/migrate'
import { sql } from 'kysely'
import { type AppProcess, startApp } from '../../scripts/app-process.ts'
import { firstFreePort } from '../../scripts/ports.ts'
import { startPostgres } from '../../scripts/postgres.ts'

export interface MailStage {
  db: Db
  startWorker: (providers: string) => Promise<AppProcess>
  close: () => Promise<void>
}

/** A database on disk (fsync on), and workers as they are asked for; nobody tells anybody of anything else. */
export async function setMailStage(): Promise<MailStage> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'belfry-bench-'))
  const postgres = await startPostgres({ dataDir, port: await firstFreePort(55_000) })
  const admin = connect(postgres.url(), { max: 1 })
  await sql`create database belfry_bench`.execute(admin.db)
  await admin.close()
  const url = postgres.url('belfry_bench')
  await migrate(url)
  const { db, close } = connect(url, { max: 4 })
  const workers = new Set<AppProcess>()
  return {
    db,
    async startWorker(providers) {
      const worker = await startApp({
        name: 'worker',
        env: {
          PATH: process.env['PATH'],
          DATABASE_URL: url,
          BELFRY_SECRET: 'bench-bench-bench-bench-bench-bench',
          BELFRY_DATA: path.join(dataDir, 'belfry'),
          PUBLIC_URL: 'http://127.0.0.1',
          LOG_LEVEL: 'fatal',
          MAIL_PROVIDERS: providers,
          NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
        },
        onOutput: (text) => void process.stderr.write(text),
      })
      workers.add(worker)
      return worker
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()))
      await close()
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
