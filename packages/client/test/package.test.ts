import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Db } from '@belfry/db'
import { createApiKey } from '@belfry/engine/access'
import { submit } from '@belfry/engine/cases'
import { unreadCount } from '@belfry/engine/notify'
import { startApi, startWorker } from '@belfry/testing'
import { type Given, databaseWithPeople, givenPassword, inTx, shiftData } from '@belfry/testing/given'
import { startWire } from '@belfry/testing/wire'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type Notification, createClient } from '../src/index.ts'
import { type AnotherApp, type Example, type Program, installElsewhere } from './another-app.ts'
import { soon } from './soon.ts'

let app: AnotherApp
beforeAll(async () => (app = await installElsewhere()), 180_000)
afterAll(() => app?.remove())

describe('the tarball', () => {
  test('holds what was built and nothing of the workspace', () => {
    const files = execFileSync('tar', ['tf', app.tarball], { encoding: 'utf8' }).trim().split('\n')
    const installed = path.join(app.folder, 'node_modules/@belfry/client')
    const texts = ['package.json', 'dist/index.js', 'dist/index.d.ts'].map((file) =>
      readFileSync(path.join(installed, file), 'utf8'),
    )

    expect(files.toSorted()).toEqual(
      ['LICENSE', 'README.md', 'dist/index.d.ts', 'dist/index.js', 'package.json'].map((f) => `package/${f}`),
    )
    expect(texts[0]).not.toContain('workspace:')
    expect(texts[1] + texts[2]!).not.toMatch(
      /@belfry\/|zod|kysely|\bpg\b|['"]node:|NodeJS|\bBuffer\b|\/(apps|packages)\//,
    )
    expect(readdirSync(path.join(app.folder, 'node_modules/@belfry'))).toEqual(['client'])
  })

  test('lets right calls compile, and wrong ones not', async () => {
    expect(await app.compile('-p', '.')).toBe('')
  })

  test('says in the types what a call takes', async () => {
    writeFileSync(
      path.join(app.folder, 'wrong.ts'),
      `import { createClient } from '@belfry/client'
       void createClient({ url: 'https://belfry.test' }).trpc.cases.act.mutate({ caseId: 7, action: 'approve' })`,
    )

    const complaints = await app.compile(...asForABrowser, 'wrong.ts')

    expect(complaints).toContain("Type 'number' is not assignable to type 'string'")
  })

  test('needs no types of Node', async () => {
    expect(await app.compile(...asForABrowser, 'types.ts')).toBe('')
  })

  test('brings an example that compiles', async () => {
    const readme = readFileSync(path.join(app.folder, 'node_modules/@belfry/client/README.md'), 'utf8')
    writeFileSync(path.join(app.folder, 'example.ts'), /```ts\n(.*?)```/s.exec(readme)![1]!)

    expect(await app.compile(...asForABrowser, 'example.ts')).toBe('')
  })
})

const asForABrowser =
  '--ignoreConfig --noEmit --strict --target es2022 --lib esnext,dom --module esnext --moduleResolution bundler --types'
    .split(' ')
    .concat('')

describe('a program elsewhere', { timeout: 60_000 }, () => {
  test('is cut off, misses two events and goes on where it was', async () => {
    expect(await runThrough(cutOff)).toEqual(theStory)
  })

  test('outlives an API that is killed and started again', async () => {
    expect(await runThrough(restart('kill'))).toEqual(theStory)
  })

  test('outlives an API that is stopped and started again', async () => {
    expect(await runThrough(restart('stop'))).toEqual(theStory)
  })

  test.skipIf(!otherNode())('does so under the Node of this machine, too', async () => {
    expect(await runThrough(cutOff, otherNode())).toEqual(theStory)
  })
})

describe('the example of an agent', { timeout: 120_000 }, () => {
  let example: Example
  beforeAll(async () => (example = await app.example('report-agent')), 120_000)

  /** Ana's agent, and Rita, who looks on. */
  async function desk() {
    const { db, url: databaseUrl, given } = await databaseWithPeople()
    const [api] = await Promise.all([startApi({ databaseUrl }), startWorker({ databaseUrl })])
    const { secret } = await inTx(db, (tx) => createApiKey(tx, given.analyst, { name: 'Night reports' }))
    const rita = createClient({ url: api.url })
    await rita.signIn('reviewer@belfry.test', givenPassword)
    onTestFinished(() => rita.close())

    const told: Notification[] = []
    const steps: unknown[] = []
    rita.trpc.notifications.live.subscribe(undefined, {
      onData({ data }) {
        if (data.kind !== 'changes') return
        for (const item of data.items) {
          told.push(item)
          if (told.length === 1)
            rita.trpc.cases.live.subscribe(
              { caseId: item.caseId! },
              { onData: (event) => void steps.push(event.case.data['step']) },
            )
        }
      },
    })
    const env = { BELFRY: api.url, BELFRY_API_KEY: secret!, PACE_MS: '300' }
    const report = (month: string, by = env) => example.npm(['--silent', 'start', '--', month, 'Rita'], by)
    return { api, rita, told, steps, env, report }
  }

  test('compiles, and its result is with whoever asked for it, who saw it come about', async () => {
    const { api, rita, told, steps, report } = await desk()
    expect(await example.npm(['--silent', 'run', 'check'])).toEqual({ code: 0, output: '' })

    expect(await report('2026-05')).toEqual({
      code: 0,
      output: expect.stringMatching(/^finished: http.+\/cases\/[0-9a-f-]{36}\n$/),
    })

    await expect
      .poll(() => told.map(({ title }) => title), soon)
      .toEqual([
        'Punctuality agent works on your report',
        'Punctuality agent: your report “Punctuality of 2026-05” is ready',
      ])
    expect(told[1]).toMatchObject({
      body: '60 of 120 trips were on time (50 %).',
      tone: 'success',
      category: 'report',
      actor: { name: 'Night reports' },
      link: `/cases/${told[0]!.caseId}`,
    })
    expect(steps).toEqual(expect.arrayContaining(['Line 31', 'Line Tram 2']))
    const [document] = await rita.trpc.documents.list.query({ caseId: told[0]!.caseId! })
    expect(document).toMatchObject({ name: 'punctuality-2026-05.csv', version: 1 })
    const { url } = await rita.trpc.documents.get.query({ fileId: document!.id })
    const table = await (await fetch(new URL(url, api.url))).text()
    expect(table.split('\n')).toHaveLength(6)
    expect(table).toContain('Night 4,30,')
  })

  test('says why it failed', async () => {
    const { told, report } = await desk()

    expect(await report('2026-06')).toMatchObject({ code: 1, output: expect.stringMatching(/^failed: /) })

    await expect
      .poll(() => told.at(-1), soon)
      .toMatchObject({
        title: 'Punctuality agent: your report “Punctuality of 2026-06” failed',
        body: 'Row 18 of the figures of 2026-06 says “n/a” where minutes should be.',
        tone: 'error',
      })
  })

  test('with a key that does not count says what Belfry says', async () => {
    const { report, env } = await desk()

    expect(await report('2026-05', { ...env, BELFRY_API_KEY: 'belfry_nonsense' })).toEqual({
      code: 1,
      output: 'Belfry says: This API key is not valid: it was revoked, has expired, or never was one.\n',
    })
  })
})

interface World {
  databaseUrl: string
  api: Awaited<ReturnType<typeof startApi>>
  wire: Awaited<ReturnType<typeof startWire>>
}
interface Outage {
  begin(world: World): unknown
  end(world: World): unknown
}

const cutOff: Outage = {
  begin: ({ wire }) => wire.cut(),
  end: ({ wire }) => wire.mend(),
}

const restart = (how: 'kill' | 'stop'): Outage => ({
  begin: ({ api }) => api[how](),
  end: ({ api, databaseUrl }) =>
    startApi({ databaseUrl, env: { PORT: new URL(api.url).port, PUBLIC_URL: api.url } }),
})

/** Runs the program through an outage, in which two shifts are filed past the API, and returns all that it says. */
async function runThrough(outage: Outage, node = process.execPath) {
  const { db, url: databaseUrl, given } = await databaseWithPeople()
  const [api] = await Promise.all([startApi({ databaseUrl }), startWorker({ databaseUrl })])
  const world = { databaseUrl, api, wire: await startWire(api.url) }
  const places = { BELFRY: api.url, BELFRY_LIVE: world.wire.url }
  const program = app.start('built/follow.js', { ...places, PASSWORD: givenPassword, LAST: 'Bus 4' }, node)
  await expect.poll(() => titles(program), soon).toEqual(['New shift for Bus 1'])

  await outage.begin(world)
  await expect.poll(() => program.said.at(-1), soon).toEqual({ connection: 'connecting' })
  await fileShift(db, given, 'Bus 2')
  await fileShift(db, given, 'Bus 3')
  await outage.end(world)
  await expect.poll(() => titles(program), soon).toHaveLength(3)
  await fileShift(db, given, 'Bus 4')

  expect(await program.ended).toEqual({ code: 0, errors: '' })
  // How often it had to try is another matter.
  return program.said.filter((line) => !('connection' in line))
}

const told = (vehicle: string, unread: number) => ({
  told: `New shift for ${vehicle}`,
  unread,
  id: expect.any(String) as string,
})

/** Each event once, in order, whatever happened in between. */
const theStory = [
  { workflows: expect.arrayContaining(['shift', 'report']), drivers: ['Dora Driver', 'داود السائق'] },
  { hello: 0, reset: false },
  told('Bus 1', 1),
  { hello: 3, reset: false },
  told('Bus 2', 3),
  told('Bus 3', 3),
  told('Bus 4', 4),
  { filed: 'pending' },
]

const titles = ({ said }: Program) => said.flatMap((line) => ('told' in line ? [line.told] : []))

/** Files a shift, and waits until the worker has told the officer. */
async function fileShift(db: Db, given: Given, vehicle: string) {
  const before = await unreadCount(db, given.officerNorth)
  const data = shiftData({ driver: given.driver, vehicle })
  await inTx(db, (tx) => submit(tx, given.vendor, { workflow: 'shift', data }))
  await expect.poll(() => unreadCount(db, given.officerNorth), soon).toEqual({ unread: before.unread + 1 })
}

/** Another Node than the one we bring along: what an app may well run under. */
function otherNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const found = folders.map((folder) => path.join(folder, 'node')).filter((file) => existsSync(file))
  return found.find((file) => {
    const version = execFileSync(file, ['--version'], { encoding: 'utf8' }).trim()
    const major = Number(/^v(\d+)/.exec(version)?.[1])
    return version !== process.version && major >= 20 && realpathSync(file) !== realpathSync(process.execPath)
  })
}
