import { checkStage as check } from '@belfry/engine/cases'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const checkStage: Task<Jobs['checkStage']> = ({ caseId }, { db }) =>
  db.transaction().execute((tx) => check(tx, caseId))
