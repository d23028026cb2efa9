import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readCounts } from '../test-counts.ts'

test('tests are counted by how they ended, and a file that could not run is a failure', () => {
  const passed = { status: 'passed' }
  const failed = { status: 'failed' }
  const report = reportOf({
    numPassedTests: 3,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { status: 'passed', assertionResults: [passed, passed] },
      { status: 'failed', assertionResults: [passed, failed, failed] },
      { status: 'failed', assertionResults: [] },
    ],
  })

  expect(readCounts(report)).toEqual({ passed: 3, failed: 3, skipped: 3 })
})

test('without a report there is nothing to count', () => {
  expect(readCounts('/there/is/no/report.json')).toEqual({ passed: 0, failed: 0, skipped: 0 })
})

function reportOf(content: object) {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
