import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'

const good = {
  DATABASE_URL: 'postgres://belfry:canary@127.0.0.1/belfry',
  BELFRY_SECRET: 'canary-canary-canary-canary-canary',
}

test('two settings are enough, and an empty one means none', () => {
  const config = readConfig({ ...good, PORT: '', DEMO: ' ', PUBLIC_URL: '' })

  expect(config).toMatchObject({
    PORT: 4380,
    HOST: '127.0.0.1',
    DEMO: false,
    TRUST_PROXY: 0,
    WRITES_PER_MINUTE: 240,
  })
  expect(config.PUBLIC_URL.origin).toBe('http://127.0.0.1:4380')
  expect(readConfig({ ...good, HOST: '::1', PORT: '80' }).PUBLIC_URL.origin).toBe('http://[::1]')
})

test('a setting that is wrong is named, and its value is not', () => {
  const wrong: [Record<string, string>, string][] = [
    [{ DATABASE_URL: 'canary' }, 'DATABASE_URL: must be an address like postgres://…'],
    [{ BELFRY_SECRET: 'canary' }, 'BELFRY_SECRET: must have at least 32 characters'],
    [{ PORT: 'canary' }, 'PORT: '],
    [{ PORT: '70000' }, 'PORT: '],
    [{ PUBLIC_URL: 'canary' }, 'PUBLIC_URL: must be an address like https://…'],
    [{ METRICS_TOKEN: 'canary' }, 'METRICS_TOKEN: must have at least 16 characters'],
    [{ LOG_LEVEL: 'canary' }, 'LOG_LEVEL: '],
    [{ DEMO: 'canary' }, 'DEMO: '],
    [{ LIVE_BUS: 'canary' }, 'LIVE_BUS: must be postgres or an address like nats://…'],
    [{ TRUST_PROXY: 'canary' }, 'TRUST_PROXY: '],
    [{ UPLOAD_MAX_MB: '0' }, 'UPLOAD_MAX_MB: '],
    [{ FILES_STORE: 'canary' }, 'FILES_STORE: must be disk or s3'],
    [
      { FILES_STORE: 's3', S3_SECRET_KEY: 'canary' },
      'S3_BUCKET: must be set when FILES_STORE is s3; S3_ACCESS_KEY: ',
    ],
  ]

  for (const [env, text] of wrong) {
    expect(() => readConfig({ ...good, ...env })).toThrow(text)
    expect(() => readConfig({ ...good, ...env })).not.toThrow('canary')
  }
  expect(() => readConfig({})).toThrow(
    'DATABASE_URL: must be an address like postgres://…; BELFRY_SECRET: must be set',
  )
})
