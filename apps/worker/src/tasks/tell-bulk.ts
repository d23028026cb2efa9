import { tellRun } from '@belfry/engine/bulk'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const tellBulk: Task<Jobs['tellBulk']> = (end, { db, telling }) => tellRun(db, end, telling)
