import { beginReset as begin } from '@belfry/engine/access'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const beginReset: Task<Jobs['beginReset']> = ({ eventId }, { db }) =>
  db.transaction().execute((tx) => begin(tx, eventId))
