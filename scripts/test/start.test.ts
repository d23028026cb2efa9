import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { root } from '../app-process.ts'
import { ensureConsole } from '../console.ts'
import { isFree } from '../ports.ts'

beforeAll(async () => {
  await ensureConsole()
}, 120_000)

test(
  'npm start brings everything up, heals what is killed, and stops all of it',
  { timeout: 120_000 },
  async () => {
    const dataDir = dataFolder()
    const postmaster = path.join(dataDir, 'postgres/cluster/postmaster.pid')
    const belfry = npmStart({ BELFRY_DATA: dataDir })

    const address = await belfry.says(/ready at (http:\S+)/)
    await belfry.says(/vendor@belfry\.test/) // it comes in pieces
    const page = await fetch(address, { headers: { accept: 'text/html' } })
    expect(await page.text()).toContain('<html')
    expect(await statusOf(`${address}/readyz`)).toBe(200)

    process.kill(await belfry.pidOf('api'), 'SIGKILL')
    process.kill(await belfry.pidOf('worker'), 'SIGKILL')
    await belfry.says(/(The api was ended by SIGKILL)/)
    await belfry.says(/(The worker was ended by SIGKILL)/)
    await expect.poll(() => statusOf(`${address}/readyz`), { timeout: 20_000 }).toBe(200)

    const killed = pidIn(postmaster)!
    process.kill(killed, 'SIGKILL')
    await belfry.says(/(Postgres has stopped; it is started again)/)
    await expect.poll(() => pidIn(postmaster), { timeout: 20_000 }).not.toBe(killed)
    await expect.poll(() => statusOf(`${address}/readyz`), { timeout: 20_000 }).toBe(200)

    expect(await belfry.end('SIGINT'), belfry.output()).toBe(0)
    expect(await isFree(Number(new URL(address).port))).toBe(true)
    expect(existsSync(postmaster)).toBe(false)
  },
)

test('two do not run on the same data, and the second says so', { timeout: 120_000 }, async () => {
  const dataDir = dataFolder()
  const first = npmStart({ BELFRY_DATA: dataDir, DEMO: 'off' })
  const address = await first.says(/ready at (http:\S+)/)

  const second = npmStart({ BELFRY_DATA: dataDir })

  expect(await second.ended).toBe(1)
  expect(second.output()).toContain(`Belfry already runs on the data in ${dataDir}`)
  expect(await statusOf(`${address}/readyz`)).toBe(200)
})

test('a port that was asked for and is taken is one clear line', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as AddressInfo

  const belfry = npmStart({ BELFRY_DATA: dataFolder(), PORT: String(port) })

  expect(await belfry.ended).toBe(1)
  expect(belfry.output().trim()).toBe(
    `Port ${port} is taken: set PORT to a free one, or leave it out to get the next.`,
  )
})

test('a database that cannot be reached is one clear line without its password', async () => {
  const belfry = npmStart({
    DATABASE_URL: 'postgres://me:hidden@127.0.0.1:1/belfry',
    BELFRY_SECRET: 'x'.repeat(32),
    BELFRY_DATA: dataFolder(),
  })

  expect(await belfry.ended).toBe(1)
  expect(belfry.output().trim().split('\n')).toEqual([
    expect.stringMatching(/^DATABASE_URL: the database belfry at 127\.0\.0\.1:1 cannot be used/),
  ])
  expect(belfry.output()).not.toContain('hidden')
})

/** Runs what `npm start` hands over to; it is stopped at the end of the test. */
function npmStart(env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [path.join(root, 'scripts/start.ts')], {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  onTestFinished(async () => void (await end('SIGTERM')))

  const says = async (pattern: RegExp) => {
    await expect.poll(() => output, { timeout: 60_000, interval: 50 }).toMatch(pattern)
    return pattern.exec(output)?.[1] ?? ''
  }
  const pidOf = async (app: string) => Number(await says(new RegExp(`"app":"${app}".*?"pid":(\\d+)`)))
  return { output: () => output, ended, end, says, pidOf }
}

const statusOf = (url: string) =>
  fetch(url).then(
    (answer) => answer.status,
    () => 0,
  )

function pidIn(file: string) {
  return existsSync(file) ? parseInt(readFileSync(file, 'utf8')) : undefined
}

function dataFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-start-'))
  chmodSync(folder, 0o755) // as root the server runs as another user
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
