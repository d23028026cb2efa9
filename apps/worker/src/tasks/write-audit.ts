import { writeAudit as writeEntry } from '@belfry/engine/audit'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const writeAudit: Task<Jobs['writeAudit']> = ({ eventId }, { db }) =>
  db.transaction().execute((tx) => writeEntry(tx, eventId))
