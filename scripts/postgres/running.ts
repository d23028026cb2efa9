import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Problem } from '../problem.ts'
import { clusterUrl, type Cluster } from './cluster.ts'

const ANSWER_WITHIN_MS = 60_000 // recovery after a crash under load takes its time

/**
 * The port of the server that runs on this cluster, waiting for one that is about to answer.
 *
 * `pg_ctl status` is no help: it takes any living process with the noted id for the server, even a dead one that nobody
 * has reaped, and then refuses to start another.
 */
export async function findRunning(cluster: Cluster): Promise<number | undefined> {
  for (const deadline = Date.now() + ANSWER_WITHIN_MS; Date.now() < deadline; await pause(100)) {
    const noted = readPidFile(cluster)
    if (!noted) return undefined
    if (!isServer(noted.pid, cluster)) {
      if (readPidFile(cluster)?.pid === noted.pid) rmSync(pidFile(cluster), { force: true })
      return undefined
    }
    if (await answers(cluster, noted.port)) return noted.port
  }
  throw new Problem(`A Postgres runs on ${cluster.dir}, but does not answer.`)
}

const pidFile = ({ dir }: Cluster) => path.join(dir, 'postmaster.pid')

function readPidFile(cluster: Cluster) {
  if (!existsSync(pidFile(cluster))) return undefined
  const lines = readFileSync(pidFile(cluster), 'utf8').split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/** After a crash or a reboot the noted id may be another process's, or that of a dead one. */
function isServer(pid: number, { dir }: Cluster) {
  if (process.platform === 'win32') return isAlive(pid)
  if (!existsSync('/proc/self/cmdline')) {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(dir)
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(dir)
  } catch {
    return false
  }
}

function isAlive(pid: number) {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Another program may listen on the port by now, so it is asked which data it serves. */
async function answers(cluster: Cluster, port: number) {
  if (!port) return false
  const client = new pg.Client({
    connectionString: clusterUrl(cluster, port),
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === cluster.dir
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
