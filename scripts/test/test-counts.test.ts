import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readCounts, withSecondTry } from '../test-counts.ts'

test('tests are counted by how they ended, and a file that could not run is a failure', () => {
  const passed = { status: 'passed', fullName: 'goes well' }
  const failed = (fullName: string) => ({ status: 'failed', fullName })
  const report = reportOf({
    numPassedTests: 3,
    numPendingTests: 2,
    numTodoTests: 1,
    testResults: [
      { name: '/a.test.ts', status: 'passed', assertionResults: [passed, passed] },
      { name: '/b.test.ts', status: 'failed', assertionResults: [passed, failed('one'), failed('two')] },
      { name: '/c.test.ts', status: 'failed', assertionResults: [] },
    ],
  })

  expect(readCounts(report)).toEqual({
    passed: 3,
    skipped: 3,
    failures: [
      { file: '/b.test.ts', test: 'one' },
      { file: '/b.test.ts', test: 'two' },
      { file: '/c.test.ts', test: null },
    ],
  })
})

describe('when files with failures have run again', () => {
  const one = { file: '/b.test.ts', test: 'one' }
  const two = { file: '/b.test.ts', test: 'two' }
  const whole = { file: '/b.test.ts', test: null }
  const run = (failures: { file: string; test: string | null }[], passed: number) => ({
    passed,
    skipped: 0,
    failures,
  })

  test('what failed once is unsteady, and has passed', () => {
    expect(withSecondTry(run([one], 7), run([], 3))).toEqual({
      passed: 8,
      skipped: 0,
      failures: [],
      unsteady: [one],
    })
    expect(withSecondTry(run([one], 7), run([two], 2))).toMatchObject({
      passed: 8,
      failures: [],
      unsteady: [one, two],
    })
  })

  test('what failed twice is a failure', () => {
    expect(withSecondTry(run([one, two], 7), run([two], 2))).toEqual({
      passed: 8,
      skipped: 0,
      failures: [two],
      unsteady: [one],
    })
  })

  test('a file that could not run has not shown that a test of it passes', () => {
    expect(withSecondTry(run([one], 7), run([whole], 0))).toMatchObject({ failures: [whole], unsteady: [] })
    expect(withSecondTry(run([whole], 7), run([two], 2))).toMatchObject({ failures: [two], unsteady: [] })
  })
})

test('without a report there is nothing to count', () => {
  expect(readCounts('/there/is/no/report.json')).toEqual({ passed: 0, skipped: 0, failures: [] })
})

function reportOf(content: object) {
  const folder = mkdtempSync(path.join(tmpdir(), 'belfry-report-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}
