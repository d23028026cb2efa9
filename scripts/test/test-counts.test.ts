import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCounts, withSecondTry } from '../test-counts.ts'

test('tests are counted by how they ended, and a file that could not run is a failure', () => {
  const passed = { status: 'passed' }
  const failed = { status: 'failed' }
  const report = reportOf({
    numPassedTests: 3,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: '/a.test.ts', status: 'passed', assertionResults: [passed, passed] },
      { name: '/b.test.ts', status: 'failed', assertionResults: [passed, failed, failed] },
      { name: '/c.test.ts', status: 'failed', assertionResults: [] },
    ],
  })

  expect(readCounts(report)).toEqual({
    passed: 3,
    failed: 3,
    skipped: 3,
    failures: [
      { file: '/b.test.ts', passed: 1, failed: 2 },
      { file: '/c.test.ts', passed: 0, failed: 1 },
    ],
  })
})

test('of files that ran again the second try counts', () => {
  const b = { file: '/b.test.ts', passed: 1, failed: 2 }
  const first = { passed: 3, failed: 2, skipped: 0, failures: [b] }

  expect(withSecondTry(first, { passed: 3, failed: 0, skipped: 0, failures: [] })).toEqual({
    passed: 5,
    failed: 0,
    skipped: 0,
    failures: [],
  })
  const still = { file: '/b.test.ts', passed: 2, failed: 1 }
  expect(withSecondTry(first, { passed: 2, failed: 1, skipped: 0, failures: [still] })).toMatchObject({
    passed: 4,
    failed: 1,
  })
})

test('without a report there is nothing to count', () => {
  expect(readCounts('/there/is/no/report.json')).toEqual({ passed: 0, failed: 0, skipped: 0, failures: [] })
})

function reportOf(content: object) {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
