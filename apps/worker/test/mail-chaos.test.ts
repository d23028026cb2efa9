import { freshDatabase, startWorker } from '@belfry/testing'
import { mailChaos } from '@belfry/testing/mail-chaos'
import { expect, test } from 'vitest'

test('with providers that fail and workers that are killed no mail is lost, none comes twice, and what is unclear is counted', async () => {
  const { db, url } = await freshDatabase()

  const found = await mailChaos({
    db,
    mails: 600,
    killEveryMs: 2_000,
    failEveryMs: 700,
    chaosMs: 15_000,
    withinMs: 90_000,
    startWorker: (providers) =>
      startWorker({ databaseUrl: url, env: { MAIL_PROVIDERS: providers, LOG_LEVEL: 'fatal' } }),
  })

  expect(found).toMatchObject({ lost: 0, doubled: 0, unfinished: 0 })
  expect(found.kills).toBeGreaterThan(0)
  expect(Object.values(found.states).reduce((a, b) => a + b)).toBe(600)
  // Those that failed were refused for good by all three.
  expect(found.states['sent']! + (found.states['unclear'] ?? 0)).toBeGreaterThan(500)
}, 120_000)
