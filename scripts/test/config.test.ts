import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readSettings } from '../config.ts'

const external = { DATABASE_URL: 'postgres://me:hidden@db:5432/belfry', BELFRY_SECRET: 'x'.repeat(32) }

test('with nothing set Belfry runs on a database of its own, with the demo', () => {
  const root = checkout()

  const settings = readSettings(root, {})

  expect(settings).toMatchObject({ port: 4380, portIsFixed: false, host: '127.0.0.1', demo: true })
  expect(settings.databaseUrl).toBeUndefined()
})

test('a secret is made once, and only its owner can read it', () => {
  const root = checkout()

  const first = readSettings(root, {}).secret
  const second = readSettings(root, {}).secret

  expect(second).toBe(first)
  expect(first.length).toBeGreaterThanOrEqual(32)
  expect(statSync(path.join(root, '.belfry/secret')).mode & 0o777).toBe(0o600)
})

test('a database of one’s own comes without the demo, and needs a secret', () => {
  expect(readSettings(checkout(), external)).toMatchObject({
    demo: false,
    databaseUrl: external.DATABASE_URL,
  })
  expect(() => readSettings(checkout(), { ...external, BELFRY_SECRET: '' })).toThrow(
    'BELFRY_SECRET must be set',
  )
})

test('the environment wins over .env, and an empty value counts as none', () => {
  const root = checkout('PORT=5000\nHOST=0.0.0.0\nDEMO=off # not now\n')

  const settings = readSettings(root, { PORT: '6000', HOST: '' })

  expect(settings).toMatchObject({ port: 6000, portIsFixed: true, host: '0.0.0.0', demo: false })
})

test.each([
  [{ PORT: 'http' }, 'PORT must be a port number between 1 and 65535.'],
  [{ PORT: '70000' }, 'PORT must be a port number between 1 and 65535.'],
  [{ DEMO: 'perhaps' }, 'DEMO must be on or off.'],
  [{ PUBLIC_URL: 'belfry' }, 'PUBLIC_URL must be an address like https://belfry.example.org.'],
  [{ BELFRY_SECRET: 'short' }, 'BELFRY_SECRET must have at least 32 characters.'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
])('%o is refused in one line', (environment, message) => {
  expect(() => readSettings(checkout(), environment)).toThrow(message)
})

test('a refused value is never printed, since it may be a secret', () => {
  const attempt = () => readSettings(checkout(), { DATABASE_URL: 'mysql://me:hidden@db/x' })

  expect(attempt).toThrow('DATABASE_URL must be an address like postgres://')
  expect(attempt).not.toThrow('hidden')
})

test.each([
  ['PORT=5000\nthis is no setting\n', 'line 2'],
  ['# fine\n\nMAIL_FROM="Belfry\nPORT=5000\n', 'line 3'],
  ['=5000\n', 'line 1'],
])('a broken .env says where: %j', (text, where) => {
  expect(() => readSettings(checkout(text), {})).toThrow(`${where}: expected NAME=value`)
})

test('a .env may have comments, exports, quotes and values of several lines', () => {
  const text =
    '# hello\nexport PORT=5000\nMAIL_FROM="Belfry <b@x.org>" # us\nBRAND_NAME=\'Bel\nfry\'\n\nHOST=::1\n'

  const { env } = readSettings(checkout(text), {})

  expect(env).toMatchObject({
    PORT: '5000',
    MAIL_FROM: 'Belfry <b@x.org>',
    BRAND_NAME: 'Bel\nfry',
    HOST: '::1',
  })
})

test('every setting of .env.example can be taken as it stands', () => {
  const example = readFileSync(path.join(import.meta.dirname, '../../.env.example'), 'utf8')

  const settings = readSettings(checkout(example.replaceAll(/^#(?=[A-Z_]+=)/gm, '')), {
    BELFRY_SECRET: 'x'.repeat(32),
  })

  expect(settings).toMatchObject({ port: 4380, demo: true, publicUrl: 'https://belfry.example.org' })
})

/** A folder like a checkout's, with this `.env` in it. */
function checkout(env?: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  if (env !== undefined) writeFileSync(path.join(folder, '.env'), env)
  return folder
}
