import { AsyncLocalStorage } from 'node:async_hooks'

const trails = new AsyncLocalStorage<{ isRecorded: boolean }>()

/** Does something, and knows at any time whether it has recorded an event by now. */
export function underTrail<T>(work: (isRecorded: () => boolean) => Promise<T>): Promise<T> {
  const trail = { isRecorded: false }
  return trails.run(trail, () => work(() => trail.isRecorded))
}

/** Something was recorded. */
export function markTrail(): void {
  const trail = trails.getStore()
  if (trail) trail.isRecorded = true
}
