// Runs under any Node from 20 on and without a single dependency: it installs them when they are missing or stale,
// then hands over to the Node that Belfry pins. Nothing else may assume less than that one.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const commands = {
  start: 'scripts/start.ts',
  dev: 'scripts/dev.ts',
  test: 'scripts/test.ts',
  types: 'scripts/types.ts',
  format: 'scripts/format.ts',
  bench: 'bench/src/main.ts',
  'audit:verify': 'scripts/audit-verify.ts',
}

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const windows = process.platform === 'win32'
const nodeBinary = path.join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node')
const stampFile = path.join(root, 'node_modules/.installed')
const [command = '', ...rest] = process.argv.slice(2)

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(`Node 20 or later is needed, this is ${process.version}.`)
if (!(command in commands))
  fail(`There is no command "${command}". Known: ${Object.keys(commands).join(', ')}.`)

const stamp = dependenciesStamp()
if (!isInstalled()) install()
handOver()

/** Changes with every file that says what is to be installed. */
function dependenciesStamp() {
  const manifests = ['apps', 'packages']
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`))
    .concat('.', 'templates', 'e2e', 'bench')
    .map((folder) => path.join(root, folder, 'package.json'))
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const file of [
    ...manifests.sort((a, b) => (a < b ? -1 : 1)),
    path.join(root, 'pnpm-lock.yaml'),
    path.join(root, 'pnpm-workspace.yaml'),
  ])
    if (existsSync(file)) hash.update(readFileSync(file))
  return hash.digest('hex')
}

function isInstalled() {
  return existsSync(nodeBinary) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
}

function install() {
  if (!isWritable(root))
    fail(`The dependencies have to be installed, but ${root} is not writable for this user.`)
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const env = {
    ...process.env,
    ...(windows || hasHome() ? {} : homeInCheckout()),
    CI: '1', // pnpm must not ask questions
    npm_config_update_notifier: 'false',
    npm_config_fund: 'false',
  }
  console.log('Installing what Belfry needs; the first time this takes up to a minute.')
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline']
  const { status, error, stdout, stderr } = spawnSync('npx', args, {
    cwd: root,
    env,
    shell: windows,
    encoding: 'utf8',
  })
  if (error) fail(`npx could not be run (${error.message}). Is npm installed beside Node?`)
  if (status !== 0)
    fail(`${stderr}${stdout}\nThe dependencies could not be installed; the lines above say why.`)
  writeFileSync(stampFile, stamp)
}

function hasHome() {
  return isWritable(process.env.HOME || homedir())
}

/** Service users often have a home that is missing or not theirs, but npx and pnpm want one for their caches. */
function homeInCheckout() {
  const home = path.join(root, '.belfry/home')
  mkdirSync(home, { recursive: true })
  // npm hands its own settings on to what it runs, and there the missing home is already part of them.
  return {
    HOME: home,
    npm_config_cache: path.join(home, '.npm'),
    npm_config_userconfig: path.join(home, '.npmrc'),
  }
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return true
  } catch {
    return false
  }
}

function handOver() {
  const bin = path.join(root, 'node_modules/.bin')
  const env = {
    ...process.env,
    // Before all else in PATH, so that whatever is started from there gets the pinned Node, too.
    PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
    NODE: nodeBinary,
    npm_node_execpath: nodeBinary,
  }
  const child = spawn(nodeBinary, [path.join(root, commands[command]), ...rest], {
    cwd: root,
    // The channel closes when this process dies, even by kill -9: that is how the child learns of it.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  if (process.env.npm_lifecycle_event) stopWithNpm(child)
  child.on('error', (error) => fail(`The pinned Node does not run (${error.message}).`))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
}

/** A signal to npm alone ends npm and its shell, who pass nothing on: we notice by having another parent. */
function stopWithNpm(child) {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || child.kill('SIGTERM'), 500).unref()
}

function fail(message, status = 1) {
  console.error(message)
  process.exit(status)
}
