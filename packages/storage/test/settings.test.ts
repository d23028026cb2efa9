import path from 'node:path'
import { expect, test } from 'vitest'
import { problemsWith, settingsFrom } from './settings.ts'

test('files lie on the disk unless something else is asked for', () => {
  expect(settingsFrom({})).toEqual({ kind: 'disk', folder: path.resolve('.belfry/files') })
  expect(settingsFrom({ BELFRY_DATA: '/var/lib/belfry', S3_BUCKET: 'unused' })).toEqual({
    kind: 'disk',
    folder: '/var/lib/belfry/files',
  })
})

test('a server of one’s own is asked by path, and Amazon by host', () => {
  const bucket = { FILES_STORE: 's3', S3_BUCKET: 'files' }

  expect(settingsFrom(bucket)).toMatchObject({ pathStyle: false, region: 'us-east-1' })
  expect(settingsFrom({ ...bucket, S3_ENDPOINT: 'http://minio.test:9000' })).toMatchObject({
    pathStyle: true,
  })
  expect(settingsFrom({ ...bucket, S3_ENDPOINT: 'https://s3.test', S3_PATH_STYLE: 'off' })).toMatchObject({
    pathStyle: false,
    endpoint: 'https://s3.test',
    credentials: undefined,
  })
})

test('what is missing or wrong is said in a line, without what was given', () => {
  expect(problemsWith({ FILES_STORE: 's3' })).toEqual(['S3_BUCKET must be set when FILES_STORE is s3'])
  expect(problemsWith({ S3_ACCESS_KEY: 'canary' })).toEqual([
    'S3_SECRET_KEY must be set when S3_ACCESS_KEY is',
  ])
  expect(problemsWith({ S3_SECRET_KEY: 'canary' })).toEqual([
    'S3_ACCESS_KEY must be set when S3_SECRET_KEY is',
  ])
  expect(problemsWith({ FILES_STORE: 'canary', S3_ENDPOINT: 'canary', S3_PATH_STYLE: 'canary' })).toEqual([
    'FILES_STORE must be disk or s3',
    'S3_ENDPOINT must be an address like https://s3.example.org',
    'S3_PATH_STYLE must be on or off',
  ])
})
