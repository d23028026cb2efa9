import { onTestFinished } from 'vitest'

type Undo = () => void | Promise<void>

const ofThisFile: Undo[] = []

/** Has something undone at the end of the test, or of the test file where vitest knows no test: in a hook. */
export function afterwards(undo: Undo): void {
  try {
    onTestFinished(undo)
  } catch {
    afterTheFile(undo)
  }
}

export const afterTheFile = (undo: Undo): void => void ofThisFile.push(undo)

/** What came last goes first: an API before its database. */
export async function undoAll(): Promise<void> {
  for (const undo of ofThisFile.splice(0).toReversed()) await undo()
}
