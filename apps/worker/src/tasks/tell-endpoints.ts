import { tellEndpoints as tell } from '@belfry/engine/webhooks'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const tellEndpoints: Task<Jobs['tellEndpoints']> = (told, { db }) =>
  db.transaction().execute((tx) => tell(tx, told))
