import { existsSync, readFileSync } from 'node:fs'

interface Report {
  numPassedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

export interface Counts {
  passed: number
  skipped: number
  /** What failed. A file that could not run at all is one failure without a test's name. */
  failures: { file: string; test: string | null }[]
}

/** Sums up vitest's report. */
export function readCounts(report: string): Counts {
  if (!existsSync(report)) return { passed: 0, skipped: 0, failures: [] }
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Report
  const failures = testResults.flatMap(({ name: file, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName)
    const named: (string | null)[] = status === 'failed' && tests.length === 0 ? [null] : tests
    return named.map((test) => ({ file, test }))
  })
  return { passed: numPassedTests, skipped: numPendingTests + numTodoTests, failures }
}

/** What a run comes to when its failed files have run again: what passed once has passed. */
export function withSecondTry(first: Counts, second: Counts): Counts & { unsteady: Counts['failures'] } {
  const isIn = (one: Counts['failures'][number], { failures }: Counts) =>
    failures.some(
      ({ file, test }) => file === one.file && (test === one.test || test === null || one.test === null),
    )
  const failures = second.failures.filter((one) => isIn(one, first))
  const unsteady = [
    ...first.failures.filter((one) => !isIn(one, second)),
    ...second.failures.filter((one) => !isIn(one, first)),
  ]
  return {
    passed: first.passed + first.failures.length - failures.length,
    skipped: first.skipped,
    failures,
    unsteady,
  }
}
