import { keepCheckpoint as keep } from '@belfry/engine/audit'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const keepCheckpoint: Task<Jobs['keepCheckpoint']> = async (_, { db, witnesses }) => {
  // One that cannot be reached keeps no other from having it.
  const results = await Promise.allSettled(witnesses.map((witness) => keep(db, witness)))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}
