import { afterAll, vi } from 'vitest'
import { undoAll } from './afterwards.ts'

// Files share the modules of their process, so what a module says at its top holds for the first of them only.
afterAll(async () => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
  await undoAll()
})
