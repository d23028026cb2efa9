import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import config from '../../oxlint.config.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** What is planted: file, its text, and the rule that must find it (or none). */
const planted: [file: string, text: string, rule?: string][] = [
  ['packages/shared/src/up.ts', "export { a } from '@belfry/db'", 'no-restricted-imports'],
  ['packages/shared/src/node.ts', "export { join } from 'node:path'", 'no-restricted-imports'],
  ['packages/db/src/up.ts', "export { a } from '@belfry/engine/cases'", 'no-restricted-imports'],
  ['packages/db/src/down.ts', "export { a } from '@belfry/shared/wire'"],
  ['packages/engine/src/up.ts', "export type { A } from '@belfry/worker/task'", 'no-restricted-imports'],
  ['packages/engine/src/path.ts', "export { a } from '../../db/src/a.ts'", 'no-restricted-imports'],
  [
    'packages/engine/src/lazy.ts',
    "export const a = await import('@belfry/testing')",
    'no-restricted-imports',
  ],
  ['packages/engine/src/down.ts', "export { a } from '@belfry/db/queries/cases'"],
  ['templates/src/up.ts', "export { a } from '@belfry/db'", 'no-restricted-imports'],
  ['packages/client/src/value.ts', "export { a } from '@belfry/api/client'", 'no-restricted-imports'],
  ['packages/client/src/type.ts', "export type { AppRouter } from '@belfry/api/client'"],
  ['apps/api/src/sideways.ts', "export { a } from '@belfry/worker/task'", 'no-restricted-imports'],
  ['apps/worker/src/path.ts', "export { a } from '../../api/src/a.ts'", 'no-restricted-imports'],
  ['apps/worker/src/down.ts', "export { a } from '@belfry/templates'"],
  ['apps/web/src/up.tsx', "export { a } from '@belfry/engine'", 'no-restricted-imports'],
  ['apps/web/src/value.ts', "export { a } from '@belfry/api/client'", 'no-restricted-imports'],
  [
    'apps/web/src/down.ts',
    "export type { AppRouter } from '@belfry/api/client'\nexport { a } from '@belfry/client'",
  ],
  ['e2e/app.ts', "export { a } from '@belfry/api/root'", 'no-restricted-imports'],
  ['scripts/app.ts', "export { a } from '../apps/api/src/main.ts'", 'no-restricted-imports'],
  ['packages/db/test/app.test.ts', "export { a } from '@belfry/web'", 'no-restricted-imports'],
  ['packages/db/src/cycle/a.ts', "export { b } from './b.ts'\nexport const a = 1", 'no-cycle'],
  ['packages/db/src/cycle/b.ts', "export { a } from './a.ts'\nexport const b = 1", 'no-cycle'],
  ['packages/db/src/cycle/c.ts', "import type { D } from './d.ts'\nexport type C = D[]", 'no-cycle'],
  ['packages/db/src/cycle/d.ts', "import type { C } from './c.ts'\nexport type D = { c: C }", 'no-cycle'],
]

let dir: string
let found: Map<string, string[]>

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'belfry-import-rules-'))
  for (const [file, text] of planted) {
    mkdirSync(path.join(dir, path.dirname(file)), { recursive: true })
    writeFileSync(path.join(dir, file), `${text}\n`)
  }
  found = await lint()
}, 60_000)

afterAll(() => rmSync(dir, { recursive: true, force: true }))

test.each(planted)('%s: %s', (file, _text, rule) => {
  expect(found.get(file) ?? []).toEqual(rule ? [rule] : [])
})

/** The project's own rules over the planted files; no types and no plugins, for which nothing is installed there. */
async function lint() {
  const overrides = config.overrides?.filter((override) => !override.jsPlugins)
  writeFileSync(path.join(dir, '.oxlintrc.json'), JSON.stringify({ ...config, options: {}, overrides }))

  const oxlint = path.join(root, 'node_modules/.bin/oxlint')
  const output = await promisify(execFile)(oxlint, ['--format', 'json'], { cwd: dir }).catch((error) => error)
  const { diagnostics } = JSON.parse(output.stdout) as { diagnostics: { filename: string; code: string }[] }

  const rules = new Map<string, string[]>()
  for (const { filename, code } of diagnostics) {
    const rule = /no-restricted-imports|no-cycle/.exec(code)?.[0]
    if (rule) rules.set(filename, [...(rules.get(filename) ?? []), rule])
  }
  return rules
}
