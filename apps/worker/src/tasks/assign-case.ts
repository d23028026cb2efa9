import { assignByRule } from '@belfry/engine/together'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const assignCase: Task<Jobs['assignCase']> = ({ caseId }, { db }) =>
  db.transaction().execute((tx) => assignByRule(tx, caseId))
