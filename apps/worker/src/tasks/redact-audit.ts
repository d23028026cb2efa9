import { redactTrail } from '@belfry/engine/audit'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const redactAudit: Task<Jobs['redactAudit']> = ({ personId }, { db, signingKey }) =>
  redactTrail(db, signingKey, personId)
