import { readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { firstFreePort } from './ports.ts'
import { clusterUrl, openCluster, runProgram, type Cluster } from './postgres/cluster.ts'
import { findRunning } from './postgres/running.ts'
import { Problem } from './problem.ts'

export interface Postgres {
  /** The port it really listens on: another one than was asked for when that was taken. */
  port: number
  url(database?: string): string
  stop(): Promise<void>
}

export interface PostgresOptions {
  /** Ours alone: it holds the cluster and its password. */
  dataDir: string
  port: number
  /** For tests: nothing is flushed to disk, and `stop` deletes it all. */
  throwaway?: boolean
  flags?: Record<string, string>
}

const START_WITHIN_MS = 60_000
const LOG_LIMIT_BYTES = 10_000_000

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '', // a socket's path may have 107 bytes at most; a checkout's often has more
  timezone: 'UTC',
  log_timezone: 'UTC',
  max_connections: '200',
  // The locks of a process or host that vanished must not outlive it by more than a few seconds.
  client_connection_check_interval: '1s',
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '2',
}

const throwawaySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
}

/**
 * Starts the embedded Postgres, or adopts the one that still runs on this data: it is a process of its own and survives
 * a `kill -9` of its starter. Several starters at once end up with the same server.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { dataDir, throwaway = false } = options
  const cluster = await openCluster(dataDir, !throwaway)
  const flags = { ...settings, ...(throwaway ? throwawaySettings : {}), ...options.flags }
  const port = (await findRunning(cluster)) ?? (await launch(cluster, options.port, flags))
  return {
    port,
    url: (database) => clusterUrl(cluster, port, database),
    async stop() {
      await stop(cluster, throwaway ? 'immediate' : 'fast')
      if (throwaway) rmSync(path.dirname(cluster.dir), { recursive: true, force: true })
    },
  }
}

/** Returns the port. A taken port is followed by the next free one; what a crash leaves behind for moments is waited for. */
async function launch(cluster: Cluster, wanted: number, flags: Record<string, string>): Promise<number> {
  const deadline = Date.now() + START_WITHIN_MS
  for (let from = wanted; ; await pause(250)) {
    const port = await firstFreePort(from)
    const trouble = await tryToStart(cluster, { ...flags, port: String(port) })
    if (trouble === undefined) return port

    const running = await findRunning(cluster) // another starter may have been faster
    if (running) return running
    const isPassing = /could not bind|shared memory block|lock file .* already exists/.test(trouble)
    if (!isPassing || Date.now() > deadline)
      throw new Problem(`The embedded Postgres does not start: ${trouble}`)
    if (trouble.includes('could not bind')) from = port + 1
  }
}

/** Returns what the server complained of, or nothing when it runs. */
async function tryToStart(cluster: Cluster, flags: Record<string, string>) {
  const log = path.join(cluster.dir, 'server.log')
  if (sizeOf(log) > LOG_LIMIT_BYTES) rmSync(log)
  const before = sizeOf(log)

  const options = Object.entries(flags).map(([name, value]) => `-c ${name}='${value}'`)
  const args = ['start', '-w', '-t', '60', '-D', cluster.dir, '-l', log, '-o', options.join(' ')]
  const { code } = await runProgram(cluster, 'pg_ctl', args, true)
  if (code === 0) return undefined

  const said = sizeOf(log) > before ? readFileSync(log).subarray(before).toString('utf8') : ''
  const complaints = said.split('\n').filter((line) => /FATAL|PANIC|could not/.test(line))
  return (
    complaints.map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR|LOG): +/, '')).join('; ') ||
    'it does not say why.'
  )
}

const sizeOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0

async function stop(cluster: Cluster, mode: 'fast' | 'immediate') {
  const { code, output } = await runProgram(cluster, 'pg_ctl', [
    'stop',
    '-w',
    '-t',
    '60',
    '-m',
    mode,
    '-D',
    cluster.dir,
  ])
  const wasGone = /no server running|does not exist|no such process/i.test(output)
  if (code !== 0 && !wasGone)
    throw new Problem(`The embedded Postgres did not stop: ${output.split('\n').at(-1)}`)
}
