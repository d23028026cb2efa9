import { closeChildren as close } from '@belfry/engine/cases'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const closeChildren: Task<Jobs['closeChildren']> = ({ caseId }, { db }) => close(db, caseId)
