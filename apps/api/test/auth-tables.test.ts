import { createLog } from '@belfry/log'
import { freshDatabase } from '@belfry/testing'
import { getMigrations } from 'better-auth/db/migration'
import { expect, test } from 'vitest'
import { createAuth } from '../src/auth.ts'

test('our tables are what better-auth expects: it would add nothing', async () => {
  const { db } = await freshDatabase()
  const auth = createAuth({
    db,
    log: createLog('api', 'silent'),
    publicUrl: new URL('http://127.0.0.1:4380'),
    secret: 'only-for-tests-and-therefore-no-secret-at-all',
  })

  const { toBeCreated, toBeAdded } = await getMigrations(auth.options)

  expect(toBeCreated).toEqual([])
  expect(toBeAdded).toEqual([])
})
