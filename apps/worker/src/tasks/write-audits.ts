import { writeAudits as writeEntries } from '@belfry/engine/audit'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const writeAudits: Task<Jobs['writeAudits']> = ({ eventIds }, { db }) =>
  db.transaction().execute((tx) => writeEntries(tx, eventIds))
