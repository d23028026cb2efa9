import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { root } from './app-process.ts'

/** Formats every file, or those that are named, and mends what the linter can mend by itself. */
const files = process.argv.slice(2)
const bin = path.join(root, 'node_modules/.bin')
const formatted = spawnSync(path.join(bin, 'oxfmt'), files, { cwd: root, stdio: 'inherit' })
const linted = spawnSync(path.join(bin, 'oxlint'), ['--fix', ...files], { cwd: root, stdio: 'inherit' })
process.exit(formatted.status || linted.status || 0)
