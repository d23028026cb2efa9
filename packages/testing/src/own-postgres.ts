import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { startPostgres } from '../../../scripts/postgres.ts'
import { openCluster, runProgram } from '../../../scripts/postgres/cluster.ts'

/** A server that only this test uses, and may end. What was committed outlives its crashes. */
export async function ownPostgres() {
  const dataDir = mkdtempSync(path.join(tmpdir(), `belfry-test-${process.pid}-`))
  chmodSync(dataDir, 0o755) // as root the server runs as another user
  const server = await startPostgres({
    dataDir,
    port: 40_000 + ((process.pid + 10_000) % 20_000),
    throwaway: true,
    flags: { synchronous_commit: 'on' },
  })
  onTestFinished(() => server.stop())
  const cluster = await openCluster(dataDir, false)

  return {
    url: server.url(),
    /** Ends every session at once, as a crash does, and comes back. */
    async crash() {
      const args = ['restart', '-w', '-t', '60', '-m', 'immediate', '-D', cluster.dir]
      const { code } = await runProgram(cluster, 'pg_ctl', args, true)
      if (code !== 0) throw new Error('The server did not come back.')
    },
    stop: () => server.stop(),
  }
}
