import { tellEndpoints as tell } from '@belfry/engine/webhooks'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const tellEndpoints: Task<Jobs['tellEndpoints']> = ({ eventId }, { db }) =>
  db.transaction().execute((tx) => tell(tx, eventId))
