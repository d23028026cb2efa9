import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')
const folders = 'packages/{db,engine}/src,apps/{api,worker}/src'

/** A clock of the machine or of Postgres; `clock.now()` and `performance.now()` are none. */
const OTHER_CLOCK = /(?<!clock\.|performance\.)\bnow\(\)|new Date\(\)|Date\.now\b|_timestamp\b/
const isComment = (line: string): boolean => /^\s*(\/\/|\/?\*)/.test(line)

/** Who may read another one, in how many lines. */
const allowed = {
  // graphile-worker compares its run_at and locked_at with Postgres' clock.
  'packages/db/src/enqueue.ts': 1,
  'packages/db/src/queries/job-runs.ts': 4,
  'packages/db/src/queries/jobs.ts': 3,
  // What several machines send in a second and on a day, and until when they leave a domain or a provider alone.
  'packages/db/src/queries/mail-due.ts': 6,
  // Heartbeats of several machines are compared with each other.
  'packages/db/src/queries/processes.ts': 3,
  'packages/db/src/queries/providers.ts': 15,
  // The library that limits rates goes by the real time.
  'packages/db/src/queries/retention.ts': 1,
}

test('nothing goes by another clock than the one that tests and the demo move', () => {
  const files = globSync(`{${folders}}/**/*.ts`, { cwd: root }).toSorted()
  const counted = files.map((file) => {
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n')
    return [file, lines.filter((line) => OTHER_CLOCK.test(line) && !isComment(line)).length] as const
  })
  const found = Object.fromEntries(counted.filter(([, lines]) => lines > 0))

  expect(files.length).toBeGreaterThan(100)
  expect(found, 'take the moment from clock.now() and hand it to queries').toEqual(allowed)
})
