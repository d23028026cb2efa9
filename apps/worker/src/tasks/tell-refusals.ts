import { tellRefusals as tell } from '@belfry/engine/notify'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const tellRefusals: Task<Jobs['tellRefusals']> = (_, { db }) => db.transaction().execute(tell)
