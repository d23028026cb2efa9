import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { Problem } from '../problem.ts'
import { canEnter, postgresBinaries, runAs, serverUser, SYSTEM_HOME, type ServerUser } from './binaries.ts'

export interface Cluster {
  dir: string
  bin: string
  user: ServerUser
  password: string
}

/** Opens the cluster of this folder, making it when there is none. `durable: false` saves the waiting for the disk. */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  const user = serverUser()
  const home = reachableHome(dataDir, user)
  const dir = path.join(home, 'cluster')
  refuseForeign(dir, user)
  const cluster = { dir, bin: postgresBinaries(user), user, password: passwordIn(home) }
  if (!existsSync(dir)) await initialise(cluster, durable)
  return cluster
}

export function clusterUrl({ password }: Cluster, port: number, database = 'postgres') {
  return `postgres://belfry:${password}@127.0.0.1:${port}/${database}`
}

export function runProgram({ user, bin }: Cluster, program: string, args: string[], quiet = false) {
  return runAs(user, path.join(bin, program), args, quiet)
}

/** The data's folder, or its stand-in where the server's user cannot enter the one asked for. */
function reachableHome(dataDir: string, user: ServerUser) {
  mkdirSync(dataDir, { recursive: true })
  // Passing through is enough, and shows nothing: the cluster and its password are closed to everybody else.
  if (user.uid !== undefined) chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  if (canEnter(user, dataDir)) return realpathSync(dataDir)
  const tag = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 12)
  const home = path.join(SYSTEM_HOME, `data-${tag}`)
  mkdirSync(home, { recursive: true })
  return home
}

function refuseForeign(dir: string, { uid = process.getuid?.() }: ServerUser) {
  if (uid === undefined || !existsSync(dir) || statSync(dir).uid === uid) return
  throw new Problem(
    `The database in ${dir} belongs to another user: start Belfry as that user, or set BELFRY_DATA to another folder.`,
  )
}

function passwordIn(home: string) {
  const file = path.join(home, 'password')
  try {
    writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return readFileSync(file, 'utf8')
}

/** Made beside its place and then renamed: a half-made cluster is never taken for a whole one. */
async function initialise(cluster: Cluster, durable: boolean) {
  const unfinished = mkdtempSync(`${cluster.dir}.`)
  const passwordFile = `${unfinished}.password`
  try {
    writeFileSync(passwordFile, cluster.password, { mode: 0o600 })
    for (const file of [unfinished, passwordFile]) giveTo(cluster.user, file)

    const place = ['--pgdata', unfinished, '--username', 'belfry', '--pwfile', passwordFile]
    // Postgres' own C.UTF-8 sorts alike everywhere, whatever locales the host has.
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    // Every session of a test proves that it knows the password; four thousand rounds of hashing guard nothing there.
    const quick = ['--no-sync', '--set=scram_iterations=1']
    const how = ['--auth=scram-sha-256', '--data-checksums', ...(durable ? [] : quick)]
    const { code, output } = await runProgram(cluster, 'initdb', [...place, ...locale, ...how])
    if (code !== 0) throw new Problem(`The database could not be created: ${output.split('\n').at(-1)}`)
    if (!existsSync(cluster.dir)) renameSync(unfinished, cluster.dir)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(unfinished, { recursive: true, force: true })
  }
}

function giveTo({ uid, gid }: ServerUser, file: string) {
  if (uid !== undefined && gid !== undefined) chownSync(file, uid, gid)
}
