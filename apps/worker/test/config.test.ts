import path from 'node:path'
import { flagsFrom } from '@belfry/shared/flags'
import { expect, test } from 'vitest'
import { readConfig } from '../src/config.ts'
import { startWorker } from './support/start.ts'

const right = {
  DATABASE_URL: 'postgres://belfry:pass@127.0.0.1:5432/belfry',
  BELFRY_SECRET: 'a-secret-that-is-long-enough-for-this',
}

test('two settings are enough', () => {
  expect(readConfig({ ...right, LOG_LEVEL: '', WORKER_CONCURRENCY: ' ' })).toEqual({
    databaseUrl: right.DATABASE_URL,
    secret: right.BELFRY_SECRET,
    logLevel: 'info',
    concurrency: 10,
    publicUrl: 'http://localhost:4380',
    pushHosts: 'public',
    webhookHosts: 'public',
    mailFrom: 'Belfry <belfry@belfry.test>',
    bounces: null,
    brand: { name: 'Belfry', logo: null, colour: '#3a58c3', url: 'http://localhost:4380' },
    mailProviders: [],
    keep: { read: 30, deleted: 7, unread: null },
    telling: { limits: { person: 300, program: 1200 }, flags: flagsFrom([]), fallbackMinutes: 15 },
    storage: { kind: 'disk', folder: path.resolve('.belfry/files') },
    witnesses: { file: null, url: null },
    auditMonths: null,
  })
})

test.each([
  [{ DATABASE_URL: undefined }, 'DATABASE_URL must be an address like postgres://'],
  [{ DATABASE_URL: 'mysql://root:hunter2@db/x' }, 'DATABASE_URL must be an address like postgres://'],
  [{ BELFRY_SECRET: 'hunter2' }, 'BELFRY_SECRET must have at least 32 characters.'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent.'],
  [{ WORKER_CONCURRENCY: '0' }, 'WORKER_CONCURRENCY must be a number between 1 and 100.'],
  [{ WORKER_CONCURRENCY: 'many' }, 'WORKER_CONCURRENCY must be a number between 1 and 100.'],
  [{ PUBLIC_URL: 'javascript:alert(1)' }, 'PUBLIC_URL must be an address like https://'],
  [{ NOTIFICATIONS_KEEP_DAYS: '0' }, 'NOTIFICATIONS_KEEP_DAYS must be a number of days between 1 and 3650.'],
  [{ MAIL_FROM: 'Belfry' }, 'MAIL_FROM must be an address like'],
  [{ BRAND_NAME: 'Bel\r\nBcc: a@b.test' }, 'BRAND_NAME must have at most 60 characters, in one line.'],
  [{ BRAND_COLOUR: 'red' }, 'BRAND_COLOUR must be a colour like #3a58c3.'],
  [{ BRAND_LOGO_URL: 'http://example.test/logo.png' }, 'BRAND_LOGO_URL must be the https address of a PNG'],
  [{ BRAND_LOGO_URL: 'https://example.test/logo.svg' }, 'BRAND_LOGO_URL must be the https address of a PNG'],
  [
    { BRAND_LOGO_URL: "https://example.test/a;script-src 'x'.png" },
    'BRAND_LOGO_URL must be the https address',
  ],
  [
    { MAIL_PROVIDERS: 'hunter2' },
    'MAIL_PROVIDERS cannot be read at its entry 1: name=address is what it takes.',
  ],
  [
    { MAIL_PROVIDERS: 'a=pop3://b:hunter2@c' },
    'with a: it must begin with smtp://, smtps://, ses:// or sendgrid://.',
  ],
  [{ MAIL_PROVIDERS: 'a=smtp://b:hunter2@c?rate=0' }, 'with a: its option rate cannot be that.'],
  [{ MAIL_PROVIDERS: 'a=smtp://b:hunter2@c?fast=1' }, 'with a: it has an option that smtp does not have.'],
  [{ MAIL_PROVIDERS: 'a=ses://KEY:hunt/er2@eu-west-1' }, 'with a: it is no address (signs like / and @'],
  [{ MAIL_PROVIDERS: 'a=ses://KEY@eu-west-1' }, 'with a: a key has an id and a secret.'],
  [{ MAIL_PROVIDERS: 'a=smtp://b, a=smtp://c' }, 'uses the name a twice'],
  [{ FILES_STORE: 'hunter2' }, 'FILES_STORE must be disk or s3.'],
  [{ FILES_STORE: 's3' }, 'S3_BUCKET must be set when FILES_STORE is s3.'],
  [{ MAIL_BOUNCES: 'imap://a:hunter2@mail.test/INBOX' }, 'MAIL_BOUNCE_ADDRESS must be an address like'],
  [{ MAIL_BOUNCE_ADDRESS: 'far-too-long-a-name@b.test' }, 'MAIL_BOUNCE_ADDRESS must be an address like'],
  [{ MAIL_FALLBACK_MINUTES: '-1' }, 'MAIL_FALLBACK_MINUTES must be a number of minutes'],
  [{ MAIL_FROM: 'Belfry <a@b.test>\r\nBcc: <c@d.test>' }, 'MAIL_FROM must be an address like'],
  [{ MAIL_FROM: 'Bel\u202Efry <a@b.test>' }, 'MAIL_FROM must be an address like'],
])('%j is refused in words', (wrong, message) => {
  expect(() => readConfig({ ...right, ...wrong })).toThrow(message)
  expect(() => readConfig({ ...right, ...wrong })).not.toThrow('hunter2')
})

test('mail providers keep their order, with what each of them needs', () => {
  const { mailProviders } = readConfig({
    ...right,
    MAIL_PROVIDERS:
      'main=smtp://me:p%40ss,w@mail.example.org?rate=20&daily=500, ses=ses://KEY:SE%2FCRET@eu-west-1?configuration=belfry,\n sg=sendgrid://SG.aB-c_D',
  })

  expect(mailProviders).toMatchObject([
    {
      kind: 'smtp',
      name: 'main',
      host: 'mail.example.org',
      port: 587,
      user: 'me',
      password: 'p@ss,w',
      perSecond: 20,
      perDay: 500,
    },
    {
      kind: 'ses',
      name: 'ses',
      region: 'eu-west-1',
      key: { id: 'KEY', secret: 'SE/CRET' },
      configurationSet: 'belfry',
    },
    { kind: 'sendgrid', name: 'sg', apiKey: 'SG.aB-c_D', perSecond: null, perDay: null },
  ])
})

test('wrong settings end the process with one line', async () => {
  const worker = startWorker({ BELFRY_SECRET: 'hunter2', LOG_LEVEL: 'loud' })

  expect(await worker.exited).toEqual({ code: 1, signal: null })
  expect(worker.output()).toMatch(
    /^The worker cannot start\. DATABASE_URL must .*\. BELFRY_SECRET must .*\. LOG_LEVEL must .*\.\n$/,
  )
  expect(worker.output()).not.toContain('hunter2')
})
