import { workOn } from '@belfry/engine/bulk'
import type { Jobs } from '@belfry/shared/jobs'
import type { Task } from '../task.ts'

export const runBulk: Task<Jobs['runBulk']> = ({ runId }, { db, signal, log }) =>
  workOn(db, runId, signal, (err) => log.error({ err, runId }, 'One case of a bulk run failed'))
