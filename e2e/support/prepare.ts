import buildConsole from '@belfry/testing/console'
import type { TestProject } from 'vitest/node'
import loadDemo from './demo.ts'

/** The console as it is built, and the demo: neither waits for the other. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [removeDemo] = await Promise.all([loadDemo(project), buildConsole()])
  return removeDemo
}
