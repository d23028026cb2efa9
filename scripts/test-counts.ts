import { existsSync, readFileSync } from 'node:fs'

interface Report {
  numPassedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[]
}

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** The files in which something failed, with what they count for. */
  failures: { file: string; passed: number; failed: number }[]
}

/** Sums up vitest's report. A file that could not run at all counts as one failed test. */
export function readCounts(report: string): Counts {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0, failures: [] }
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Report
  const files = testResults.map(({ name, status, assertionResults }) => {
    const ended = (as: string) => assertionResults.filter((test) => test.status === as).length
    const failed = status === 'failed' ? Math.max(ended('failed'), 1) : ended('failed')
    return { file: name, passed: ended('passed'), failed }
  })
  const failures = files.filter(({ failed }) => failed > 0)
  return {
    passed: numPassedTests,
    failed: failures.reduce((sum, { failed }) => sum + failed, 0),
    skipped: numPendingTests + numTodoTests,
    failures,
  }
}

/** What a run comes to when its failed files have run again: there the second try counts. */
export const withSecondTry = (first: Counts, second: Counts): Counts => ({
  passed: first.passed - first.failures.reduce((sum, { passed }) => sum + passed, 0) + second.passed,
  failed: second.failed,
  skipped: first.skipped + second.skipped,
  failures: second.failures,
})
